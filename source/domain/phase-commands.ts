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
What follows from a command that this phase has taken (see reducePhaseCommand), at once or when the run is gone on with.
*/
export function commandEffects(phase: PhaseProgress, {command, by}: {command: Command; by: CommandSource}, facts: Facts): Effect[] {
	if (command.type === 'skip') {
		return [record(skipped(phase, by))];
	}

	if (command.type === 'retry' && phase.stage === 'ended') {
		return [record({type: 'phase.queued', phaseId: phase.phase.phase_id, note: command.note})];
	}

	const current = {phase, attempt: currentAttempt(phase)!, facts};
	switch (command.type) {
		case 'approve': {
			return [{type: 'land', ...idsOf(current)}];
		}

		case 'retry': {
			return [startNext(current, [...whatWasWrong(current), ...noteFeedback(command.note)])];
		}

		case 'reject': {
			return [rejected(current, by)];
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
