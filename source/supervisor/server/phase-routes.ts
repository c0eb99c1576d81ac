import * as z from 'zod';
import {phaseRecordSchema, phaseStateSchema, type PhaseState} from '../../domain/run-record.ts';
import {statusSchema, updateStatusSchema} from '../wire.ts';
import {findPhase} from './find-run.ts';
import {HttpError} from './http-error.ts';
import {defineRoute, noPhase, type Route} from './route.ts';
import type {SupervisorContext} from './supervisor-context.ts';

const answer = z.object({message: z.string(), phase: phaseRecordSchema});
const finalStates = new Set<PhaseState>(['COMPLETE', 'FAILED', 'BLOCKED']);

/**
The state of a phase, as its executor tells it.
*/
export const phaseRoutes = ({journal, recordReports}: SupervisorContext): Route[] => [
	defineRoute({
		method: 'post',
		path: '/runs/{run_id}/phases/{phase_id}/update_status',
		summary: 'Set a phase\'s state and counts',
		errors: {...noPhase, 400: 'Unknown state'},
		body: updateStatusSchema,
		answer,
		async handle({runId, phaseId, body}) {
			await findPhase(journal, runId, phaseId);
			const state = stateNamed(body.state);
			await journal.updatePhase(runId, phaseId, {
				state,
				builderAttempts: body.builder_attempts ?? undefined,
				tokensUsed: body.tokens_used ?? undefined,
				minorIssues: body.minor_issues_count ?? undefined,
				majorIssues: body.major_issues_count ?? undefined,
				qualityLevel: body.quality_level ?? undefined,
				qualityBlocked: body.quality_blocked ?? undefined,
			});
			const {phase} = await findPhase(journal, runId, phaseId);
			return {message: `Phase ${phaseId} updated to state ${state}`, phase};
		},
	}),
	defineRoute({
		method: 'post',
		path: '/runs/{run_id}/phases/{phase_id}/status',
		summary: 'Set a phase\'s final status',
		errors: {...noPhase, 400: 'Not COMPLETE, FAILED or BLOCKED'},
		body: statusSchema,
		answer,
		async handle({runId, phaseId, body}) {
			await findPhase(journal, runId, phaseId);
			const state = stateNamed(body.status);
			if (!finalStates.has(state)) {
				throw new HttpError(400, `Invalid phase status: ${state}. It is COMPLETE, FAILED or BLOCKED.`);
			}

			await journal.updatePhase(runId, phaseId, {state, reason: body.reason ?? undefined});
			if (recordReports) {
				await journal.append(runId, {
					type: 'report.received', phaseId, kind: 'status', state,
				});
			}

			const {phase} = await findPhase(journal, runId, phaseId);
			return {message: `Phase ${phaseId} is ${state}`, phase};
		},
	}),
];

function stateNamed(name: string): PhaseState {
	const state = phaseStateSchema.safeParse(name);
	if (!state.success) {
		throw new HttpError(400, `Invalid phase state: ${name}`);
	}

	return state.data;
}
