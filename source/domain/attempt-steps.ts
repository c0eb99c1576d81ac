import {
	checksOf,
	evidenceOf,
	expectedAuditors,
	reviewsOf,
} from './attempt-evidence.ts';
import type {Effect} from './effect.ts';
import type {EventBody, EventOf, Feedback} from './event.ts';
import {feedbackFrom} from './feedback.ts';
import {mergeFindings} from './findings.ts';
import {decide} from './gate/decide.ts';
import {currentAttempt} from './reduce-phase.ts';
import type {Attempt, PhaseProgress, RunState} from './run-state.ts';

export type Facts = Pick<RunState, 'auditors' | 'strictness' | 'gate' | 'head' | 'isStopping' | 'budgetExceeded'>;

export type Current = {phase: PhaseProgress; attempt: Attempt; facts: Facts};

export const record = (body: EventBody): Effect => ({type: 'record', body});

export const idsOf = ({phase, attempt}: Current) => ({phaseId: phase.phase.phase_id, attempt: attempt.attempt});

/**
A person's note as feedback for the Builder.
*/
export const noteFeedback = (note: string | undefined): Feedback[] => note ? [{source: 'person', text: note}] : [];

const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';

export const settledAuditors = (attempt: Attempt): string[] =>
	attempt.auditors.filter(({review, error}) => review !== undefined || error !== undefined).map(({auditor}) => auditor);

export function isEvaluated({phase, attempt, facts}: Current): boolean {
	const settled = new Set(settledAuditors(attempt));
	return phase.stage === 'evaluating' && attempt.verdict === undefined && attempt.checksFinished
		&& expectedAuditors(phase, facts).every(auditor => settled.has(auditor));
}

export function evaluation(current: Current): Effect[] {
	const ids = idsOf(current);
	const reviews = expectedAuditors(current.phase, current.facts).map((auditor): Effect => ({type: 'review', ...ids, auditor}));
	return [...reviews, {type: 'check', ...ids}];
}

export const judge = (current: Current): Effect => record({
	type: 'gate.decided', ...idsOf(current), verdict: decide(evidenceOf(current.phase, current.attempt, current.facts), current.facts.gate),
});

export function afterGate(current: Current, {verdict}: EventOf<'gate.decided'>): Effect[] {
	if (verdict.level === 'ok') {
		return [{type: 'land', ...idsOf(current)}];
	}

	if (verdict.fixable && current.attempt.attempt < current.phase.attemptsAllowed) {
		return [startNext(current, whatWasWrong(current))];
	}

	const reasons = verdict.reasons.filter(({weight}) => weight !== 'warning').map(({message}) => message);
	return [record({
		type: 'decision.needed', ...idsOf(current), level: verdict.level, reasons,
	})];
}

export function whatWasWrong({attempt}: Pick<Current, 'attempt'>): Feedback[] {
	const {verdict} = attempt;
	return verdict
		? feedbackFrom({verdict, checks: checksOf(attempt), findings: mergeFindings(reviewsOf(attempt)).findings})
		: [];
}

/**
What the Builder is told when an ended phase is done again: what was wrong with its last attempt, what that one had been told if it came to nothing (its provider failed), and a person's note.
*/
export function feedbackForNext(phase: PhaseProgress): Feedback[] {
	const attempt = currentAttempt(phase);
	return [...attempt ? feedbackAfter(attempt) : [], ...noteFeedback(phase.note)];
}

function feedbackAfter(attempt: Attempt): Feedback[] {
	if (attempt.rejection) {
		return rejectionFeedback(attempt.rejection.message);
	}

	return attempt.verdict ? whatWasWrong({attempt}) : attempt.feedback;
}

const rejectionFeedback = (message: string): Feedback[] => [{source: 'patch', text: message}];

export function question(current: Current): Effect {
	const {level, fixable, forYes = level === 'needs_review' && !fixable} = current.attempt.verdict!;
	return {
		type: 'ask', ...idsOf(current), level, fixable, forYes,
	};
}

/**
A patch that was refused goes back with the reason.
*/
export const afterRejection = (current: Current, message: string): Effect =>
	tryAgain(current, rejectionFeedback(message), `patch rejected: ${firstLine(message)}`);

export function tryAgain(current: Current, feedback: Feedback[], reason: string): Effect {
	const {budgetExceeded} = current.facts;
	if (budgetExceeded) {
		return end(current, {state: 'FAILED', cause: 'budget', reason: budgetExceeded.message});
	}

	return current.attempt.attempt < current.phase.attemptsAllowed
		? startNext(current, feedback)
		: end(current, {state: 'FAILED', cause: 'attempts', reason: `${current.attempt.attempt} attempts used up; the last: ${reason}`});
}

export const startNext = (current: Current, feedback: Feedback[]): Effect => record({
	type: 'attempt.started',
	phaseId: current.phase.phase.phase_id,
	attempt: current.attempt.attempt + 1,
	base: current.facts.head ?? current.attempt.base,
	feedback,
});

export const end = (current: Current, how: Pick<EventOf<'phase.ended'>, 'state' | 'cause' | 'reason' | 'commit'>): Effect =>
	record({type: 'phase.ended', phaseId: current.phase.phase.phase_id, ...how});
