import {setTimeout as delay} from 'node:timers/promises';
import type {EventBody, EventOf} from '../domain/event.ts';
import {chooseNext, type Choice} from '../domain/run-machine.ts';
import type {Standing} from './ports.ts';
import type {Session} from './session.ts';

/**
Makes a function that asks the Supervisor what is queued and begins the next phase or ends the run; while the Supervisor may queue more, it asks again.
Calls never overlap: one that comes meanwhile cuts a wait short, and is done after.
*/
export function createChooser(session: Session): () => Promise<void> {
	let isChoosing = false;
	let isWanted = false;
	// As long as the Supervisor is away, what it said last.
	let isPlanning = false;
	let wake = new AbortController();

	const choose = async () => {
		if (chooseNext(session.state(), session.policy).type === 'wait') {
			return;
		}

		const standing = await session.services.poll();
		isPlanning = standing?.isQueueing ?? isPlanning;
		await recordStanding(session, standing);
		const choice = chooseNext(session.state(), session.policy, isPlanning);
		if (choice.type === 'poll') {
			await wait(session, wake.signal);
			isWanted = true;
			return;
		}

		const body = eventOf(choice);
		if (body) {
			await session.settled(await session.record(body));
		}
	};

	return async () => {
		isWanted = true;
		wake.abort();
		if (isChoosing) {
			return;
		}

		isChoosing = true;
		try {
			while (isWanted) {
				isWanted = false;
				wake = new AbortController();
				await choose();
			}
		} finally {
			isChoosing = false;
		}
	};
}

/**
Until the next poll is due, or a command wakes us. Rejects when the session is over.
*/
async function wait({pollIntervalMs, signal}: Session, wake: AbortSignal): Promise<void> {
	await delay(pollIntervalMs, undefined, {signal: AbortSignal.any([signal, wake])}).catch(() => undefined);
	signal.throwIfAborted();
}

function eventOf(choice: Choice): EventBody | undefined {
	switch (choice.type) {
		case 'begin':
		case 'exceed': {
			return choice.body;
		}

		case 'end': {
			return {type: 'run.ended', ...choice.outcome};
		}

		case 'wait':
		case 'poll': {
			return undefined;
		}
	}
}

type FinalState = EventOf<'phase.ended'>['state'];
const finalStates = new Set<string>(['COMPLETE', 'FAILED', 'SKIPPED', 'BLOCKED'] satisfies FinalState[]);
const isFinal = (state: string): state is FinalState => finalStates.has(state);

/**
What the Supervisor knows and the journal does not: new phases, and phases that were settled elsewhere before this executor touched them.
*/
async function recordStanding(session: Session, standing: Standing | undefined): Promise<void> {
	if (!standing) {
		return;
	}

	const known = new Set(session.state().phases.map(({phase}) => phase.phase_id));
	if (standing.plan.phases.some(phase => !known.has(phase.phase_id))) {
		await session.settled(await session.record({type: 'plan.updated', plan: standing.plan}));
	}

	const untouched = new Set(session.state().phases.filter(({stage, attempts, isRequeued}) => stage === 'queued' && attempts.length === 0 && !isRequeued)
		.map(({phase}) => phase.phase_id));
	for (const {phaseId, state} of standing.states) {
		if (untouched.has(phaseId) && isFinal(state)) {
			await session.settled(await session.record({
				type: 'phase.ended', phaseId, state, cause: 'supervisor', reason: `the Supervisor already had it as ${state}`,
			}));
		}
	}
}
