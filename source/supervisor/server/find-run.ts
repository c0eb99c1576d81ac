import type {PhaseRecord, RunRecord} from '../../domain/run-record.ts';
import type {Journal} from '../../journal/journal.ts';
import {HttpError} from './http-error.ts';

/**
The run's record, or a 404.
*/
export async function findRun(journal: Journal, runId: string): Promise<RunRecord> {
	const run = await journal.run(runId);
	if (!run) {
		throw new HttpError(404, `Run ${runId} not found`);
	}

	return run;
}

/**
A 404 for a run that there is no sign of: it may be known by its events alone, when its record is at another Supervisor.
*/
export async function requireRun(journal: Journal, runId: string): Promise<void> {
	const ids = await journal.runIds();
	if (!ids.includes(runId)) {
		await findRun(journal, runId);
	}
}

export type Place = {run: RunRecord; tier: RunRecord['tiers'][number]; phase: PhaseRecord};

/**
Every phase of a run with its tier, in the order of execution.
*/
export const placesOf = (run: RunRecord): Place[] => run.tiers
	.toSorted((a, b) => a.tier_index - b.tier_index)
	.flatMap(tier => tier.phases
		.toSorted((a, b) => a.phase_index - b.phase_index)
		.map(phase => ({run, tier, phase})));

/**
A phase's record with its tier and run, or a 404.
*/
export async function findPhase(journal: Journal, runId: string, phaseId: string): Promise<Place> {
	const run = await findRun(journal, runId);
	const place = placesOf(run).find(({phase}) => phase.phase_id === phaseId);
	if (!place) {
		throw new HttpError(404, `Phase ${phaseId} not found in run ${runId}`);
	}

	return place;
}

/**
Every run that has a record, newest first.
*/
export async function allRuns(journal: Journal): Promise<RunRecord[]> {
	const {runs} = await journal.runs({limit: Number.MAX_SAFE_INTEGER, offset: 0});
	const records = await Promise.all(runs.map(async ({id}) => journal.run(id)));
	return records.filter(run => run !== undefined);
}
