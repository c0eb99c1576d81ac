import {describe, expect, test} from 'vitest';
import type {EventBody} from '../../source/domain/event.ts';
import {
	failingCheck,
	passingCheck,
	planOf,
	play,
	rejection,
	startOf,
	type Script,
} from '../helpers/scripted-run.ts';

const one = startOf(planOf([{}]));
const run = (script: Script, start: EventBody = one) => play({start, script});
const ends = ({state}: ReturnType<typeof play>) => state.phases.map(({end}) => [end?.state, end?.cause]);

describe('a phase', () => {
	test('that is ok at once lands and completes the run', () => {
		const played = run({});
		expect(played.events.map(({type}) => type)).toEqual([
			'run.started',
			'attempt.started',
			'builder.replied',
			'patch.applied',
			'auditor.reviewed',
			'check.finished',
			'checks.finished',
			'gate.decided',
			'landing.intended',
			'landing.done',
			'phase.ended',
			'run.ended',
		]);
		expect(played.state.outcome).toEqual({outcome: 'complete', reason: 'the one phase is COMPLETE', exitCode: 0});
		expect(played.state.head).toBe('commit-p1-1');
		expect(played.state.tokensUsed).toBe(300);
	});

	test('whose checks fail once goes back to the Builder with what failed', () => {
		const played = run({check: attempt => attempt === 1 ? failingCheck : passingCheck});
		const second = played.events.find(event => event.type === 'attempt.started' && event.attempt === 2);
		expect(second).toMatchObject({base: 'c0', feedback: [{source: 'checks'}]});
		expect(JSON.stringify(second)).toContain('tests/test_a.py::test_a');
		expect(ends(played)).toEqual([['COMPLETE', 'gate']]);
	});

	test('whose checks never pass is FAILED under --yes, not approved unseen', () => {
		const played = run({check: () => failingCheck});
		expect(played.events.filter(({type}) => type === 'attempt.started')).toHaveLength(3);
		expect(ends(played)).toEqual([['FAILED', 'attempts']]);
		expect(played.state.head).toBe('c0');
		expect(played.state.outcome?.exitCode).toBe(1);
	});

	test('of a high-risk category with a major finding ends BLOCKED under --yes', () => {
		const played = run({review: () => rejection}, startOf(planOf([{task_category: 'security_auth_change'}])));
		expect(ends(played)).toEqual([['BLOCKED', 'gate']]);
	});

	test('of a high-risk category is reviewed by both auditors, any other by the first', () => {
		const reviewers = (category: string) => run({}, startOf(planOf([{task_category: category}]))).events
			.flatMap(event => event.type === 'auditor.reviewed' ? [event.auditor] : []);
		expect(reviewers('schema_contract_change_destructive')).toEqual(['openai', 'anthropic']);
		expect(reviewers('backend')).toEqual(['openai']);
	});

	test('without its review is never ok', () => {
		const played = run({review: () => 'failed'});
		expect(played.state.phases[0]?.attempts[0]?.verdict?.level).toBe('needs_review');
		expect(played.state.phases[0]).toMatchObject({approvedBy: '--yes', end: {state: 'COMPLETE', cause: 'person'}});
	});

	test('whose patch is rejected each time is FAILED after its attempts', () => {
		const played = run({patch: () => 'rejected'});
		expect(ends(played)).toEqual([['FAILED', 'attempts']]);
		expect(played.state.phases[0]?.attempts.map(({feedback}) => feedback)).toEqual([
			[], [{source: 'patch', text: 'no such place'}], [{source: 'patch', text: 'no such place'}],
		]);
	});

	test('whose branch was moved by somebody else is made again on the new head', () => {
		const played = run({land: attempt => attempt === 1 ? 'moved' : 'done'});
		expect(played.state.phases[0]?.attempts.map(({base}) => base)).toEqual(['c0', 'c9']);
		expect(ends(played)).toEqual([['COMPLETE', 'gate']]);
	});
});

describe('a person', () => {
	const asks: Script = {review: () => 'failed', answer: () => undefined};
	const pending = run(asks);
	const answer = (command: Extract<EventBody, {type: 'command.received'}>['command']) => {
		const body: EventBody = {type: 'command.received', command, by: 'terminal'};
		return play({past: pending.events, start: body, script: asks});
	};

	test('is awaited while the gate asks', () => {
		expect(pending.state.phases[0]).toMatchObject({stage: 'deciding', question: {level: 'needs_review'}});
		expect(pending.state.outcome).toBeUndefined();
	});

	test('approves: it lands, recorded as theirs', () => {
		expect(answer({type: 'approve', phaseId: 'p1'}).state.phases[0]).toMatchObject({approvedBy: 'terminal', end: {state: 'COMPLETE', cause: 'person'}});
	});

	test('approves twice: it lands once', () => {
		const command: EventBody = {type: 'command.received', command: {type: 'approve', phaseId: 'p1'}, by: 'terminal'};
		const twice = play({past: pending.events, start: command, script: {...asks, land: () => 'done'}});
		const again = play({past: twice.events.slice(0, pending.events.length + 1), start: command});
		expect(again.events.filter(({type}) => type === 'landing.intended')).toHaveLength(0);
	});

	test('skips', () => {
		expect(ends(answer({type: 'skip', phaseId: 'p1'}))).toEqual([['SKIPPED', 'person']]);
	});

	test('asks for another attempt with a note, beyond the limit too', () => {
		const played = answer({type: 'retry', phaseId: 'p1', note: 'use the parser'});
		expect(played.state.phases[0]?.attempts.at(-1)?.feedback).toContainEqual({source: 'person', text: 'use the parser'});
		expect(played.state.phases[0]).toMatchObject({stage: 'deciding', attemptsAllowed: 3});
	});

	test('answers for another phase: nothing happens', () => {
		expect(answer({type: 'approve', phaseId: 'p2'}).state.phases[0]?.stage).toBe('deciding');
	});
});

