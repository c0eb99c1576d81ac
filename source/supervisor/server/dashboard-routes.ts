import * as z from 'zod';
import {modelOverrideSchema, modelRouteSchema} from '../../domain/model-override.ts';
import {dashboardStatus, dashboardStatusSchema} from './dashboard-status.ts';
import {findRun, requireRun} from './find-run.ts';
import {HttpError} from './http-error.ts';
import {appendHumanNote} from './human-notes.ts';
import {defineRoute, noRun, type Route} from './route.ts';
import type {SupervisorContext} from './supervisor-context.ts';
import {periodSchema, readTokenUsage, tokenUsageSchema} from './token-usage.ts';

/**
What a dashboard shows and may change.
*/
export function dashboardRoutes({journal, now, modelRouting}: SupervisorContext): Route[] {
	return [
		defineRoute({
			method: 'get',
			path: '/dashboard/runs/{run_id}/status',
			summary: 'A run\'s progress, budget and quality',
			errors: noRun,
			answer: dashboardStatusSchema,
			handle: async ({runId}) => dashboardStatus(await findRun(journal, runId)),
		}),
		defineRoute({
			method: 'get',
			path: '/dashboard/usage',
			summary: 'Tokens by provider and model',
			query: z.object({period: periodSchema.default('week')}),
			answer: tokenUsageSchema,
			handle: async ({query: {period}}) => readTokenUsage(journal, {period, now: now()}),
		}),
		defineRoute({
			method: 'get',
			path: '/dashboard/models',
			summary: 'The model routing table',
			answer: z.array(modelRouteSchema),
			handle: async () => modelRouting.list(),
		}),
		defineRoute({
			method: 'post',
			path: '/dashboard/models/override',
			summary: 'Give a role another model; counts from a run\'s next session on',
			errors: {...noRun, 400: 'Scope "run" without a run_id, or a model of a provider that the role does not ask'},
			body: modelOverrideSchema,
			answer: modelOverrideSchema.extend({message: z.string()}),
			async handle({body}) {
				if (body.scope === 'run') {
					if (!body.run_id) {
						throw new HttpError(400, 'run_id required for scope=run');
					}

					await requireRun(journal, body.run_id);
				}

				await modelRouting.override(body);
				return {message: 'Model routing updated', ...body};
			},
		}),
		defineRoute({
			method: 'post',
			path: '/dashboard/human-notes',
			summary: 'Leave a note for whoever looks after the runs',
			errors: noRun,
			body: z.object({note: z.string().min(1).max(10_000), run_id: z.string().nullish()}),
			answer: z.object({message: z.string(), timestamp: z.string(), notes_file: z.string()}),
			async handle({body}) {
				if (body.run_id) {
					await findRun(journal, body.run_id);
				}

				const timestamp = now().toISOString();
				const notesFile = await appendHumanNote(journal.path, {timestamp, note: body.note, runId: body.run_id ?? undefined});
				return {message: 'Note added successfully', timestamp, notes_file: notesFile};
			},
		}),
	];
}
