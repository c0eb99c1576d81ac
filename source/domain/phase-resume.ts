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
import {commandEffects} from './phase-commands.ts';
import {currentAttempt} from './reduce-phase.ts';
import type {PhaseProgress} from './run-state.ts';

/**
What was under way when the executor stopped is begun again, after what was asked meanwhile; what the journal has is not repeated.
*/
export function resumeEffects(phase: PhaseProgress, facts: Facts): Effect[] {
	if (phase.pending) {
		return commandEffects(phase, phase.pending, facts);
	}

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
			return attempt.rejection
				? [afterRejection(current, attempt.rejection.message)]
				: [{type: 'prepare', ...ids}, {type: 'apply', ...ids}];
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
	const {builder} = current.attempt;
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
