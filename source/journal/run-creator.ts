import type {Plan} from '../domain/plan.ts';
import type {Database} from './connection.ts';
import {DuplicateIdError, DuplicateRunError, UnknownTierError} from './journal-error.ts';

/**
Stores a plan as a run whose phases are all QUEUED. Throws DuplicateRunError, UnknownTierError or DuplicateIdError, and then stores nothing.
*/
export async function insertRun(database: Database, plan: Plan, createdAt: string): Promise<void> {
	refuseInconsistency(plan);
	const {run_id: id, ...settings} = plan.run;
	await database.transaction().execute(async transaction => {
		const existing = await transaction.selectFrom('runs').select('id').where('id', '=', id).executeTakeFirst();
		if (existing) {
			throw new DuplicateRunError(id);
		}

		await transaction.insertInto('runs').values({
			id, ...settings, state: 'RUN_CREATED', created_at: createdAt,
		}).execute();
		for (const tier of plan.tiers) {
			await transaction.insertInto('tiers').values({
				...tier, run_id: id, state: 'PENDING',
			}).execute();
		}

		for (const phase of plan.phases) {
			await transaction.insertInto('phases').values({
				...phase,
				run_id: id,
				state: 'QUEUED',
				acceptance_criteria: toJson(phase.acceptance_criteria),
				scope: toJson(phase.scope),
			}).execute();
		}
	});
}

const toJson = (value: unknown) => value === undefined ? null : JSON.stringify(value);

function refuseInconsistency({tiers, phases}: Plan): void {
	const tierIds = tiers.map(tier => tier.tier_id);
	const phaseIds = phases.map(phase => phase.phase_id);
	const duplicateTier = firstDuplicate(tierIds);
	if (duplicateTier !== undefined) {
		throw new DuplicateIdError('tier', duplicateTier);
	}

	const duplicatePhase = firstDuplicate(phaseIds);
	if (duplicatePhase !== undefined) {
		throw new DuplicateIdError('phase', duplicatePhase);
	}

	const stray = phases.find(phase => !tierIds.includes(phase.tier_id));
	if (stray) {
		throw new UnknownTierError(stray.phase_id, stray.tier_id);
	}
}

const firstDuplicate = (ids: string[]) => ids.find((id, index) => ids.indexOf(id) !== index);
