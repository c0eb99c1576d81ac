import {openConnection, type Connection} from './connection.ts';
import {createEventStore, type EventStore} from './event-store.ts';
import {makeJournalDirectory} from './journal-directory.ts';
import type {Journal} from './journal.ts';
import {migrate} from './migrate.ts';
import {createOutbox} from './outbox.ts';
import {updatePhase} from './phase-updater.ts';
import {createReportStore} from './report-store.ts';
import {insertRun} from './run-creator.ts';
import {createRunLocks} from './run-lock.ts';
import {readRun, readRunSummaries} from './run-reader.ts';
import {createSubscriptions} from './subscription.ts';

/**
Opens the journal at `path`, or makes it and its directory. Several processes may have it open. Rejects with JournalError.
*/
export async function openJournal(path: string, now = () => new Date()): Promise<Journal> {
	await makeJournalDirectory(path);
	const connection = await openConnection(path);
	try {
		await migrate(connection.database, path);
	} catch (error) {
		await connection.database.destroy();
		throw error;
	}

	return createJournal(connection, path, now);
}

function createJournal({database, dataVersion}: Connection, path: string, now: () => Date): Journal {
	const store = createEventStore(database, path, now);
	const subscriptions = createSubscriptions(store, dataVersion);
	const locks = createRunLocks(database, now);
	return {
		path,
		async append(runId, body) {
			const event = await store.append(runId, body);
			subscriptions.wake(runId);
			return event;
		},
		events: async (runId, afterSeq = 0) => allEvents(store, runId, afterSeq),
		subscribe: subscriptions.subscribe,
		runIds: store.runIds,
		...createRunStore(database, now),
		...createReportStore(database, now),
		lock: locks.lock,
		...createOutbox(database),
		async close() {
			await subscriptions.close();
			locks.close();
			await store.idle();
			await database.destroy();
		},
	};
}

async function allEvents(store: EventStore, runId: string, afterSeq: number) {
	const {events} = await store.page(runId, afterSeq, Number.MAX_SAFE_INTEGER);
	return events;
}

const createRunStore = (database: Connection['database'], now: () => Date): Pick<Journal, 'createRun' | 'run' | 'runs' | 'updatePhase'> => ({
	async createRun(plan) {
		await insertRun(database, plan, now().toISOString());
		const record = await readRun(database, plan.run.run_id);
		return record!;
	},
	run: async runId => readRun(database, runId),
	runs: async page => readRunSummaries(database, page),
	async updatePhase(runId, phaseId, update) {
		const before = await updatePhase(database, {runId, phaseId, at: now().toISOString()}, update);
		return before !== undefined;
	},
});
