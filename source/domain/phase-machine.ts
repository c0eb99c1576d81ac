import type {Command, CommandSource} from './command.ts';
import type {Effect} from './effect.ts';
import type {EventBody, EventOf, Feedback} from './event.ts';
import {feedbackFrom} from './feedback.ts';
import {mergeFindings} from './findings.ts';
import {decideGate} from './gate.ts';
import {isHighRisk} from './plan.ts';
import type {AttemptEvent} from './reduce-attempt.ts';
import {currentAttempt, type PhaseEvent} from './reduce-phase.ts';
import type {Attempt, PhaseProgress, RunState} from './run-state.ts';

type Facts = Pick<RunState, 'auditors' | 'strictness' | 'head'>;
type Current = {phase: PhaseProgress; attempt: Attempt; facts: Facts};

const record = (body: EventBody): Effect => ({type: 'record', body});
const idsOf = ({phase, attempt}: Current) => ({phaseId: phase.phase.phase_id, attempt: attempt.attempt});

/**
The auditors that review this phase: all for high-risk categories, else the first.
*/
export const expectedAuditors = (phase: PhaseProgress, facts: Pick<Facts, 'auditors'>): string[] =>
	isHighRisk(phase.phase) ? facts.auditors : facts.auditors.slice(0, 1);

/**
What follows from an event that names this phase, which `phase` already includes. Pure and exhaustive: the same phase and event give the same effects.
Events of an attempt that is over have none.
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
	return !attempt || !('attempt' in event) || event.attempt !== attempt.attempt || phase.stage === 'ended'
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
			return [tryAgain(current, [{source: 'patch', text: event.message}], `patch rejected: ${firstLine(event.message)}`)];
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
			return [question(current)];
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

const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';

/**
A person's note as feedback for the Builder.
*/
export const noteFeedback = (note: string | undefined): Feedback[] => note ? [{source: 'person', text: note}] : [];

function evaluation(current: Current): Effect[] {
	const ids = idsOf(current);
	const reviews = expectedAuditors(current.phase, current.facts).map((auditor): Effect => ({type: 'review', ...ids, auditor}));
	return [...reviews, {type: 'check', ...ids}];
}

function resumeBuilding(current: Current): Effect[] {
	const ids = idsOf(current);
	const {rejection, builder} = current.attempt;
	if (rejection) {
		return [tryAgain(current, [{source: 'patch', text: rejection.message}], `patch rejected: ${firstLine(rejection.message)}`)];
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

const settledAuditors = (attempt: Attempt): string[] =>
	attempt.auditors.filter(({review, error}) => review !== undefined || error !== undefined).map(({auditor}) => auditor);

function isEvaluated({phase, attempt, facts}: Current): boolean {
	const settled = new Set(settledAuditors(attempt));
	return phase.stage === 'evaluating' && attempt.verdict === undefined && attempt.checksFinished
		&& expectedAuditors(phase, facts).every(auditor => settled.has(auditor));
}

const reviewsOf = (attempt: Attempt) =>
	attempt.auditors.flatMap(({auditor, review}) => review ? [{auditor, review}] : []);
const checksOf = (attempt: Attempt) => attempt.checks.flatMap(({result}) => result ? [result] : []);

function judge(current: Current): Effect {
	const {phase, attempt, facts} = current;
	const reviews = reviewsOf(attempt);
	const reviewed = new Set(reviews.map(({auditor}) => auditor));
	const expected = expectedAuditors(phase, facts);
	const verdict = decideGate({
		phase: phase.phase,
		change: attempt.change!,
		reviews,
		missingReviews: expected.filter(auditor => !reviewed.has(auditor)),
		checks: checksOf(attempt),
		strictness: facts.strictness,
	});
	return record({type: 'gate.decided', ...idsOf(current), verdict});
}

function afterGate(current: Current, {verdict}: EventOf<'gate.decided'>): Effect[] {
	if (verdict.level === 'ok') {
		return [{type: 'land', ...idsOf(current)}];
	}

	if (verdict.fixable && current.attempt.attempt < current.phase.attemptsAllowed) {
		return [startNext(current, whatWasWrong(current))];
	}

	const reasons = verdict.reasons.filter(({weight}) => weight === 'issue').map(({message}) => message);
	return [record({
		type: 'decision.needed', ...idsOf(current), level: verdict.level, reasons,
	})];
}

function whatWasWrong({attempt}: Current): Feedback[] {
	const {verdict} = attempt;
	return verdict
		? feedbackFrom({verdict, checks: checksOf(attempt), findings: mergeFindings(reviewsOf(attempt)).findings})
		: [];
}

function question(current: Current): Effect {
	const {level, fixable} = current.attempt.verdict!;
	return {
		type: 'ask', ...idsOf(current), level, fixable,
	};
}

function tryAgain(current: Current, feedback: Feedback[], reason: string): Effect {
	return current.attempt.attempt < current.phase.attemptsAllowed
		? startNext(current, feedback)
		: end(current, {state: 'FAILED', cause: 'attempts', reason: `${current.attempt.attempt} attempts used up; the last: ${reason}`});
}

const startNext = (current: Current, feedback: Feedback[]): Effect => record({
	type: 'attempt.started',
	phaseId: current.phase.phase.phase_id,
	attempt: current.attempt.attempt + 1,
	base: current.facts.head ?? current.attempt.base,
	feedback,
});

const end = (current: Current, how: Pick<EventOf<'phase.ended'>, 'state' | 'cause' | 'reason' | 'commit'>): Effect =>
	record({type: 'phase.ended', phaseId: current.phase.phase.phase_id, ...how});

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

function completion({phase, attempt}: Current): string {
	const level = attempt.verdict?.level ?? 'ok';
	return phase.approvedBy ? `${level}, approved (${phase.approvedBy})` : level;
}
