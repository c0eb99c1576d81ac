import {DatabaseSync} from 'node:sqlite';
import {setTimeout as delay} from 'node:timers/promises';
import {Kysely} from 'kysely';
import {nodeSqliteDialect} from './node-sqlite-dialect.ts';
import {clearFailure, isBusy, withClearFailure} from './sqlite-failure.ts';
import type {Tables} from './tables.ts';

export type Database = Kysely<Tables>;

export type Connection = {
	database: Database;
	/**
	Changes when another connection has committed something. Source: https://sqlite.org/pragma.html#pragma_data_version
	*/
	dataVersion: () => number;
};

const busyTimeoutMs = 5000;

/**
Opens the file, or makes it. Write-ahead log, so that readers and the writer do not wait for each other. `synchronous=FULL`, because
a landing is journalled before its ref moves and must be found after a power cut too: 4,900 instead of 40,000 transactions a second,
0.2 ms each, where a phase has some thirty events.
*/
export async function openConnection(path: string): Promise<Connection> {
	const sqlite = withClearFailure(path, () => new DatabaseSync(path, {timeout: busyTimeoutMs}));
	try {
		await enableWal(sqlite, path);
		withClearFailure(path, () => {
			sqlite.exec('pragma synchronous = full');
		});
	} catch (error) {
		sqlite.close();
		throw error;
	}

	const dataVersion = sqlite.prepare('pragma data_version');
	return {
		database: new Kysely<Tables>({dialect: nodeSqliteDialect(sqlite, path)}),
		dataVersion: () => Number(dataVersion.get()?.data_version),
	};
}

/**
The change to WAL needs the file alone and does not honour busy_timeout: processes that start together take turns here.
*/
async function enableWal(sqlite: DatabaseSync, path: string): Promise<void> {
	const deadline = performance.now() + busyTimeoutMs;
	for (;;) {
		try {
			sqlite.exec('pragma journal_mode = wal');
			return;
		} catch (error) {
			if (!isBusy(error) || performance.now() > deadline) {
				throw clearFailure(path, error);
			}

			await delay(5);
		}
	}
}
