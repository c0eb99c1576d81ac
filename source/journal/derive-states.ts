import type {PhaseState, RunStateName, TierState} from '../domain/run-record.ts';

const isEnded = (state: PhaseState) => ['COMPLETE', 'FAILED', 'SKIPPED', 'BLOCKED'].includes(state);
const hasFailed = (state: PhaseState) => state === 'FAILED' || state === 'BLOCKED';

/**
A tier is COMPLETE when its phases are, apart from those that a person skipped; FAILED once one failed or was blocked and none is open.
*/
export function deriveTierState(phases: PhaseState[]): TierState {
	if (phases.every(state => state === 'QUEUED')) {
		return 'PENDING';
	}

	if (phases.some(state => !isEnded(state))) {
		return 'IN_PROGRESS';
	}

	if (phases.some(state => hasFailed(state))) {
		return 'FAILED';
	}

	return phases.every(state => state === 'SKIPPED') ? 'SKIPPED' : 'COMPLETE';
}

/**
DONE_SUCCESS is kept for runs whose every phase is COMPLETE, as exit code 0 is: a skipped phase leaves work for a person.
Of the open phases, the one that is earliest in its life names the run's state.
*/
export function deriveRunState(phases: PhaseState[], budget: {tokensUsed: number; tokenCap: number}): RunStateName {
	if (phases.every(state => state === 'QUEUED')) {
		return 'RUN_CREATED';
	}

	if (phases.includes('EXECUTING')) {
		return 'PHASE_EXECUTION';
	}

	if (phases.includes('CI_RUNNING')) {
		return 'CI_RUNNING';
	}

	if (phases.includes('GATE')) {
		return 'GATE';
	}

	if (phases.includes('QUEUED')) {
		return 'PHASE_QUEUEING';
	}

	if (phases.every(state => state === 'COMPLETE')) {
		return 'DONE_SUCCESS';
	}

	return budget.tokensUsed >= budget.tokenCap ? 'DONE_FAILED_BUDGET_EXHAUSTED' : 'DONE_FAILED_REQUIRES_HUMAN_REVIEW';
}
