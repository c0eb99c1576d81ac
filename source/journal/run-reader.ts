import type {Selectable} from 'kysely';
import {runRecordSchema, type RunRecord} from '../domain/run-record.ts';
import type {Database} from './connection.ts';
import type {RunSummary} from './journal.ts';
import type {Tables} from './tables.ts';

type PhaseRow = Selectable<Tables['phases']>;

const inProgress = new Set(['EXECUTING', 'GATE', 'CI_RUNNING']);

/**
A run as `GET /runs/{run_id}` tells it, tiers and phases in their order.
*/
export async function readRun(database: Database, runId: string): Promise<RunRecord | undefined> {
	return database.transaction().setAccessMode('read only').execute(async transaction => {
		const run = await transaction.selectFrom('runs').selectAll().where('id', '=', runId).executeTakeFirst();
		if (!run) {
			return undefined;
		}

		const tiers = await transaction.selectFrom('tiers').selectAll().where('run_id', '=', runId).orderBy('tier_index').orderBy('id').execute();
		const phases = await transaction.selectFrom('phases').selectAll().where('run_id', '=', runId).orderBy('phase_index').orderBy('id').execute();
		const isEligible = run.state === 'DONE_SUCCESS' && run.major_issues_count === 0;
		return runRecordSchema.parse({
			...run,
			promotion_eligible_to_main: String(isEligible),
			debt_status: null,
			tiers: tiers.map(tier => ({
				...tier,
				cleanliness: null,
				phases: phases.filter(phase => phase.tier_id === tier.tier_id).map(phase => phaseRecord(phase)),
			})),
		});
	});
}

const phaseRecord = (row: PhaseRow) => ({
	...row,
	acceptance_criteria: fromJson(row.acceptance_criteria),
	scope: fromJson(row.scope),
	quality_blocked: row.quality_blocked === 1,
});

const fromJson = (text: PhaseRow['scope']): unknown => text === null ? null : JSON.parse(text);

/**
One page of the runs, newest first.
*/
export async function readRunSummaries(database: Database, page: {limit: number; offset: number}): Promise<{runs: RunSummary[]; total: number}> {
	return database.transaction().setAccessMode('read only').execute(async transaction => {
		const {total} = await transaction.selectFrom('runs').select(({fn}) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
		const runs = await transaction.selectFrom('runs').selectAll()
			.orderBy('created_at', 'desc').orderBy('id')
			.limit(page.limit).offset(page.offset)
			.execute();
		const phases = runs.length === 0
			? []
			: await transaction.selectFrom('phases')
				.innerJoin('tiers', join => join.onRef('tiers.run_id', '=', 'phases.run_id').onRef('tiers.tier_id', '=', 'phases.tier_id'))
				.select(['phases.run_id', 'phases.name', 'phases.state'])
				.where('phases.run_id', 'in', runs.map(run => run.id))
				.orderBy('tiers.tier_index').orderBy('phases.phase_index')
				.execute();
		const phasesOf = Map.groupBy(phases, phase => phase.run_id);
		return {
			total,
			runs: runs.map(run => summarize(run, phasesOf.get(run.id) ?? [])),
		};
	});
}

function summarize(run: Selectable<Tables['runs']>, phases: Array<Pick<PhaseRow, 'name' | 'state'>>): RunSummary {
	return {
		id: run.id,
		state: run.state,
		createdAt: run.created_at,
		tokensUsed: run.tokens_used,
		tokenCap: run.token_cap,
		phasesTotal: phases.length,
		phasesCompleted: phases.filter(phase => phase.state === 'COMPLETE').length,
		currentPhaseName: phases.find(phase => inProgress.has(phase.state))?.name,
	};
}
