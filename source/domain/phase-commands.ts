import {
	end,
	idsOf,
	noteFeedback,
	record,
	startNext,
	whatWasWrong,
	type Current,
	type Facts,
} from './attempt-steps.ts';
import type {Command, CommandSource} from './command.ts';
import type {Effect} from './effect.ts';
import type {EventOf} from './event.ts';
import {currentAttempt} from './reduce-phase.ts';
import type {PhaseProgress} from './run-state.ts';

/**
What follows from a command that names this phase; `phase` is the phase before it, so that the same command twice has effects once.
*/
export function commandEffects(phase: PhaseProgress, {command, by}: {command: Command; by: CommandSource}, facts: Facts): Effect[] {
	const attempt = currentAttempt(phase);
	const isOpenForRetry = phase.stage === 'ended' && phase.end?.state !== 'COMPLETE';
	if (command.type === 'retry' && isOpenForRetry) {
		return [record({type: 'phase.queued', phaseId: phase.phase.phase_id, note: command.note})];
	}

	if (!attempt) {
		return command.type === 'skip' && phase.stage === 'queued' ? [record(skipped(phase, by))] : [];
	}

	const current = {phase, attempt, facts};
	const isAsked = phase.stage === 'deciding';
	switch (command.type) {
		case 'approve': {
			return isAsked ? [{type: 'land', ...idsOf(current)}] : [];
		}

		case 'skip': {
			return phase.stage === 'ended' || phase.stage === 'landing' ? [] : [record(skipped(phase, by))];
		}

		case 'retry': {
			return isAsked ? [startNext(current, [...whatWasWrong(current), ...noteFeedback(command.note)])] : [];
		}

		case 'reject': {
			return isAsked ? [rejected(current, by)] : [];
		}

		case 'pause':
		case 'resume':
		case 'stop': {
			return [];
		}
	}
}

const skipped = ({phase}: PhaseProgress, by: CommandSource): EventOf<'phase.ended'> => ({
	type: 'phase.ended', phaseId: phase.phase_id, state: 'SKIPPED', cause: 'person', reason: `skipped (${by})`,
});

function rejected(current: Current, by: CommandSource): Effect {
	const {level, reasons} = current.phase.question!;
	const why = reasons.join('; ');
	return level === 'blocked'
		? end(current, {state: 'BLOCKED', cause: 'gate', reason: why})
		: end(current, {state: 'FAILED', cause: 'attempts', reason: `not approved (${by}) after ${current.attempt.attempt} attempts: ${why}`});
}
