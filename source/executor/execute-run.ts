import type {Effect} from '../domain/effect.ts';
import type {EventBody, EventOf, RunEvent} from '../domain/event.ts';
import {fold, reduce} from '../domain/reduce.ts';
import {transition} from '../domain/run-machine.ts';
import type {RunState} from '../domain/run-state.ts';
import {createChooser} from './choose.ts';
import {createDeadline, longestDelayMs} from './deadline.ts';
import {createInbox} from './inbox.ts';
import type {Services} from './ports.ts';
import {runEffect} from './run-effect.ts';
import type {Session, SessionOptions} from './session.ts';
import {createTasks} from './tasks.ts';

/**
Executes a run until its `run.ended`, or until the signal aborts: then what is under way is stopped, and the same call goes on where the journal ends.
Appends `start` first. Rejects for what is nobody's result (a broken disk, a lost repository, a bug); all work in progress has been stopped by then.
@returns the state after the last event
*/
export async function executeRun(options: SessionOptions, start: EventOf<'run.started'>, services: Services): Promise<RunState> {
	const {runId, signal} = options;
	const {log, workspace} = services;
	const stop = new AbortController();
	const stopped = AbortSignal.any([signal, stop.signal]);
	const tasks = createTasks(stop, stopped);
	const inbox = createInbox<RunEvent>();
	const steps = createSteps();
	const past = await log.events(runId);
	let state = fold(runId, past);
	const session: Session = {
		...options,
		signal: stopped,
		services,
		state: () => state,
		record: async body => log.append(runId, body),
		settled: async event => steps.until(event.seq, stopped),
		signalOf: tasks.signalOf,
	};
	const choose = createChooser(session);
	const deadline = createDeadline(capMinutes => {
		tasks.begin(async () => session.record(durationExceeded(capMinutes)));
	});
	const begin = (effect: Effect) => {
		if (effect.type === 'release') {
			const {phaseId} = effect;
			tasks.release(phaseId, async () => workspace.removeWorktree(phaseId));
		} else {
			tasks.begin(async () => runEffect(session, effect, choose), 'phaseId' in effect ? effect.phaseId : undefined);
		}
	};

	const unsubscribe = log.subscribe(runId, state.lastSeq, inbox.push);
	// While the run is paused, nothing else may keep the process from ending.
	const awake = setInterval(() => undefined, longestDelayMs);
	try {
		const {seq} = await session.record(start);
		while (state.lastSeq < seq || !state.outcome) {
			const event = await inbox.take(stopped);
			if (!event) {
				break;
			}

			// What came before the start is told to it by the state.
			const next = event.seq < seq ? {state: reduce(state, event), effects: []} : transition(state, event);
			state = next.state;
			steps.reached(state.lastSeq);
			deadline.watch(state);
			for (const effect of next.effects) {
				begin(effect);
			}
		}
	} finally {
		clearInterval(awake);
		deadline.clear();
		unsubscribe();
		stop.abort(new Error('the session is over'));
		await tasks.settled();
	}

	tasks.throwIfFailed();
	return signal.aborted && !state.outcome ? recordInterruption(session, signal) : state;
}

const durationExceeded = (capMinutes: number): EventBody => ({
	type: 'budget.exceeded', kind: 'duration', used: capMinutes, cap: capMinutes,
	message: `the run's max_duration_minutes is used up: ${capMinutes} minutes of work`,
});

async function recordInterruption({record, state}: Session, {reason}: AbortSignal): Promise<RunState> {
	return reduce(state(), await record({type: 'run.interrupted', signal: reason instanceof Error ? reason.message : String(reason)}));
}

/**
Lets effects wait until the machine has seen an event.
*/
function createSteps() {
	let lastSeq = 0;
	const waiting = new Map<number, () => void>();
	return {
		reached(seq: number) {
			lastSeq = seq;
			for (const [wanted, resolve] of waiting) {
				if (!(wanted <= seq)) {
					continue;
				}

				waiting.delete(wanted);
				resolve();
			}
		},
		async until(seq: number, signal: AbortSignal) {
			if (seq > lastSeq && !signal.aborted) {
				const {promise, resolve} = Promise.withResolvers<void>();
				const stop = () => {
					resolve();
				};

				signal.addEventListener('abort', stop, {once: true});
				waiting.set(seq, resolve);
				await promise;
				signal.removeEventListener('abort', stop);
			}

			signal.throwIfAborted();
		},
	};
}
