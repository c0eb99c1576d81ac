import type {Selectable} from 'kysely';
import {phaseStateSchema} from '../domain/run-record.ts';
import type {Database} from './connection.ts';
import {deriveRunState, deriveTierState} from './derive-states.ts';
import type {PhaseUpdate} from './journal.ts';
import type {Tables} from './tables.ts';

type PhaseRow = Selectable<Tables['phases']>;

/**
Stores what is known anew of a phase, and what follows from it for its tier and run. Returns the phase as it was, or undefined when there is none.
*/
export async function updatePhase(
	database: Database,
	{runId, phaseId, at}: {runId: string; phaseId: string; at: string},
	update: PhaseUpdate,
): Promise<PhaseRow | undefined> {
	return database.transaction().execute(async transaction => {
		const before = await transaction.selectFrom('phases').selectAll()
			.where('run_id', '=', runId).where('phase_id', '=', phaseId)
			.executeTakeFirst();
		if (!before) {
			return undefined;
		}

		await transaction.updateTable('phases').set(changedColumns(before, update)).where('id', '=', before.id).execute();
		const phases = await transaction.selectFrom('phases').selectAll().where('run_id', '=', runId).orderBy('id').execute();
		await updateTier(transaction, before, phases.filter(phase => phase.tier_id === before.tier_id));
		const isChecksStarted = update.state === 'CI_RUNNING' && before.state !== 'CI_RUNNING';
		await updateRun(transaction, phases, {runId, at, checksStarted: isChecksStarted});
		return before;
	});
}

function changedColumns(before: PhaseRow, update: PhaseUpdate) {
	const state = update.state ?? before.state;
	return {
		state,
		builder_attempts: update.builderAttempts ?? before.builder_attempts,
		tokens_used: update.tokensUsed ?? before.tokens_used,
		minor_issues_count: update.minorIssues ?? before.minor_issues_count,
		major_issues_count: update.majorIssues ?? before.major_issues_count,
		quality_level: update.qualityLevel ?? before.quality_level,
		quality_blocked: update.qualityBlocked === undefined ? before.quality_blocked : Number(update.qualityBlocked),
		// A reason explains one state only.
		reason: update.reason ?? (state === before.state ? before.reason : null),
	};
}

const statesOf = (phases: PhaseRow[]) => phases.map(phase => phaseStateSchema.parse(phase.state));
const sum = (phases: PhaseRow[], column: 'tokens_used' | 'minor_issues_count' | 'major_issues_count') =>
	phases.reduce((total, phase) => total + phase[column], 0);

async function updateTier(database: Database, {run_id: runId, tier_id: tierId}: PhaseRow, phases: PhaseRow[]): Promise<void> {
	await database.updateTable('tiers')
		.set({
			state: deriveTierState(statesOf(phases)),
			minor_issues_count: sum(phases, 'minor_issues_count'),
			major_issues_count: sum(phases, 'major_issues_count'),
		})
		.where('run_id', '=', runId).where('tier_id', '=', tierId)
		.execute();
}

async function updateRun(database: Database, phases: PhaseRow[], change: {runId: string; at: string; checksStarted: boolean}): Promise<void> {
	const run = await database.selectFrom('runs').selectAll().where('id', '=', change.runId).executeTakeFirstOrThrow();
	const tokensUsed = sum(phases, 'tokens_used');
	const state = deriveRunState(statesOf(phases), {tokensUsed, tokenCap: run.token_cap});
	const isDone = state.startsWith('DONE_');
	const culprit = phases.find(phase => phase.state === 'FAILED' || phase.state === 'BLOCKED');
	await database.updateTable('runs')
		.set({
			state,
			tokens_used: tokensUsed,
			ci_runs_used: run.ci_runs_used + Number(change.checksStarted),
			minor_issues_count: sum(phases, 'minor_issues_count'),
			major_issues_count: sum(phases, 'major_issues_count'),
			started_at: run.started_at ?? (state === 'RUN_CREATED' ? null : change.at),
			completed_at: isDone ? run.completed_at ?? change.at : null,
			failure_reason: isDone && culprit ? `${culprit.phase_id}: ${culprit.reason ?? culprit.state}` : null,
		})
		.where('id', '=', run.id)
		.execute();
}
