import os from 'node:os';
import type {Database} from './connection.ts';
import type {Journal, LockHolder} from './journal.ts';
import {isAlive} from './process-identity.ts';

const heartbeatIntervalMs = 15_000;
const deadAfterMs = 60_000;

export type RunLocks = {lock: Journal['lock']; close: () => void};

/**
One executor a run. A lock is released by its holder or outlived: see `isDead`.
*/
export function createRunLocks(database: Database, now: () => Date): RunLocks {
	const timers = new Set<NodeJS.Timeout>();

	const hold = (runId: string, holder: LockHolder) => {
		const timer = setInterval(() => {
			void beat(database, {runId, holder, at: now().toISOString()});
		}, heartbeatIntervalMs).unref();
		timers.add(timer);
		return async () => {
			clearInterval(timer);
			timers.delete(timer);
			await remove(database, runId, holder);
		};
	};

	return {
		async lock(runId, holder) {
			const current = await take(database, {runId, holder, now: now()});
			return current ? {ok: false, holder: current} : {ok: true, release: hold(runId, holder)};
		},
		close() {
			for (const timer of timers) {
				clearInterval(timer);
			}
		},
	};
}

/**
Returns who holds the lock, if that is somebody else.
*/
async function take(database: Database, {runId, holder, now}: {runId: string; holder: LockHolder; now: Date}): Promise<LockHolder | undefined> {
	return database.transaction().execute(async transaction => {
		const row = await transaction.selectFrom('locks').selectAll().where('run_id', '=', runId).executeTakeFirst();
		if (row) {
			const current = {
				pid: row.pid, host: row.host, startTicks: row.start_ticks, since: row.since,
			};
			if (!isDead(current, now.getTime() - Date.parse(row.heartbeat_at))) {
				return current;
			}

			await transaction.deleteFrom('locks').where('run_id', '=', runId).execute();
		}

		await transaction.insertInto('locks').values({
			run_id: runId, pid: holder.pid, host: holder.host, start_ticks: holder.startTicks, since: holder.since, heartbeat_at: now.toISOString(),
		}).execute();
		return undefined;
	});
}

const isDead = (holder: LockHolder, silentMs: number) =>
	holder.host === os.hostname() ? !isAlive(holder) : silentMs > deadAfterMs;

async function beat(database: Database, {runId, holder, at}: {runId: string; holder: LockHolder; at: string}): Promise<void> {
	try {
		await database.updateTable('locks').set({heartbeat_at: at})
			.where('run_id', '=', runId).where('pid', '=', holder.pid).where('host', '=', holder.host).where('start_ticks', '=', holder.startTicks)
			.execute();
	} catch {
		// The next beat tries again: three in a row may fail before another host takes over.
	}
}

async function remove(database: Database, runId: string, holder: LockHolder): Promise<void> {
	await database.deleteFrom('locks')
		.where('run_id', '=', runId).where('pid', '=', holder.pid).where('host', '=', holder.host).where('start_ticks', '=', holder.startTicks)
		.execute();
}
