import {
	afterGate,
	afterRejection,
	end,
	evaluation,
	idsOf,
	isEvaluated,
	judge,
	question,
	tryAgain,
	type Current,
	type Facts,
} from './attempt-steps.ts';
import type {Effect} from './effect.ts';
import type {AttemptEvent} from './reduce-attempt.ts';
import {currentAttempt, type PhaseEvent} from './reduce-phase.ts';
import type {PhaseProgress} from './run-state.ts';

/**
What follows from an event that names this phase, which `phase` already includes. Pure and exhaustive: the same phase and event give the same effects.
While a command is pending, events of the attempt have none: what was asked comes first.
*/
export function phaseEffects(phase: PhaseProgress, event: PhaseEvent, facts: Facts): Effect[] {
	const phaseId = phase.phase.phase_id;
	if (event.type === 'phase.ended') {
		return [{type: 'release', phaseId}, {type: 'choose'}];
	}

	if (event.type === 'phase.queued') {
		return [{type: 'choose'}];
	}

	const attempt = currentAttempt(phase);
	return !attempt || !('attempt' in event) || phase.pending
		? []
		: attemptEffects({phase, attempt, facts}, event);
}

function attemptEffects(current: Current, event: AttemptEvent): Effect[] {
	const ids = idsOf(current);
	switch (event.type) {
		case 'attempt.started': {
			return [{type: 'prepare', ...ids}, {type: 'build', ...ids}];
		}

		case 'builder.replied': {
			return [{type: 'apply', ...ids}];
		}

		case 'builder.failed': {
			return [end(current, {state: 'FAILED', cause: event.kind === 'refused' ? 'attempts' : 'provider', reason: event.message})];
		}

		case 'patch.rejected': {
			return [afterRejection(current, event.message)];
		}

		case 'patch.applied': {
			return evaluation(current);
		}

		case 'auditor.reviewed':
		case 'auditor.failed':
		case 'checks.finished': {
			return isEvaluated(current) ? [judge(current)] : [];
		}

		case 'gate.decided': {
			return afterGate(current, event);
		}

		case 'decision.needed': {
			return current.facts.isStopping ? [{type: 'choose'}] : [question(current)];
		}

		case 'landing.done': {
			return [end(current, {
				state: 'COMPLETE', cause: current.phase.approvedBy ? 'person' : 'gate', reason: completion(current), commit: event.commit,
			})];
		}

		case 'landing.failed': {
			return [tryAgain(current, [{source: 'landing', text: event.message}], event.message)];
		}

		case 'builder.started':
		case 'auditor.started':
		case 'check.started':
		case 'check.finished':
		case 'landing.intended': {
			return [];
		}
	}
}

function completion({phase, attempt}: Current): string {
	const level = attempt.verdict?.level ?? 'ok';
	return phase.approvedBy ? `${level}, approved (${phase.approvedBy})` : level;
}
