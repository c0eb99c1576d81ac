import {expect, test} from 'vitest';
import type {PhaseState} from '../../source/domain/run-record.ts';
import {deriveRunState, deriveTierState} from '../../source/journal/derive-states.ts';

test.for<[phases: PhaseState[], tier: string, run: string]>([
	[[], 'PENDING', 'RUN_CREATED'],
	[['QUEUED', 'QUEUED'], 'PENDING', 'RUN_CREATED'],
	[['EXECUTING', 'QUEUED'], 'IN_PROGRESS', 'PHASE_EXECUTION'],
	[['EXECUTING', 'GATE', 'CI_RUNNING'], 'IN_PROGRESS', 'PHASE_EXECUTION'],
	[['COMPLETE', 'GATE', 'CI_RUNNING'], 'IN_PROGRESS', 'CI_RUNNING'],
	[['COMPLETE', 'GATE'], 'IN_PROGRESS', 'GATE'],
	[['COMPLETE', 'QUEUED'], 'IN_PROGRESS', 'PHASE_QUEUEING'],
	[['FAILED', 'QUEUED'], 'IN_PROGRESS', 'PHASE_QUEUEING'],
	[['COMPLETE', 'COMPLETE'], 'COMPLETE', 'DONE_SUCCESS'],
	[['COMPLETE', 'SKIPPED'], 'COMPLETE', 'DONE_FAILED_REQUIRES_HUMAN_REVIEW'],
	[['SKIPPED', 'SKIPPED'], 'SKIPPED', 'DONE_FAILED_REQUIRES_HUMAN_REVIEW'],
	[['COMPLETE', 'FAILED'], 'FAILED', 'DONE_FAILED_REQUIRES_HUMAN_REVIEW'],
	[['BLOCKED', 'SKIPPED'], 'FAILED', 'DONE_FAILED_REQUIRES_HUMAN_REVIEW'],
])('phases %j: tier %s, run %s', ([phases, tier, run]) => {
	expect(deriveTierState(phases)).toBe(tier);
	expect(deriveRunState(phases, {tokensUsed: 9, tokenCap: 10})).toBe(run);
});