describe('a run', () => {
	const three = planOf([{}, {}, {}]);

	test('begins its phases in the order of (tier_index, phase_index)', () => {
		const plan = planOf([{phase_id: 'b', phase_index: 1}, {phase_id: 'c', tier_id: 'u', phase_index: 0}, {phase_id: 'a', phase_index: 0}]);
		plan.tiers.push({tier_id: 'u', tier_index: 1, name: 'U'});
		const played = run({}, startOf(plan));
		expect(played.events.flatMap(event => event.type === 'attempt.started' ? [event.phaseId] : [])).toEqual(['a', 'b', 'c']);
	});

	test('stops at --max-iterations with phases open, and is not called done', () => {
		const played = play({start: startOf(three), policy: {maxPhases: 1, stopOnFailure: false}});
		expect(played.state.outcome).toMatchObject({outcome: 'incomplete', exitCode: 1});
		expect(played.state.phases.map(({stage}) => stage)).toEqual(['ended', 'queued', 'queued']);
		const resumed = play({past: played.events, start: startOf(three, {resumed: true, head: played.state.head})});
		expect(resumed.state.outcome?.exitCode).toBe(0);
	});

	test('stops at the first failure when asked to', () => {
		const played = play({start: startOf(three), script: {patch: () => 'rejected'}, policy: {maxPhases: Infinity, stopOnFailure: true}});
		expect(played.state.phases.map(({end}) => end?.state)).toEqual(['FAILED', undefined, undefined]);
	});

	test('ends with exit code 5 when its tokens are used up, cached ones counted', () => {
		const played = run({}, startOf(planOf([{}, {}], {token_cap: 300})));
		expect(played.state.budgetExceeded).toMatchObject({kind: 'tokens', used: 300, cap: 300});
		expect(played.state.outcome).toMatchObject({outcome: 'budget', exitCode: 5});
		expect(played.state.phases.map(({stage}) => stage)).toEqual(['ended', 'queued']);
	});

	test('ends with exit code 5 at max_phases', () => {
		expect(run({}, startOf(planOf([{}, {}], {max_phases: 1}))).state.outcome?.exitCode).toBe(5);
	});

	test('ends with exit code 4 when its provider refuses, and takes the phase up again next time', () => {
		const refusal: EventBody = {
			type: 'builder.failed', phaseId: 'p1', attempt: 1, provider: 'openai', model: 'm', kind: 'auth', message: 'the key is refused', permanent: true,
			usage: {
				inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0,
			},
		};
		const played = run({build: () => refusal}, startOf(three));
		expect(played.state.outcome).toEqual({outcome: 'unreachable', exitCode: 4, reason: 'the key is refused'});
		expect(played.state.phases.map(({stage}) => stage)).toEqual(['ended', 'queued', 'queued']);
		const resumed = play({past: played.events, start: startOf(three, {resumed: true})});
		expect(ends(resumed)).toEqual([['COMPLETE', 'gate'], ['COMPLETE', 'gate'], ['COMPLETE', 'gate']]);
	});

	test('that is stopped after any event goes on with the same command to the same end, landing nothing twice', () => {
		const script: Script = {
			check: attempt => attempt === 1 ? failingCheck : passingCheck,
			review: (attempt, auditor) => auditor === 'anthropic' ? 'failed' : {approved: attempt > 1, issues: [], messages: []},
		};
		const plan = planOf([{}, {task_category: 'security_auth_change'}]);
		const whole = play({start: startOf(plan), script});
		expect(whole.state.outcome?.exitCode).toBe(0);
		for (let length = 1; length < whole.events.length; length++) {
			const past = whole.events.slice(0, length);
			const {head} = play({past, start: {type: 'warning', message: 'x'}, limit: length + 1}).state;
			const resumed = play({past, start: startOf(plan, {resumed: true, head: head ?? 'c0'}), script});
			expect(ends(resumed), `stopped after ${length} events (${past.at(-1)?.type})`).toEqual(ends(whole));
			const landings = resumed.events.flatMap(event => event.type === 'phase.ended' ? [event.phaseId] : []);
			expect(landings).toEqual(['p1', 'p2']);
		}
	});
});
