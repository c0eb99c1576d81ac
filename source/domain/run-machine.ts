import type {Effect} from './effect.ts';
import type {EventBody, EventOf, RunEvent} from './event.ts';
import {feedbackForNext} from './attempt-steps.ts';
import {commandEffects} from './phase-commands.ts';
import {phaseEffects} from './phase-machine.ts';
import {resumeEffects} from './phase-resume.ts';
import {reduce} from './reduce.ts';
import type {Outcome, PhaseProgress, RunState} from './run-state.ts';

/**
Limits of this executor session, from the command line.
*/
export type Policy = {
	/**
	Phases to begin in this session; Infinity without `--max-iterations`.
	*/
	maxPhases: number;
	stopOnFailure: boolean;
};

/**
The machine: one event in, the next state and what is to be done out. It knows no clock, file, network or screen.
*/
export function transition(state: RunState, event: RunEvent): {state: RunState; effects: Effect[]} {
	const next = reduce(state, event);
	return {state: next, effects: next === state || next.outcome ? [] : effectsOf(next, event, state)};
}

function effectsOf(state: RunState, event: RunEvent, before: RunState): Effect[] {
	if (event.type === 'run.started') {
		const effects = [...requeued(state), ...state.phases.flatMap(phase => resumeEffects(phase, state))];
		return effects.length > 0 ? effects : [{type: 'choose'}];
	}

	if (event.type === 'command.received') {
		const {type} = event.command;
		return type === 'resume' || type === 'stop' ? [{type: 'choose'}] : changedPhases(state, before).flatMap(phase => commandEffects(phase, event, state));
	}

	if (event.type === 'budget.exceeded') {
		const active = state.phases.filter(phase => isActive(phase));
		// What lands has been paid for: it comes to its end, and what follows from that is the budget's end.
		return active.length === 0
			? [{type: 'choose'}]
			: active.filter(({stage}) => stage !== 'landing').map(({phase}) => record({
				type: 'phase.ended', phaseId: phase.phase_id, state: 'FAILED', cause: 'budget', reason: event.message,
			}));
	}

	return 'phaseId' in event ? changedPhases(state, before).flatMap(phase => phaseEffects(phase, event, state)) : [];
}

/**
An event that changes nothing came too late, and has no effects.
*/
function changedPhases(state: RunState, before: RunState): PhaseProgress[] {
	const known = new Set(before.phases);
	return state.phases.filter(phase => !known.has(phase));
}

const record = (body: EventBody): Effect => ({type: 'record', body});
const isActive = ({stage}: PhaseProgress) => stage !== 'queued' && stage !== 'ended';

/**
A phase that a provider failed is done again by the same command: the key may be right now.
*/
const requeued = (state: RunState): Effect[] => state.phases
	.filter(({end, pending}) => end?.cause === 'provider' && !pending)
	.map(({phase}) => record({type: 'phase.queued', phaseId: phase.phase_id}));

export type Choice =
	| {type: 'begin'; body: EventOf<'attempt.started'>}
	| {type: 'exceed'; body: EventOf<'budget.exceeded'>}
	| {type: 'end'; outcome: Outcome}
	| {type: 'wait' | 'poll'};

/**
Which phase is next, or how the run ends. `wait`: something is under way, or the run is paused. `poll`: no phase is left, but the Supervisor
may queue more (`isPlanning`).
*/
export function chooseNext(state: RunState, policy: Policy, isPlanning = false): Choice {
	const active = state.phases.filter(phase => isActive(phase));
	const isOnlyAsking = active.every(({stage}) => stage === 'deciding');
	if (active.length > 0 && !(state.isStopping && isOnlyAsking)) {
		return {type: 'wait'};
	}

	const next = state.phases.find(({stage}) => stage === 'queued');
	return stopReason(state, policy, isPlanning)
		?? (next ? undefined : (isPlanning ? {type: 'poll'} : finished(state)))
		?? (state.isPaused ? {type: 'wait'} : undefined)
		?? exceeded(state, next!)
		?? begin(state, next!);
}

const endRun = (outcome: Outcome['outcome'], exitCode: number, reason: string): Choice =>
	({type: 'end', outcome: {outcome, exitCode, reason}});

const begin = (state: RunState, next: PhaseProgress): Choice => ({
	type: 'begin', body: {
		type: 'attempt.started', phaseId: next.phase.phase_id, attempt: next.attempts.length + 1, base: state.head!, feedback: feedbackForNext(next),
	},
});

/**
Why no other phase is begun although some may be queued.
*/
function stopReason(state: RunState, policy: Policy, isPlanning: boolean): Choice | undefined {
	const open = state.phases.filter(({stage}) => stage !== 'ended').length;
	const failures = state.phases.filter(({end}) => end !== undefined && end.state !== 'COMPLETE' && end.at >= state.sessionStartedAt!);
	const failedByProvider = failures.find(({end}) => end?.cause === 'provider');
	if (state.budgetExceeded) {
		return endRun('budget', 5, state.budgetExceeded.message);
	}

	if (failedByProvider) {
		return endRun('unreachable', 4, failedByProvider.end!.reason);
	}

	if (open === 0 && !isPlanning) {
		return undefined;
	}

	if (state.isStopping) {
		return endRun('stopped', 1, `stopped; ${open} phases are still open`);
	}

	if (policy.stopOnFailure && failures[0]) {
		return endRun('incomplete', 1, `stopped at ${failures[0].phase.phase_id} (--stop-on-failure); ${open} phases are still queued`);
	}

	return state.phasesThisSession >= policy.maxPhases
		? endRun('incomplete', 1, `${state.phasesThisSession} phases done (--max-iterations); ${open} are still queued`)
		: undefined;
}

function finished(state: RunState): Choice {
	const open = state.phases.filter(({end}) => end?.state !== 'COMPLETE');
	const counts = Object.entries(Object.groupBy(open, ({end}) => end?.state ?? 'OPEN')).map(([name, group]) => `${group?.length} ${name}`);
	return {
		type: 'end', outcome: open.length === 0
			? {outcome: 'complete', exitCode: 0, reason: state.phases.length === 1 ? 'the one phase is COMPLETE' : `all ${state.phases.length} phases are COMPLETE`}
			: {outcome: 'incomplete', exitCode: 1, reason: `the run ended with ${counts.join(', ')}`},
	};
}

function exceeded(state: RunState, next: PhaseProgress): Choice | undefined {
	const {token_cap: tokenCap, max_phases: maxPhases, max_duration_minutes: maxMinutes} = state.plan!.run;
	const begun = state.phases.filter(({attempts}) => attempts.length > 0).length;
	const minutes = state.activeMs / 60_000;
	const over = (kind: 'tokens' | 'phases' | 'duration', used: number, cap: number, message: string): Choice =>
		({
			type: 'exceed', body: {
				type: 'budget.exceeded', kind, used, cap, message,
			},
		});
	if (state.tokensUsed >= tokenCap) {
		return over('tokens', state.tokensUsed, tokenCap, `the run's token_cap is used up: ${state.tokensUsed} of ${tokenCap} tokens`);
	}

	if (begun >= maxPhases && next.attempts.length === 0) {
		return over('phases', begun, maxPhases, `the run's max_phases is used up: ${begun} of ${maxPhases} phases begun`);
	}

	return minutes >= maxMinutes
		? over('duration', minutes, maxMinutes, `the run's max_duration_minutes is used up: ${minutes.toFixed(1)} of ${maxMinutes} minutes`)
		: undefined;
}
