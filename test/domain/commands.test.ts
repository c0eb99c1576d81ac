import {expect, test} from 'vitest';
import type {Command} from '../../source/domain/command.ts';
import type {EventBody, RunEvent} from '../../source/domain/event.ts';
import {fold} from '../../source/domain/reduce.ts';
import {chooseNext, transition} from '../../source/domain/run-machine.ts';
import {
	planOf,
	play,
	startOf,
	type Script,
} from '../helpers/scripted-run.ts';

const start = startOf(planOf([{}, {}]));
const again = startOf(planOf([{}, {}]), {resumed: true});
const policy = {maxPhases: Infinity, stopOnFailure: false};

/**
A run with a question that nobody answers.
*/
const asks: Script = {review: () => 'failed', answer: () => undefined};
const asking = play({start, script: asks});

const of = (command: Command): EventBody => ({type: 'command.received', command, by: 'http'});
const skip = of({type: 'skip', phaseId: 'p1'});
const approve = of({type: 'approve', phaseId: 'p1'});
const retry = of({type: 'retry', phaseId: 'p1', note: 'again'});
const stop = of({type: 'stop'});

/**
Feeds events that reach the journal in this order, a minute apart, without the answers of the world in between.
*/
function feed(past: RunEvent[], bodies: EventBody[]) {
	let state = fold('r', past);
	const events = [...past];
	const effects = bodies.map(body => {
		const seq = state.lastSeq + 1;
		const event = {
			...body, seq, runId: 'r', at: new Date(Date.parse(state.lastAt!) + 60_000).toISOString(),
		};
		const next = transition(state, event);
		events.push(event);
		state = next.state;
		return next.effects.map(effect => effect.type === 'record' ? effect.body.type : effect.type);
	});
	return {effects, events, state};
}

/**
The events of a run up to the first of a type.
*/
const until = (type: EventBody['type'], {events} = play({start})) => events.slice(0, events.findIndex(event => event.type === type) + 1);

test('of two answers to a question the first has effects, the other none', () => {
	expect(feed(asking.events, [skip, approve]).effects).toEqual([['phase.ended'], []]);
	expect(feed(asking.events, [retry, approve]).effects).toEqual([['attempt.started'], []]);
	expect(feed(asking.events, [retry, retry]).effects).toEqual([['attempt.started'], []]);
	expect(feed(asking.events, [approve, skip]).effects).toEqual([['land'], []]);
});

test('a phase that is skipped while it is judged does not land', () => {
	const judged = play({start}).events.find(({type}) => type === 'gate.decided')!;
	expect(feed(until('checks.finished'), [skip, judged])).toMatchObject({
		effects: [['phase.ended'], []],
	});
});

test('a phase that lands cannot be skipped or done again', () => {
	expect(feed(until('gate.decided'), [skip, retry]).effects).toEqual([[], []]);
});

test('an attempt that begins when its phase has ended, or a second time, changes nothing', () => {
	const begun: EventBody = {
		type: 'attempt.started', phaseId: 'p1', attempt: 1, base: 'c0', feedback: [],
	};
	const ended: EventBody = {
		type: 'phase.ended', phaseId: 'p1', state: 'SKIPPED', cause: 'person', reason: 'skipped (http)',
	};
	const started = until('run.started');
	expect(feed(started, [ended, begun])).toMatchObject({effects: [['release', 'choose'], []], state: {phases: [{stage: 'ended', attempts: []}, {}]}});
	expect(feed(started, [begun, begun]).effects).toEqual([['prepare', 'build'], []]);
});

test.each([
	['skips', skip, ['SKIPPED', 'p2 asks']],
	['has it done again', retry, ['p1 asks', 'queued']],
	['rejects', of({type: 'reject', phaseId: 'p1'}), ['FAILED', 'p2 asks']],
])('an executor that is killed when a person %s finds the command when it goes on', (_, command, expected) => {
	const {events} = feed(asking.events, [command]);
	const {state} = play({past: events, start: again, script: asks});
	expect(state.phases.map(({phase, end, stage}) => end?.state ?? (stage === 'deciding' ? `${phase.phase_id} asks` : stage))).toEqual(expected);
});

