import type {Command, CommandSource} from './command.ts';
import type {RunEvent} from './event.ts';
import {defaultPolicy} from './gate/policy.ts';
import {orderedPhases, type Phase, type Plan} from './plan.ts';
import {reducePhase, reducePhaseCommand} from './reduce-phase.ts';
import type {PhaseProgress, RunState} from './run-state.ts';
import {totalTokens, type Usage} from './usage.ts';

/**
A run of which nothing is known yet.
*/
export const initialState = (runId: string): RunState => ({
	runId,
	maxAttempts: 3,
	strictness: 'normal',
	gate: defaultPolicy,
	auditors: [],
	phases: [],
	lastSeq: 0,
	phasesThisSession: 0,
	activeMs: 0,
	tokensUsed: 0,
	costUsd: 0,
	hasUnknownCost: false,
	isPaused: false,
	isStopping: false,
	isSupervisorLost: false,
	warnings: [],
});

/**
The state of a run whose events are all given, oldest first.
*/
export function fold(runId: string, events: Iterable<RunEvent>): RunState {
	let state = initialState(runId);
	for (const event of events) {
		state = reduce(state, event);
	}

	return state;
}

/**
The fold: the state of a run after one more event. Events at or before `state.lastSeq` change nothing, so replaying is harmless.
*/
export function reduce(state: RunState, event: RunEvent): RunState {
	if (event.seq <= state.lastSeq) {
		return state;
	}

	const next = reduceRun(withUsage(state, event), event);
	return {
		...next,
		phases: 'phaseId' in event
			? next.phases.map(phase => phase.phase.phase_id === event.phaseId ? reducePhase(phase, event, next.maxAttempts) : phase)
			: next.phases,
		activeMs: state.activeMs + activeGapMs(state, event),
		lastAt: event.at,
		workedAt: isOthers(event) && isBusy(state) ? state.workedAt : event.at,
		lastSeq: event.seq,
	};
}

function reduceRun(state: RunState, event: RunEvent): RunState {
	switch (event.type) {
		case 'run.created':
		case 'plan.updated': {
			return withPlan(state, event.plan);
		}

		case 'run.started': {
			const {branch, base, head, maxAttempts, strictness, gate = state.gate, auditors} = event;
			return withPlan({
				...state,
				branch, base, head, maxAttempts, strictness, gate, auditors,
				startedAt: state.startedAt ?? event.at,
				sessionStartedAt: event.at,
				phasesThisSession: 0,
				isPaused: false,
				isStopping: false,
				isSupervisorLost: false,
				budgetExceeded: undefined,
				outcome: undefined,
			}, event.plan);
		}

		case 'run.ended': {
			const {outcome, reason, exitCode} = event;
			return {...state, outcome: {outcome, reason, exitCode}};
		}

		case 'attempt.started': {
			const isFirst = state.phases.some(({phase, stage}) => phase.phase_id === event.phaseId && stage === 'queued');
			return isFirst ? {...state, phasesThisSession: state.phasesThisSession + 1} : state;
		}

		case 'landing.done': {
			return {...state, head: event.commit};
		}

		case 'landing.failed': {
			return {...state, head: event.head};
		}

		case 'command.received': {
			return withCommand(state, event.command, event.by);
		}

		case 'budget.exceeded': {
			return {...state, budgetExceeded: event};
		}

		case 'supervisor.lost': {
			return {...state, isSupervisorLost: true};
		}

		case 'supervisor.found': {
			return {...state, isSupervisorLost: false};
		}

		case 'warning': {
			return {...state, warnings: [...state.warnings, {at: event.at, message: event.message}]};
		}

		default: {
			return state;
		}
	}
}

function withCommand(state: RunState, command: Command, by: CommandSource): RunState {
	switch (command.type) {
		case 'pause': {
			return {...state, isPaused: true};
		}

		case 'resume': {
			return {...state, isPaused: false};
		}

		case 'stop': {
			return {...state, isStopping: true};
		}

		case 'approve':
		case 'skip':
		case 'retry':
		case 'reject': {
			// A phase that a budget is about to end must not land meanwhile.
			const isRefused = command.type === 'approve' && state.budgetExceeded !== undefined;
			const isMeant = ({phase}: PhaseProgress) => phase.phase_id === command.phaseId && !isRefused;
			return {...state, phases: state.phases.map(phase => isMeant(phase) ? reducePhaseCommand(phase, command, by) : phase)};
		}
	}
}

/**
Progress is kept for phases that are known; new ones are queued.
*/
function withPlan(state: RunState, plan: Plan): RunState {
	const known = new Map(state.phases.map(progress => [progress.phase.phase_id, progress]));
	const progressOf = (phase: Phase): PhaseProgress => {
		const progress = known.get(phase.phase_id);
		return progress && progress.attempts.length > 0
			? {...progress, phase}
			: {
				stage: 'queued', attempts: [], ...progress, phase, attemptsAllowed: state.maxAttempts,
			};
	};

	return {...state, plan, phases: orderedPhases(plan).map(phase => progressOf(phase))};
}

function withUsage(state: RunState, event: RunEvent): RunState {
	switch (event.type) {
		case 'builder.replied':
		case 'auditor.reviewed': {
			return spend(state, event.usage, event.costUsd);
		}

		case 'builder.failed':
		case 'auditor.failed': {
			return totalTokens(event.usage) === 0 ? state : spend(state, event.usage);
		}

		default: {
			return state;
		}
	}
}

const spend = (state: RunState, usage: Usage, costUsd?: number): RunState => ({
	...state,
	tokensUsed: state.tokensUsed + totalTokens(usage),
	costUsd: state.costUsd + (costUsd ?? 0),
	hasUnknownCost: state.hasUnknownCost || costUsd === undefined,
});

const isWorking = ({stage}: PhaseProgress) => stage !== 'queued' && stage !== 'deciding' && stage !== 'ended';

const isBusy = ({phases}: RunState) => phases.some(phase => isWorking(phase));

const isOthers = ({type}: RunEvent) => type === 'command.received' || type === 'report.received';

/**
Milliseconds of work between an executor's newest event and this one: none before an executor started, while a person is awaited, or when the clock was set back.
*/
function activeGapMs(state: RunState, event: RunEvent): number {
	return !state.workedAt || isOthers(event) || event.type === 'run.started' || !isBusy(state)
		? 0
		: Math.max(0, Date.parse(event.at) - Date.parse(state.workedAt));
}
