import type {Database} from './connection.ts';
import type {Journal} from './journal.ts';

/**
Reports as they came over the wire, oldest first.
*/
export const createReportStore = (database: Database, now: () => Date): Pick<Journal, 'storeReport' | 'reports'> => ({
	async storeReport(runId, phaseId, kind, body) {
		await database.insertInto('reports')
			.values({
				run_id: runId, phase_id: phaseId, kind, at: now().toISOString(), body: JSON.stringify(body),
			})
			.execute();
	},

	async reports(runId, kind) {
		const rows = await database.selectFrom('reports')
			.select(['phase_id', 'kind', 'at', 'body'])
			.where('run_id', '=', runId)
			.$if(kind !== undefined, query => query.where('kind', '=', kind!))
			.orderBy('id')
			.execute();
		return rows.map(row => ({
			phaseId: row.phase_id, kind: row.kind, at: row.at, body: JSON.parse(row.body) as unknown,
		}));
	},
});
