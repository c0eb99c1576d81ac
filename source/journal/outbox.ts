import type {Database} from './connection.ts';
import type {Journal} from './journal.ts';

/**
How far the reports of a run have got. A run without a row has reported nothing.
*/
export const createOutbox = (database: Database): Pick<Journal, 'outboxCursor' | 'setOutboxCursor'> => ({
	async outboxCursor(runId) {
		const row = await database.selectFrom('outbox').selectAll().where('run_id', '=', runId).executeTakeFirst();
		if (!row) {
			return {seq: 0, step: 0, attempts: 0};
		}

		const cursor = {seq: row.seq, step: row.step, attempts: row.attempts};
		return row.last_error === null ? cursor : {...cursor, lastError: row.last_error};
	},

	async setOutboxCursor(runId, {seq, step, attempts, lastError = null}) {
		const columns = {
			seq, step, attempts, last_error: lastError,
		};
		await database.insertInto('outbox')
			.values({run_id: runId, ...columns})
			.onConflict(conflict => conflict.column('run_id').doUpdateSet(columns))
			.execute();
	},
});
