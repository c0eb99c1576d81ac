import * as z from 'zod';
import {
	commandSchema,
	commandSourceSchema,
	type Command,
	type CommandSource,
} from '../domain/command.ts';
import {nearestNames} from '../domain/nearest-names.ts';
import type {Plan} from '../domain/plan.ts';
import {runRecordSchema, type RunRecord} from '../domain/run-record.ts';
import {findServerKind} from './find-server-kind.ts';
import {planForClassic} from './plan-for-classic.ts';
import {renderReport, type ServerKind} from './render-report.ts';
import type {Report} from './report.ts';
import {notAutopackError, requestJson, type Fetch} from './request-json.ts';
import {SupervisorError} from './supervisor-error.ts';
import {knownRunRowSchema, type RunRow} from './wire.ts';

/**
`seq` and `at` are those of the server's journal: a local event with both is this very event, because the server serves the same journal.
*/
export type ReceivedCommand = {seq: number; at: string; command: Command; by: CommandSource};

/**
A Supervisor, wherever it is. Every method throws SupervisorError, or the abort reason of the signal it was created with.
*/
export type SupervisorClient = {
	/**
	Asks the server what it is; the answer is remembered.
	*/
	connect: () => Promise<ServerKind>;
	/**
	The run, or `not_found` with the nearest names of runs that there are.
	*/
	getRun: (runId: string) => Promise<RunRecord>;
	/**
	Newest first, at most 100.
	*/
	listRuns: () => Promise<RunRow[]>;
	startRun: (plan: Plan) => Promise<RunRecord>;
	/**
	Commands that others sent to the run by this server, and the seq to ask from next time. Classic servers take none.
	*/
	commandsAfter: (runId: string, seq: number) => Promise<{commands: ReceivedCommand[]; seq: number}>;
	/**
	Delivers one report; safe to repeat.
	*/
	send: (report: Report) => Promise<void>;
};

type ClientOptions = {
	/**
	What messages call the one in process; others are called by their URL.
	*/
	name?: string;
	/**
	Such as `http://localhost:8000`; any path is kept as a prefix.
	*/
	baseUrl: string;
	apiKey?: string;
	/**
	The embedded Supervisor's own `fetch` for one in process.
	*/
	fetch?: Fetch;
	signal?: AbortSignal;
	timeoutMs?: number;
};

/**
Speaks to an autopack or classic Supervisor. Throws SupervisorError for a base URL that is none.
*/
export function createSupervisorClient({name, baseUrl, apiKey, fetch = globalThis.fetch, signal, timeoutMs = 15_000}: ClientOptions): SupervisorClient {
	const connection = {
		name, baseUrl: cleanBaseUrl(baseUrl), apiKey, fetch, signal, timeoutMs,
	};
	let kind: ServerKind | undefined;
	const connect = async () => {
		kind ??= await findServerKind(connection);
		return kind;
	};

	const get = async <Schema extends z.ZodType>(path: string, schema: Schema) =>
		readAs(schema, await requestJson(connection, {path}), connection.baseUrl + path);
	const listRuns = async () => {
		try {
			const {runs} = await get('/runs?limit=100&offset=0', z.object({runs: z.array(knownRunRowSchema)}));
			return runs;
		} catch (error) {
			if (!isMissingRoute(error)) {
				throw error;
			}

			const {runs} = await get('/metrics/runs', metricsRunsSchema);
			return runs.toReversed().slice(0, 100);
		}
	};

	return {
		connect,
		listRuns,
		async getRun(runId) {
			try {
				return await get(`/runs/${encodeURIComponent(runId)}`, runRecordSchema);
			} catch (error) {
				throw error instanceof SupervisorError && error.kind === 'not_found'
					? await unknownRunError(runId, {listRuns, cause: error, name: name ?? `The Supervisor at ${connection.baseUrl}`})
					: error;
			}
		},
		async startRun(plan) {
			const body = await connect() === 'classic' ? planForClassic(plan) : plan;
			const run = await requestJson(connection, {path: '/runs/start', method: 'POST', body});
			return readAs(runRecordSchema, run, `${connection.baseUrl}/runs/start`);
		},
		async commandsAfter(runId, seq) {
			return await connect() === 'classic'
				? {commands: [], seq}
				: commandsIn(await get(`/runs/${encodeURIComponent(runId)}/events?after=${seq}`, eventStampsSchema), seq);
		},
		async send(report) {
			for (const {path, body} of renderReport(report, await connect())) {
				await requestJson(connection, {path, method: 'POST', body});
			}
		},
	};
}

function cleanBaseUrl(baseUrl: string): string {
	const url = URL.parse(baseUrl);
	if (!url || !/^https?:$/v.test(url.protocol)) {
		throw new SupervisorError('not_autopack', 'The Supervisor\'s URL is none; write --api-url like http://localhost:8000.');
	}

	if (url.username || url.password) {
		throw new SupervisorError('not_autopack', `The Supervisor's URL for ${url.host} holds a user name or password; give the key with --api-key or AUTOPACK_API_KEY instead.`);
	}

	return `${url.origin}${url.pathname.split('/').filter(Boolean).map(part => `/${part}`).join('')}`;
}

function readAs<Schema extends z.ZodType>(schema: Schema, json: unknown, url: string): z.output<Schema> {
	const parsed = schema.safeParse(json);
	if (parsed.success) {
		return parsed.data;
	}

	throw new SupervisorError('not_autopack', `${notAutopackError(url).message} It answered JSON of another shape: ${z.prettifyError(parsed.error).split('\n', 2).join(' ')}`, {cause: parsed.error});
}

/**
Servers without `GET /runs` answer 404 or 405 to it.
*/
const isMissingRoute = (error: unknown): boolean =>
	error instanceof SupervisorError && (error.status === 404 || error.status === 405);

const metricsRunsSchema = z.object({
	runs: z.array(z.object({
		run_id: z.string(), state: z.string(), tokens_used: z.number().nullish(), token_cap: z.number().nullish(), phase_count: z.number().nullish(), started_at: z.string().nullish(),
	}).transform((row): z.input<typeof knownRunRowSchema> => ({
		id: row.run_id, state: row.state, created_at: row.started_at, tokens_used: row.tokens_used, token_cap: row.token_cap, phases_total: row.phase_count,
	})).pipe(knownRunRowSchema)),
});

type RunNames = {listRuns: () => Promise<RunRow[]>; cause: SupervisorError; name: string};

async function unknownRunError(runId: string, {listRuns, cause, name}: RunNames): Promise<SupervisorError> {
	// Without a list there are just no names to suggest.
	const runs = await listRuns().catch(() => []);
	const nearest = nearestNames(runId, runs.map(({id}) => id));
	const wayOut = nearest.length > 0 ? `did you mean ${nearest.join(', ')}?` : 'list the runs with: autopack runs';
	return new SupervisorError('not_found', `${name} has no run ${runId}; ${wayOut}`, {cause, status: 404, detail: cause.detail});
}

const eventStampsSchema = z.array(z.looseObject({seq: z.int(), type: z.string()}));
const commandEventSchema = z.object({
	seq: z.int(), at: z.string(), type: z.literal('command.received'), command: commandSchema, by: commandSourceSchema,
});

function commandsIn(events: z.output<typeof eventStampsSchema>, after: number): {commands: ReceivedCommand[]; seq: number} {
	const commands = events.flatMap(event => {
		const parsed = commandEventSchema.safeParse(event);
		if (!parsed.success) {
			return [];
		}

		const {type, ...received} = parsed.data;
		return [received];
	});
	return {commands, seq: Math.max(after, ...events.map(({seq}) => seq))};
}
