import type {Command, CommandSource} from './command.ts';
import type {RunEvent} from './event.ts';
import {reduceAttempt, type AttemptEvent} from './reduce-attempt.ts';
import type {Attempt, PhaseProgress, Stage} from './run-state.ts';

type PhaseCommand = Extract<Command, {phaseId: string}>;
export type PhaseEvent = Extract<RunEvent, {phaseId: string}>;

/**
The attempt a phase is at, or undefined before its first.
*/
export const currentAttempt = (phase: PhaseProgress): Attempt | undefined => phase.attempts.at(-1);

/**
The phase after a command that names it: the very same object when it cannot do now what is asked, so that a command twice, or two at once, have effects once.
*/
export function reducePhaseCommand(phase: PhaseProgress, command: PhaseCommand, by: CommandSource): PhaseProgress {
	if (phase.pending || !isPossible(phase, command)) {
		return phase;
	}

	return command.type === 'approve'
		? {
			...phase, stage: 'landing', question: undefined, approvedBy: by,
		}
		: {...phase, pending: {command, by}};
}

function isPossible({stage, end}: PhaseProgress, {type}: PhaseCommand): boolean {
	switch (type) {
		case 'approve':
		case 'reject': {
			return stage === 'deciding';
		}

		case 'skip': {
			return stage !== 'landing' && stage !== 'ended';
		}

		case 'retry': {
			return stage === 'deciding' || (stage === 'ended' && end?.state !== 'COMPLETE');
		}
	}
}

/**
The phase after an event that names it: the very same object when the event comes too late to change anything, such as that of an attempt that is over.
`maxAttempts` is what a phase that is queued again may use anew.
*/
export function reducePhase(phase: PhaseProgress, event: PhaseEvent, maxAttempts: number): PhaseProgress {
	switch (event.type) {
		case 'phase.queued': {
			return isAtWork(phase)
				? phase
				: {
					...phase,
					stage: 'queued',
					pending: undefined,
					isRequeued: true,
					note: event.note,
					attemptsAllowed: phase.attempts.length + maxAttempts,
					question: undefined,
					approvedBy: undefined,
					end: undefined,
				};
		}

		case 'phase.ended': {
			const {
				state, cause, reason, commit, at,
			} = event;
			return {
				...phase, stage: 'ended', question: undefined, pending: undefined, end: {
					state, cause, reason, commit, at,
				},
			};
		}

		case 'report.refused':
		case 'report.received': {
			return phase;
		}

		case 'attempt.started': {
			return phase.stage === 'ended' || event.attempt !== phase.attempts.length + 1 ? phase : withAttempt(phase, event);
		}

		default: {
			return reduceCurrent(phase, event);
		}
	}
}

const withAttempt = (phase: PhaseProgress, event: PhaseEvent & {type: 'attempt.started'}): PhaseProgress => ({
	...phase,
	stage: 'building',
	pending: undefined,
	startedAt: phase.startedAt ?? event.at,
	attempts: [...phase.attempts, newAttempt(event)],
	attemptsAllowed: Math.max(phase.attemptsAllowed, event.attempt),
	question: undefined,
	approvedBy: undefined,
	note: undefined,
});

const isAtWork = ({stage}: PhaseProgress): boolean => ['building', 'applying', 'evaluating', 'landing'].includes(stage);

function reduceCurrent(phase: PhaseProgress, event: AttemptEvent): PhaseProgress {
	const current = currentAttempt(phase);
	if (current?.attempt !== event.attempt || phase.stage === 'ended') {
		return phase;
	}

	return {
		...phase,
		attempts: [...phase.attempts.slice(0, -1), reduceAttempt(current, event)],
		stage: stageAfter(phase.stage, event),
		question: event.type === 'decision.needed' ? {level: event.level, reasons: event.reasons} : phase.question,
	};
}

function stageAfter(stage: Stage, event: AttemptEvent): Stage {
	switch (event.type) {
		case 'builder.replied': {
			return 'applying';
		}

		case 'patch.applied': {
			return 'evaluating';
		}

		case 'gate.decided': {
			return event.verdict.level === 'ok' ? 'landing' : stage;
		}

		case 'decision.needed': {
			return 'deciding';
		}

		default: {
			return stage;
		}
	}
}

const newAttempt = (event: PhaseEvent & {type: 'attempt.started'}): Attempt => ({
	attempt: event.attempt,
	base: event.base,
	startedAt: event.at,
	feedback: event.feedback,
	auditors: [],
	checks: [],
	checksFinished: false,
});
