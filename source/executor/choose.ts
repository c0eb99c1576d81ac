import {setTimeout as delay} from 'node:timers/promises';
import type {EventBody, EventOf} from '../domain/event.ts';
import {chooseNext, type Choice} from '../domain/run-machine.ts';
import type {Standing} from './ports.ts';
import type {Session} from './session.ts';

/**
Makes a function that asks the Supervisor what is queued and begins the next phase or ends the run. Calls never overlap: one that comes meanwhile is done after.
*/
export function createChooser(session: Session): () => Promise<void> {
	let isChoosing = false;
	let isWanted = false;
	return async () => {
		isWanted = true;
		if (isChoosing) {
			return;
		}

		isChoosing = true;
		try {
			while (isWanted) {
				isWanted = false;
				await choose(session);
			}
		} finally {
			isChoosing = false;
		}
	};
}

async function choose(session: Session): Promise<void> {
	let choice = chooseNext(session.state(), session.policy);
	if (choice.type === 'wait') {
		return;
	}

	let standing = await session.services.poll();
	await recordStanding(session, standing);
	choice = chooseNext(session.state(), session.policy);
	while (standing?.isQueueing && isOutOfPhases(choice)) {
		await delay(session.pollIntervalMs, undefined, {signal: session.signal});
		standing = await session.services.poll();
		await recordStanding(session, standing);
		choice = chooseNext(session.state(), session.policy);
	}

	const body = eventOf(choice);
	if (body) {
		await session.settled(await session.record(body));
	}
}

const isOutOfPhases = (choice: Choice) =>
	choice.type === 'end' && (choice.outcome.outcome === 'complete' || choice.outcome.outcome === 'incomplete');

function eventOf(choice: Choice): EventBody | undefined {
	switch (choice.type) {
		case 'begin':
		case 'exceed': {
			return choice.body;
		}

		case 'end': {
			return {type: 'run.ended', ...choice.outcome};
		}

		case 'wait': {
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

	const untouched = new Set(session.state().phases.filter(({stage, attempts}) => stage === 'queued' && attempts.length === 0)
		.map(({phase}) => phase.phase_id));
	for (const {phaseId, state} of standing.states) {
		if (untouched.has(phaseId) && isFinal(state)) {
			await session.settled(await session.record({
				type: 'phase.ended', phaseId, state, cause: 'supervisor', reason: `the Supervisor already had it as ${state}`,
			}));
		}
	}
}
