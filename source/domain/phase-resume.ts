import {
	afterGate,
	afterRejection,
	end,
	evaluation,
	idsOf,
	isEvaluated,
	judge,
	question,
	settledAuditors,
	type Current,
	type Facts,
} from './attempt-steps.ts';
import type {Effect} from './effect.ts';
import {currentAttempt} from './reduce-phase.ts';
import type {PhaseProgress} from './run-state.ts';

/**
What was under way when the executor stopped is begun again; what the journal has is not repeated.
*/
export function resumeEffects(phase: PhaseProgress, facts: Facts): Effect[] {
	const attempt = currentAttempt(phase);
	if (!attempt || phase.stage === 'ended' || phase.stage === 'queued') {
		return [];
	}

	const current = {phase, attempt, facts};
	const ids = idsOf(current);
	switch (phase.stage) {
		case 'building': {
			return resumeBuilding(current);
		}

		case 'applying': {
			return [{type: 'prepare', ...ids}, {type: 'apply', ...ids}];
		}

		case 'evaluating': {
			return resumeEvaluation(current);
		}

		case 'deciding': {
			return [question(current)];
		}

		case 'landing': {
			return [{type: 'land', ...ids}];
		}
	}
}

function resumeBuilding(current: Current): Effect[] {
	const ids = idsOf(current);
	const {rejection, builder} = current.attempt;
	if (rejection) {
		return [afterRejection(current, rejection.message)];
	}

	return builder?.error
		? [end(current, {state: 'FAILED', cause: 'provider', reason: builder.error})]
		: [{type: 'prepare', ...ids}, {type: 'build', ...ids}];
}

function resumeEvaluation(current: Current): Effect[] {
	if (current.attempt.verdict) {
		return afterGate(current, {type: 'gate.decided', ...idsOf(current), verdict: current.attempt.verdict});
	}

	if (isEvaluated(current)) {
		return [judge(current)];
	}

	const settled = new Set(settledAuditors(current.attempt));
	return evaluation(current).filter(effect => effect.type === 'review'
		? !settled.has(effect.auditor)
		: !current.attempt.checksFinished);
}
