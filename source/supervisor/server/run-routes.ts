import * as z from 'zod';
import {planSchema} from '../../domain/plan.ts';
import {runRecordSchema} from '../../domain/run-record.ts';
import {runRowSchema} from '../wire.ts';
import {integrationStatusSchema} from './answers.ts';
import {findRun} from './find-run.ts';
import {HttpError} from './http-error.ts';
import {createRateLimit} from './rate-limit.ts';
import {defineRoute, noRun, type Route} from './route.ts';
import type {SupervisorContext} from './supervisor-context.ts';

/**
Creation and reading of runs.
*/
export function runRoutes({journal, now, integrationStatus}: SupervisorContext): Route[] {
	const limitStarts = createRateLimit({perMinute: 10, now});
	return [
		defineRoute({
			method: 'post',
			path: '/runs/start',
			summary: 'Create a run from a plan',
			status: 201,
			errors: {400: 'The run exists, or a phase names an unknown tier', 429: 'More than 10 starts in a minute'},
			body: planSchema,
			answer: runRecordSchema,
			async handle({body, request}) {
				limitStarts(request.remoteAddress);
				return journal.createRun(body).catch(refuseInconsistency);
			},
		}),
		defineRoute({
			method: 'get',
			path: '/runs',
			summary: 'List the runs, newest first',
			query: z.object({limit: z.coerce.number().int().min(1).max(500).default(50), offset: z.coerce.number().int().min(0).default(0)}),
			answer: z.object({
				runs: z.array(runRowSchema), total: z.int(), limit: z.int(), offset: z.int(),
			}),
			async handle({query: {limit, offset}}) {
				const {runs, total} = await journal.runs({limit, offset});
				return {
					total, limit, offset, runs: runs.map(run => ({
						id: run.id,
						state: run.state,
						created_at: run.createdAt,
						tokens_used: run.tokensUsed,
						token_cap: run.tokenCap,
						phases_total: run.phasesTotal,
						phases_completed: run.phasesCompleted,
						current_phase_name: run.currentPhaseName ?? null,
					})),
				};
			},
		}),
		defineRoute({
			method: 'get',
			path: '/runs/{run_id}',
			summary: 'A run with its tiers and phases',
			errors: noRun,
			answer: runRecordSchema,
			handle: async ({runId}) => findRun(journal, runId),
		}),
		defineRoute({
			method: 'get',
			path: '/runs/{run_id}/integration_status',
			summary: 'The run\'s integration branch',
			errors: {404: 'No such run, or its repository is elsewhere'},
			answer: integrationStatusSchema,
			async handle({runId}) {
				await findRun(journal, runId);
				const status = await integrationStatus(runId);
				if (!status) {
					throw new HttpError(404, `The repository of run ${runId} is not here`);
				}

				return status;
			},
		}),
	];
}

const inconsistencies = new Set(['DuplicateRunError', 'DuplicateIdError', 'UnknownTierError']);

function refuseInconsistency(error: unknown): never {
	throw error instanceof Error && inconsistencies.has(error.name) ? new HttpError(400, error.message) : error;
}