test('a phase that a person has done again when no executor is there is taken up by the next, which tells the Builder what was wrong', () => {
	const failed = play({start, script: {patch: () => 'rejected'}});
	expect(failed.state.phases.map(({end}) => end?.state)).toEqual(['FAILED', 'FAILED']);
	const {events} = feed(failed.events, [retry]);
	const {state} = play({past: events, start: again});
	expect(state.phases.map(({end}) => end?.state)).toEqual(['COMPLETE', 'FAILED']);
	expect(state.phases[0]?.attempts[3]?.feedback).toEqual([{source: 'patch', text: 'no such place'}, {source: 'person', text: 'again'}]);
});

test('a phase whose provider failed is done again with what its Builder was told', () => {
	const failed = play({
		start, script: {
			patch: attempt => attempt === 1 ? 'rejected' : 'applied',
			build: attempt => attempt === 2
				? {
					type: 'builder.failed', phaseId: 'p1', attempt, provider: 'openai', model: 'm', kind: 'server', message: 'down', permanent: false,
					usage: {
						inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0,
					},
				}
				: undefined,
		},
	});
	expect(failed.state.outcome).toMatchObject({outcome: 'unreachable', exitCode: 4});
	const {state} = play({past: failed.events, start: again});
	expect(state.phases[0]?.attempts[2]?.feedback).toEqual([{source: 'patch', text: 'no such place'}]);
});

test('a stop ends the run at the next question instead of waiting for its answer', () => {
	const asked = asking.events.at(-1)!;
	expect(asked.type).toBe('decision.needed');
	const {effects, state} = feed(asking.events.slice(0, -1), [stop, asked]);
	expect(effects).toEqual([['choose'], ['choose']]);
	expect(chooseNext(state, policy)).toMatchObject({type: 'end', outcome: {outcome: 'stopped'}});
});

test('a budget that is used up ends what is under way, but not a landing', () => {
	const exceeded = {
		type: 'budget.exceeded', kind: 'duration', used: 1, cap: 1, message: 'time is up',
	} as const;
	const moved = {
		type: 'landing.failed', phaseId: 'p1', attempt: 1, message: 'moved', head: 'c9',
	} as const;
	expect(feed(until('patch.applied'), [exceeded]).effects).toEqual([['phase.ended']]);
	expect(feed(until('gate.decided'), [exceeded, moved]).effects).toEqual([[], ['phase.ended']]);
	// The phase is about to end for its budget.
	expect(feed(asking.events, [exceeded, approve]).effects).toEqual([['phase.ended'], []]);
	const landed = play({
		past: feed(until('gate.decided'), [exceeded]).events, start: {
			type: 'landing.done', phaseId: 'p1', attempt: 1, commit: 'c1',
		},
	});
	expect(landed.state).toMatchObject({outcome: {outcome: 'budget', exitCode: 5}, phases: [{end: {state: 'COMPLETE'}}, {stage: 'queued'}]});
});

test('a run that its Supervisor still plans is asked for, unless it is to end all the same', () => {
	const {state} = play({start});
	expect(chooseNext({...state, outcome: undefined}, policy, true)).toEqual({type: 'poll'});
	expect(chooseNext({...state, outcome: undefined}, policy)).toMatchObject({type: 'end', outcome: {outcome: 'complete'}});
	expect(chooseNext({...state, outcome: undefined, isStopping: true}, policy, true)).toMatchObject({type: 'end', outcome: {outcome: 'stopped'}});
	expect(chooseNext({...state, outcome: undefined}, {...policy, maxPhases: 2}, true)).toMatchObject({type: 'end', outcome: {outcome: 'incomplete'}});
});

test('time counts as work while an executor is at work, not while it is gone or a person thinks', () => {
	const killed = until('builder.replied');
	const before = fold('r', killed).activeMs;
	expect(feed(killed, [of({type: 'pause'}), again]).state.activeMs).toBe(before);
	expect(feed(asking.events, [approve, {
		type: 'landing.done', phaseId: 'p1', attempt: 1, commit: 'c1',
	}]).state.activeMs).toBe(asking.state.activeMs + 60_000);
	expect(feed(killed, [of({type: 'pause'}), {type: 'warning', message: 'w'}]).state.activeMs).toBe(before + 120_000);
});
