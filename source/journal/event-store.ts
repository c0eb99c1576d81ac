import {eventBodySchema, type EventBody, type RunEvent} from '../domain/event.ts';
import type {Database} from './connection.ts';
import {JournalError} from './journal-error.ts';

type EventPage = {
	events: RunEvent[];
	/**
	Of the last row that was read, whether this version knows its type or not.
	*/
	lastSeq: number;
	isLast: boolean;
};

export type EventStore = {
	append: (runId: string, body: EventBody) => Promise<RunEvent>;
	page: (runId: string, afterSeq: number, limit: number) => Promise<EventPage>;
	runIds: () => Promise<string[]>;
	/**
	Resolves when what was to be appended so far is on disk, or has failed.
	*/
	idle: () => Promise<void>;
};

const knownTypes = new Set<string>(eventBodySchema.options.map(option => option.shape.type.value));

/**
The events table. A row whose type this version does not know was written by a newer one and is passed over: a newer version may add types
without raising the schema version, but may not change what a known type holds. A known type that does not validate is an error.
*/
export function createEventStore(database: Database, path: string, now: () => Date): EventStore {
	let tail: Promise<void> = Promise.resolve();

	const insert = async (runId: string, body: EventBody): Promise<RunEvent> => {
		// Validated here too: what cannot be read back must not get in.
		const valid = eventBodySchema.parse(body);
		const at = now().toISOString();
		const {seq} = await database.insertInto('events')
			.values({
				run_id: runId, at, type: valid.type, payload: JSON.stringify(valid),
			})
			.returning('seq')
			.executeTakeFirstOrThrow();
		return {
			seq, runId, at, ...valid,
		};
	};

	return {
		async append(runId, body) {
			const {promise, resolve} = Promise.withResolvers<void>();
			const previous = tail;
			tail = promise;
			await previous;
			try {
				return await insert(runId, body);
			} finally {
				resolve();
			}
		},

		idle: async () => tail,

		async page(runId, afterSeq, limit) {
			const rows = await database.selectFrom('events')
				.select(['seq', 'at', 'type', 'payload'])
				.where('run_id', '=', runId)
				.where('seq', '>', afterSeq)
				.orderBy('seq')
				.limit(limit)
				.execute();
			const known = rows.filter(row => knownTypes.has(row.type));
			return {
				events: known.map(row => ({
					seq: row.seq, runId, at: row.at, ...readBody(row, path),
				})),
				lastSeq: rows.at(-1)?.seq ?? afterSeq,
				isLast: rows.length < limit,
			};
		},

		async runIds() {
			const firstSeqs = database.selectFrom('events').select(({fn}) => fn.min('seq').as('seq')).groupBy('run_id');
			const rows = await database.selectFrom('events').select(['run_id', 'at']).where('seq', 'in', firstSeqs)
				.unionAll(database.selectFrom('runs').select(['id as run_id', 'created_at as at']))
				.execute();
			const oldestFirst = rows.toSorted((a, b) => a.at.localeCompare(b.at)).map(row => row.run_id);
			return [...new Set(oldestFirst)].toReversed();
		},
	};
}

function readBody(row: {seq: number; payload: string}, path: string): EventBody {
	const result = eventBodySchema.safeParse(parseJson(row.payload));
	if (!result.success) {
		throw new JournalError(`Event ${row.seq} in the journal ${path} is not valid. Move the journal away, or restore it from a copy.`, {cause: result.error});
	}

	return result.data;
}

/**
Undefined when the text is no JSON: then validation refuses it as it refuses any other wrong value.
*/
function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
