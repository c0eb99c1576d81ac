import type {EventBody, RunEvent} from '../../source/domain/event.ts';
import type {Plan} from '../../source/domain/plan.ts';
import {initialState, reduce} from '../../source/domain/reduce.ts';
import type {RunState} from '../../source/domain/run-state.ts';
import {
	check,
	coverageCheck,
	file,
	finding,
	review,
} from './evidence.ts';

const usage = (outputTokens: number) => ({
	inputTokens: 1000, cacheReadTokens: 200, cacheWriteTokens: 0, outputTokens,
});

const plan: Plan = {
	run: {
		run_id: 'demo', safety_profile: 'normal', run_scope: 'multi_tier', token_cap: 200_000, max_phases: 9, max_duration_minutes: 600,
	},
	tiers: [{tier_id: 'T1', tier_index: 0, name: 'First'}],
	phases: ['uk', 'auth', 'search'].map((id, index) => ({
		phase_id: id, phase_index: index, tier_id: 'T1', name: `The ${id} phase`,
	})),
};

const change = {
	tree: 't', diff: '', files: [file('packs/uk.py', {linesAdded: 58}), file('tests/test_uk.py', {linesAdded: 21, linesRemoved: 2})], notes: ['line numbers corrected'],
	repairs: [{
		path: 'packs/uk.py', hunk: 2, line: 12, rung: 'indentation' as const,
	}],
};

const ids = {phaseId: 'uk', attempt: 1};
const builder = {provider: 'openai', model: 'gpt-5.2'};
const auditor = {provider: 'anthropic', model: 'claude-opus', auditor: 'claude'};

/**
A run's first phase from attempt to landing, approved by a person, and a second phase that ends BLOCKED.
*/
export const bodies: EventBody[] = [
	{type: 'run.created', plan},
	{
		type: 'run.started', resumed: false, executor: {pid: 1, host: 'host', version: '0.1.0'}, plan, branch: 'autonomous/demo', base: 'abc1234567', head: 'abc1234567',
		maxAttempts: 3, strictness: 'normal', auditors: ['claude'],
	},
	{
		type: 'attempt.started', ...ids, base: 'abc1234567', feedback: [],
	},
	{type: 'builder.started', ...ids, ...builder},
	{
		type: 'builder.replied', ...ids, ...builder, usage: usage(11_000), costUsd: 0.03, durationMs: 12_100, text: 'the patch', finish: 'stop',
	},
	{type: 'patch.applied', ...ids, change},
	{type: 'auditor.started', ...ids, ...auditor},
	{
		type: 'check.started', ...ids, name: 'pytest', kind: 'tests', command: ['python3', '-m', 'pytest'],
	},
	{
		type: 'check.finished', ...ids, check: check({status: 'failed', summary: '40 passed, 4 failed (4 new)', newFailures: ['a::1', 'a::2', 'a::3', 'a::4']}),
	},
	{type: 'check.finished', ...ids, check: coverageCheck(0.7)},
	{type: 'checks.finished', ...ids},
	{
		type: 'auditor.reviewed', ...ids, ...auditor, usage: usage(300), durationMs: 65_000,
		review: review({approved: false, issues: [finding(), finding({severity: 'minor', category: 'style'})]}),
	},
	{
		type: 'gate.decided', ...ids, verdict: {
			level: 'needs_review',
			reasons: [
				{weight: 'warning', id: 'minor_finding', message: 'claude: minor, style'},
				{weight: 'issue', id: 'checks_failed', message: 'pytest failed: 4 new'},
			],
			risk: {score: 20, level: 'low', parts: []},
			coverageDelta: 0.7,
			fixable: true,
		},
	},
	{
		type: 'decision.needed', ...ids, level: 'needs_review', reasons: ['pytest failed: 4 new'],
	},
	{type: 'command.received', command: {type: 'approve', phaseId: 'uk'}, by: 'terminal'},
	{
		type: 'landing.intended', ...ids, ref: 'refs/heads/autonomous/demo', parent: 'abc1234567', tree: 't', commit: '8f3c2a1999',
	},
	{type: 'landing.done', ...ids, commit: '8f3c2a1999'},
	{
		type: 'phase.ended', phaseId: 'uk', state: 'COMPLETE', cause: 'person', reason: 'needs_review, approved (terminal)', commit: '8f3c2a1999',
	},
	{
		type: 'attempt.started', phaseId: 'auth', attempt: 1, base: '8f3c2a1999', feedback: [],
	},
	{
		type: 'builder.failed', phaseId: 'auth', attempt: 1, ...builder, kind: 'auth', message: 'The key was refused.', permanent: true, usage: usage(0),
	},
	{
		type: 'phase.ended', phaseId: 'auth', state: 'BLOCKED', cause: 'gate', reason: 'pytest failed',
	},
	{
		type: 'run.ended', outcome: 'incomplete', reason: 'one phase is BLOCKED', exitCode: 1,
	},
];

/**
The bodies as the journal would stamp them, one second apart, each with the state of the run after it.
*/
export function stamped(events: EventBody[] = bodies): Array<{event: RunEvent; state: RunState}> {
	let state = initialState('demo');
	return events.map((body, index) => {
		const event: RunEvent = {
			seq: index + 1, runId: 'demo', at: new Date(Date.UTC(2026, 10, 22, 12, 0, index)).toISOString(), ...body,
		};
		state = reduce(state, event);
		return {event, state};
	});
}
