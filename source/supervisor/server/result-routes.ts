import * as z from 'zod';
import type {EventOf} from '../../domain/event.ts';
import type {PhaseState} from '../../domain/run-record.ts';
import {
	auditorRequestSchema,
	auditorResultSchema,
	builderResultSchema,
	type AuditorResult,
	type BuilderResult,
} from '../wire.ts';
import {findPhase} from './find-run.ts';
import {HttpError} from './http-error.ts';
import {issueCounts} from './issue-index.ts';
import {defineRoute, noPhase, type Route} from './route.ts';
import {readIssues} from './stored-reports.ts';
import type {SupervisorContext} from './supervisor-context.ts';

/**
What a builder's result makes of a phase. Success leaves the state to the executor's status: a patch that was built has not passed anything yet.
*/
const stateAfterBuilder: Record<BuilderResult['status'], PhaseState | undefined> = {
	success: undefined, needs_review: 'GATE', failed: 'FAILED',
};

/**
What a review makes of a phase. An approval leaves the state to the executor's status, because checks and gate have a say too; who escalates asks for a person.
*/
const stateAfterAuditor: Record<AuditorResult['recommendation'], PhaseState | undefined> = {
	approve: undefined, revise: 'EXECUTING', escalate: 'GATE',
};

const base = '/runs/{run_id}/phases/{phase_id}';
const errors = {...noPhase, 400: 'The body names another run or phase'};

/**
Results of builder and auditor. They are recorded; no patch is ever applied here: executors land their own.
*/
export function resultRoutes(context: SupervisorContext): Route[] {
	const {journal} = context;
	return [
		defineRoute({
			method: 'post',
			path: `${base}/builder_result`,
			summary: 'Record what the builder made',
			errors,
			body: builderResultSchema,
			answer: z.object({message: z.string(), commit_sha: z.string().nullable(), phase_state: z.string()}),
			async handle({runId, phaseId, body}) {
				await store(context, {
					runId, phaseId, kind: 'builder_result', body,
				});
				await journal.updatePhase(runId, phaseId, {
					state: stateAfterBuilder[body.status],
					builderAttempts: body.builder_attempts,
					tokensUsed: body.tokens_used,
				});
				const phase_state = await settle(context, {runId, phaseId, kind: 'builder_result'});
				return {message: `Builder result processed for phase ${phaseId}`, commit_sha: null, phase_state};
			},
		}),
		defineRoute({
			method: 'post',
			path: `${base}/auditor_request`,
			summary: 'Ask for a review: the phase waits at the gate',
			errors,
			body: auditorRequestSchema,
			answer: z.object({message: z.string(), review_focus: z.string(), auditor_profile: z.string().nullish()}),
			async handle({runId, phaseId, body}) {
				await store(context, {
					runId, phaseId, kind: 'auditor_request', body,
				});
				await journal.updatePhase(runId, phaseId, {state: 'GATE'});
				return {message: `Auditor review requested for phase ${phaseId}`, review_focus: body.review_focus, auditor_profile: body.auditor_profile};
			},
		}),
		defineRoute({
			method: 'post',
			path: `${base}/auditor_result`,
			summary: 'Record what the auditors found',
			errors,
			body: auditorResultSchema,
			answer: z.object({
				message: z.string(), recommendation: z.string(), patches_applied: z.int(), commit_shas: z.array(z.string()), phase_state: z.string(),
			}),
			async handle({runId, phaseId, body}) {
				await store(context, {
					runId, phaseId, kind: 'auditor_result', body,
				});
				await journal.updatePhase(runId, phaseId, {
					state: stateAfterAuditor[body.recommendation],
					tokensUsed: await builderTokens(context, runId, phaseId) + body.tokens_used,
				});
				const phase_state = await settle(context, {runId, phaseId, kind: 'auditor_result'});
				return {
					message: `Auditor result processed for phase ${phaseId}`, recommendation: body.recommendation, patches_applied: 0, commit_shas: [], phase_state,
				};
			},
		}),
	];
}

type ResultKind = Exclude<EventOf<'report.received'>['kind'], 'status'>;
type Result = {runId: string; phaseId: string};

async function store({journal}: SupervisorContext, result: Result & {kind: ResultKind | 'auditor_request'; body: {run_id: string; phase_id: string}}): Promise<void> {
	const {runId, phaseId, kind, body} = result;
	await findPhase(journal, runId, phaseId);
	if (body.run_id !== runId || body.phase_id !== phaseId) {
		throw new HttpError(400, `The body is for phase ${body.phase_id} of run ${body.run_id}, the address for phase ${phaseId} of run ${runId}`);
	}

	await journal.storeReport(runId, phaseId, kind, body);
}

/**
Counts the phase's issues anew and tells the run's events; returns the phase's state.
*/
async function settle({journal, recordReports}: SupervisorContext, {runId, phaseId, kind}: Result & {kind: ResultKind}): Promise<PhaseState> {
	await journal.updatePhase(runId, phaseId, issueCounts(await readIssues(journal, runId), phaseId));
	const {phase: {state}} = await findPhase(journal, runId, phaseId);
	if (recordReports) {
		await journal.append(runId, {
			type: 'report.received', phaseId, kind, state,
		});
	}

	return state;
}

/**
Tokens of the newest builder's result: a result that is delivered twice must not count twice.
*/
async function builderTokens({journal}: SupervisorContext, runId: string, phaseId: string): Promise<number> {
	const reports = await journal.reports(runId, 'builder_result');
	const newest = reports.findLast(report => report.phaseId === phaseId);
	return newest ? builderResultSchema.parse(newest.body).tokens_used : 0;
}
