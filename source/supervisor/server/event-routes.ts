import * as z from 'zod';
import {commandSchema} from '../../domain/command.ts';
import {eventBodySchema} from '../../domain/event.ts';
import type {Journal} from '../../journal/journal.ts';
import {streamEvents} from './event-stream.ts';
import {requireRun} from './find-run.ts';
import {HttpError} from './http-error.ts';
import {
	defineRoute,
	noPhase,
	noRun,
	type Route,
} from './route.ts';
import type {SupervisorContext} from './supervisor-context.ts';
import {validate} from './validate.ts';

const stampSchema = z.object({seq: z.int(), runId: z.string(), at: z.iso.datetime()});
const seqSchema = z.coerce.number().int().min(0);

/**
The run's events, and commands to its executor.
*/
export const eventRoutes = ({journal}: SupervisorContext): Route[] => [
	defineRoute({
		method: 'get',
		path: '/runs/{run_id}/events',
		summary: 'Events after a seq, as JSON; with "Accept: text/event-stream" a live stream that resumes at Last-Event-ID',
		errors: noRun,
		query: z.object({after: seqSchema.default(0)}),
		answer: z.array(stampSchema.and(eventBodySchema)),
		async handle({runId, query, request}) {
			const after = validate(seqSchema, request.header('last-event-id') ?? query.after, 'header');
			const events = await journal.events(runId, after);
			if (events.length === 0) {
				await requireRun(journal, runId);
			}

			return request.header('accept')?.includes('text/event-stream')
				? streamEvents(journal, {runId, after, events})
				: events;
		},
	}),
	defineRoute({
		method: 'post',
		path: '/runs/{run_id}/commands',
		summary: 'Ask something of the run\'s executor',
		status: 202,
		errors: noPhase,
		body: commandSchema,
		answer: z.object({message: z.string(), seq: z.int()}),
		async handle({runId, body: command}) {
			await requireRun(journal, runId);
			if ('phaseId' in command) {
				await requirePhase(journal, runId, command.phaseId);
			}

			const {seq} = await journal.append(runId, {type: 'command.received', command, by: 'http'});
			return {message: `Command ${command.type} is journalled for the executor of run ${runId}`, seq};
		},
	}),
];

async function requirePhase(journal: Journal, runId: string, phaseId: string): Promise<void> {
	const run = await journal.run(runId);
	if (run?.tiers.every(({phases}) => phases.every(phase => phase.phase_id !== phaseId))) {
		throw new HttpError(404, `Phase ${phaseId} not found in run ${runId}`);
	}
}
