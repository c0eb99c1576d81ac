import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createModelRouting} from '../../source/compose/model-routing.ts';
import {modelSettingsSchema} from '../../source/models/settings.ts';
import {containing, someString} from '../helpers/matching.ts';
import {call, serveSupervisor, smallPlan} from '../helpers/supervisor-server.ts';
import {temporaryJournal} from '../helpers/temporary-journal.ts';

async function serveDemo(options: Parameters<typeof serveSupervisor>[1] = {}) {
	const journal = await temporaryJournal();
	await journal.createRun(smallPlan);
	const {url} = await serveSupervisor(journal, options);
	return {journal, url, uk: `${url}/runs/demo/phases/uk`};
}

const issue = (overrides = {}) => ({
	issue_key: 'bug:packs/uk.py', severity: 'major', category: 'bug', source: 'claude', evidence_refs: ['packs/uk.py:3'], description: 'wrong date', ...overrides,
});
const builderResult = (overrides = {}) => ({
	phase_id: 'uk', run_id: 'demo', status: 'success', patch_content: 'diff --git a/x b/x', builder_attempts: 2, tokens_used: 900, ...overrides,
});
const auditorResult = (overrides = {}) => ({
	phase_id: 'uk', run_id: 'demo', review_notes: 'fine', recommendation: 'approve', tokens_used: 100, issues_found: [issue()], ...overrides,
});

test('a run is started once, read and listed', async () => {
	const {url} = await serveSupervisor(await temporaryJournal());
	const started = await call(`${url}/runs/start`, smallPlan);
	expect(started).toMatchObject({status: 201, json: {id: 'demo', state: 'RUN_CREATED', token_cap: 200_000}});
	expect(await call(`${url}/runs/demo`)).toEqual({status: 200, json: started.json});
	expect(started.json).toMatchObject({
		tiers: [
			{
				tier_id: 'T1', state: 'PENDING', phases: [{
					phase_id: 'uk', state: 'QUEUED', description: 'Write the pack.', acceptance_criteria: ['tests pass'],
				}, {phase_id: 'search'}],
			},
			{tier_id: 'T2', phases: [{phase_id: 'auth', complexity: 'high'}]},
		],
	});
	expect(await call(`${url}/runs/start`, smallPlan)).toEqual({status: 400, json: {detail: containing('exists already')}});
	expect(await call(`${url}/runs?limit=1`)).toEqual({
		status: 200,
		json: {
			total: 1, limit: 1, offset: 0,
			runs: [{
				id: 'demo', state: 'RUN_CREATED', created_at: someString, tokens_used: 0, token_cap: 200_000, phases_total: 3, phases_completed: 0, current_phase_name: null,
			}],
		},
	});
	expect(await call(`${url}/runs/other`)).toEqual({status: 404, json: {detail: 'Run other not found'}});
});

test('a plan that does not hold together is refused, field by field', async () => {
	const {url} = await serveSupervisor(await temporaryJournal());
	const stray = {...smallPlan, tiers: []};
	expect(await call(`${url}/runs/start`, stray)).toEqual({status: 400, json: {detail: containing('belongs to tier')}});
	expect(await call(`${url}/runs/start`, {
		run: {token_cap: 'many'}, phases: [{
			phase_id: 'a', phase_index: 0, tier_id: 't', name: 'A', complexity: null,
		}],
	})).toEqual({
		status: 422,
		json: {
			detail: [
				{loc: ['body', 'run', 'run_id'], msg: 'Field required', type: 'missing'},
				{loc: ['body', 'run', 'token_cap'], msg: someString, type: 'invalid_type'},
				{loc: ['body', 'phases', 0, 'complexity'], msg: someString, type: 'invalid_value'},
			],
		},
	});
	const broken = await fetch(`${url}/runs/start`, {method: 'POST', body: '{"run":'});
	expect([broken.status, await broken.json()]).toEqual([422, {detail: [{loc: ['body'], msg: containing('JSON decode error'), type: 'json_invalid'}]}]);
	expect(await call(`${url}/runs?limit=0`)).toMatchObject({status: 422, json: {detail: [{loc: ['query', 'limit']}]}});
});

test('the eleventh start in a minute has to wait, until the minute is over', async () => {
	let nowMs = Date.UTC(2026, 0, 1);
	const {url} = await serveSupervisor(await temporaryJournal(), {now: () => new Date(nowMs)});
	const start = async (id: number) => call(`${url}/runs/start`, {run: {run_id: `run-${id}`}});
	for (let id = 0; id < 10; id++) {
		expect(await start(id)).toMatchObject({status: 201});
		nowMs += 1000;
	}

	const refused = await fetch(`${url}/runs/start`, {method: 'POST', body: JSON.stringify({run: {run_id: 'late'}})});
	expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([429, '50', {detail: 'Rate limit exceeded: 10 per 1 minute. Try again in 50 s.'}]);
	nowMs += 50_000;
	expect(await start(11)).toMatchObject({status: 201});
});

test('phase states and counts are taken over, for tier and run too', async () => {
	const {url, uk, journal} = await serveDemo();
	expect(await call(`${uk}/update_status`, {
		state: 'EXECUTING', builder_attempts: 1, tokens_used: 700, quality_level: null,
	})).toMatchObject({
		status: 200, json: {
			message: 'Phase uk updated to state EXECUTING', phase: {
				phase_id: 'uk', state: 'EXECUTING', tokens_used: 700, builder_attempts: 1,
			},
		},
	});
	expect(await call(`${uk}/status`, {status: 'BLOCKED', reason: 'major finding'})).toMatchObject({status: 200, json: {phase: {state: 'BLOCKED', reason: 'major finding'}}});
	expect(await call(`${url}/runs/demo`)).toMatchObject({json: {tokens_used: 700, tiers: [{state: 'IN_PROGRESS'}, {state: 'PENDING'}]}});
	expect(await journal.events('demo')).toMatchObject([{
		type: 'report.received', phaseId: 'uk', kind: 'status', state: 'BLOCKED',
	}]);

	expect(await call(`${uk}/update_status`, {state: 'DONE'})).toEqual({status: 400, json: {detail: 'Invalid phase state: DONE'}});
	expect(await call(`${uk}/status`, {status: 'QUEUED'})).toMatchObject({status: 400});
	expect(await call(`${url}/runs/demo/phases/none/status`, {status: 'COMPLETE'})).toEqual({status: 404, json: {detail: 'Phase none not found in run demo'}});
	expect(await call(`${uk}/update_status`, {})).toEqual({status: 422, json: {detail: [{loc: ['body', 'state'], msg: 'Field required', type: 'missing'}]}});
	expect(await call(`${uk}/update_status`, {state: 'GATE', tokens_used: -1})).toMatchObject({status: 422});
});

test('results are recorded, never applied, and complete nothing by themselves', async () => {
	const {url, uk, journal} = await serveDemo();
	await call(`${uk}/update_status`, {state: 'CI_RUNNING'});
	expect(await call(`${uk}/builder_result`, builderResult())).toEqual({status: 200, json: {message: 'Builder result processed for phase uk', commit_sha: null, phase_state: 'CI_RUNNING'}});
	expect(await call(`${uk}/auditor_request`, {phase_id: 'uk', run_id: 'demo', tier_id: 'T1'})).toMatchObject({status: 200, json: {review_focus: 'general'}});
	const answer = {
		status: 200, json: {
			message: 'Auditor result processed for phase uk', recommendation: 'approve', patches_applied: 0, commit_shas: [], phase_state: 'GATE',
		},
	};
	expect(await call(`${uk}/auditor_result`, auditorResult())).toEqual(answer);
	// Delivered twice: counted once.
	expect(await call(`${uk}/auditor_result`, auditorResult())).toEqual(answer);
	expect(await call(`${url}/runs/demo`)).toMatchObject({json: {tokens_used: 1000, major_issues_count: 1, minor_issues_count: 0}});
	expect(await journal.reports('demo', 'builder_result')).toMatchObject([{phaseId: 'uk', body: {patch_content: 'diff --git a/x b/x'}}]);

	expect(await call(`${uk}/builder_result`, builderResult({status: 'needs_review'}))).toMatchObject({json: {phase_state: 'GATE'}});
	expect(await call(`${uk}/auditor_result`, auditorResult({recommendation: 'revise'}))).toMatchObject({json: {phase_state: 'EXECUTING'}});
	expect(await call(`${uk}/builder_result`, builderResult({status: 'failed'}))).toMatchObject({json: {phase_state: 'FAILED'}});
	expect(await call(`${uk}/auditor_result`, auditorResult({recommendation: 'escalate'}))).toMatchObject({json: {phase_state: 'GATE'}});
	expect(await call(`${uk}/builder_result`, builderResult({phase_id: 'auth'}))).toMatchObject({status: 400, json: {detail: containing('phase auth')}});
	expect(await call(`${uk}/builder_result`, builderResult({status: 'done'}))).toMatchObject({status: 422});
	expect(await call(`${url}/runs/none/phases/uk/builder_result`, builderResult())).toMatchObject({status: 404});
});

test('without recordReports the events stay the executor\'s own', async () => {
	const {uk, journal} = await serveDemo({recordReports: false});
	await call(`${uk}/builder_result`, builderResult());
	await call(`${uk}/status`, {status: 'COMPLETE'});
	expect(await journal.events('demo')).toEqual([]);
});

test('issues are indexed by key in the run and over all runs', async () => {
	const {url, uk, journal} = await serveDemo();
	await journal.createRun({...smallPlan, run: {...smallPlan.run, run_id: 'later'}});
	const query = new URLSearchParams({
		issue_key: 'style:a.py', severity: 'minor', source: 'probe', category: 'style',
	});
	expect(await call(`${uk}/record_issue?${query.toString()}`, ['a.py:1'])).toEqual({
		status: 200,
		json: {
			message: 'Issue style:a.py recorded',
			run_index_entry: {
				category: 'style', severity: 'minor', source: 'probe', description: '',
				first_seen_phase: 'uk', last_seen_phase: 'uk', seen_in_phases: ['uk'], occurrence_count: 1, evidence_refs: ['a.py:1'],
			},
			project_backlog_entry: {
				category: 'style', base_severity: 'minor', age_in_runs: 1, first_seen_run_id: 'demo', last_seen_run_id: 'demo', status: 'open',
			},
		},
	});
	await call(`${uk}/auditor_result`, auditorResult());
	await call(`${url}/runs/later/phases/auth/auditor_result`, auditorResult({run_id: 'later', phase_id: 'auth', issues_found: [issue({severity: 'minor'})]}));
	expect(await call(`${url}/runs/demo/issues/index`)).toMatchObject({
		status: 200, json: {run_id: 'demo', issues_by_key: {'style:a.py': {occurrence_count: 1}, 'bug:packs/uk.py': {severity: 'major', evidence_refs: ['packs/uk.py:3']}}},
	});
	expect(await call(`${url}/project/issues/backlog`)).toMatchObject({
		status: 200, json: {
			issues_by_key: {
				'bug:packs/uk.py': {
					base_severity: 'major', age_in_runs: 2, first_seen_run_id: 'demo', last_seen_run_id: 'later',
				},
			},
		},
	});
	expect(await call(`${url}/reports/issue_backlog_summary`)).toMatchObject({
		json: {
			total_issues: 2, open_count: 2, needs_cleanup_count: 0, top_aging_issues: [{issue_key: 'bug:packs/uk.py'}, {issue_key: 'style:a.py'}], needs_cleanup: [],
		},
	});
	expect(await call(`${url}/runs/demo`)).toMatchObject({json: {minor_issues_count: 1, major_issues_count: 1}});
	expect(await call(`${uk}/record_issue?issue_key=a`, [])).toMatchObject({status: 422, json: {detail: [{loc: ['query', 'severity'], type: 'missing'}, {}, {}]}});
	expect(await call(`${url}/runs/none/issues/index`)).toMatchObject({status: 404});
});

test('figures of runs and tiers come from what was reported', async () => {
	const {url, uk} = await serveDemo();
	await call(`${uk}/builder_result`, builderResult({tokens_used: 200_000}));
	await call(`${uk}/auditor_result`, auditorResult({tokens_used: 0, auditor_attempts: 2, issues_found: []}));
	await call(`${uk}/update_status`, {state: 'COMPLETE', quality_level: 'ok'});
	await call(`${url}/runs/demo/phases/search/update_status`, {state: 'GATE', quality_level: 'blocked', quality_blocked: true});
	expect(await call(`${url}/metrics/runs?status=GATE`)).toMatchObject({
		json: {
			total_runs: 1, runs: [{
				run_id: 'demo', tokens_used: 200_000, token_utilization: 1, phase_count: 3, tier_count: 2,
			}],
		},
	});
	expect(await call(`${url}/metrics/runs?status=DONE_SUCCESS`)).toEqual({status: 200, json: {total_runs: 0, runs: []}});
	expect(await call(`${url}/metrics/runs?status=ODD`)).toMatchObject({status: 400});
	expect(await call(`${url}/metrics/tiers/demo`)).toMatchObject({
		json: {
			run_id: 'demo', tier_count: 2, tiers: [
				{
					tier_id: 'T1', phase_count: 2, phase_states: {COMPLETE: 1, GATE: 1}, tokens_used: 200_000,
				},
				{tier_id: 'T2', phase_states: {QUEUED: 1}, tokens_used: 0},
			],
		},
	});
	expect(await call(`${url}/dashboard/runs/demo/status`)).toEqual({
		status: 200,
		json: {
			run_id: 'demo', state: 'GATE', current_tier_name: 'First', current_phase_name: 'Search', current_tier_index: 0, current_phase_index: 1, total_tiers: 2, total_phases: 3,
			completed_tiers: 0, completed_phases: 1, percent_complete: 33.33, tiers_percent_complete: 0, tokens_used: 200_000, token_cap: 200_000, token_utilization: 1,
			minor_issues_count: 0, major_issues_count: 0, quality_level: 'blocked', quality_blocked: true, quality_warnings: ['Phase search is blocked by the quality gate'],
		},
	});
	await call(`${url}/runs/demo/phases/search/status`, {status: 'BLOCKED'});
	await call(`${url}/runs/demo/phases/auth/status`, {status: 'FAILED', reason: 'budget'});
	expect(await call(`${url}/reports/budget_analysis`)).toMatchObject({json: {total_budget_failures: 1, average_token_utilization: 1, failures: [{run_id: 'demo', max_phases: 9, phase_count: 3}]}});
	expect(await call(`${url}/reports/run_summary/demo`)).toMatchObject({
		json: {
			run_id: 'demo', state: 'DONE_FAILED_BUDGET_EXHAUSTED', budgets: {tokens_used: 200_000}, issues: {distinct_issues: 0},
			tiers: [{tier_id: 'T1', tokens_used: 200_000}, {tier_id: 'T2'}],
			phases: [{
				phase_id: 'uk', state: 'COMPLETE', builder_attempts: 2, auditor_attempts: 2, quality_level: 'ok',
			}, {phase_id: 'search'}, {phase_id: 'auth', reason: 'budget'}],
		},
	});
	expect(await Promise.all(['metrics/tiers', 'reports/run_summary'].map(async name => call(`${url}/${name}/none`)))).toMatchObject([{status: 404}, {status: 404}]);
	expect(await call(`${url}/dashboard/runs/none/status`)).toMatchObject({status: 404});
});

test('token usage is summed from the calls in the journal', async () => {
	const now = new Date(Date.now() + (2 * 86_400_000));
	const {url, journal} = await serveDemo({now: () => now});
	const call1 = {
		phaseId: 'uk', attempt: 1, provider: 'openai', model: 'gpt', durationMs: 1,
	};
	await journal.append('demo', {
		type: 'builder.replied', ...call1, text: '', finish: 'stop', usage: {
			inputTokens: 10, cacheReadTokens: 20, cacheWriteTokens: 30, outputTokens: 5,
		},
	});
	await journal.append('demo', {
		type: 'auditor.failed', ...call1, auditor: 'a', model: 'mini', kind: 'server', message: 'x', permanent: false, usage: {
			inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1,
		},
	});
	const gpt = {prompt_tokens: 60, completion_tokens: 5, total_tokens: 65};
	const mini = {prompt_tokens: 1, completion_tokens: 1, total_tokens: 2};
	expect(await call(`${url}/dashboard/usage`)).toEqual({
		status: 200,
		json: {
			providers: [{
				provider: 'openai', period: 'week', prompt_tokens: 61, completion_tokens: 6, total_tokens: 67,
			}],
			models: [{provider: 'openai', model: 'gpt', ...gpt}, {provider: 'openai', model: 'mini', ...mini}],
		},
	});
	expect(await call(`${url}/dashboard/usage?period=day`)).toEqual({status: 200, json: {providers: [], models: []}});
	expect(await call(`${url}/dashboard/usage?period=year`)).toMatchObject({status: 422});
});

test('the models of the settings are shown, and what is overridden is kept and shown', async () => {
	const {url, journal} = await serveDemo();
	const table = `${url}/dashboard/models`;
	const rows = (role: string, provider: string, models: Record<string, string>) => Object.entries(models).map(([complexity, model]) => ({
		role, provider, category: '*', complexity, model, scope: 'global',
	}));
	const builders = rows('builder', 'openai', {low: 'gpt-6.1-terra', medium: 'gpt-6.1-sol', high: 'gpt-6.1-sol'});
	const others = [
		...rows('auditor', 'openai', {low: 'gpt-6.1-terra', medium: 'gpt-6.1-terra', high: 'gpt-6.1-sol'}),
		...rows('builder', 'anthropic', {low: 'claude-sonnet-5-5', medium: 'claude-sonnet-5-5', high: 'claude-opus-5-5'}),
		...rows('auditor', 'anthropic', {low: 'claude-haiku-5-5', medium: 'claude-sonnet-5-5', high: 'claude-opus-5-5'}),
	];
	const everywhere = {
		role: 'builder', category: '*', complexity: 'high', model: 'mini', scope: 'global',
	};
	const inDemo = {
		role: 'builder', category: 'docs', complexity: 'low', model: 'nano', scope: 'run', run_id: 'demo',
	};
	expect(await call(`${table}/override`, everywhere)).toEqual({status: 200, json: {message: 'Model routing updated', ...everywhere}});
	expect(await call(`${table}/override`, inDemo)).toMatchObject({status: 200});
	const {run_id: _, ...withoutRun} = inDemo;
	expect(await call(`${table}/override`, withoutRun)).toEqual({status: 400, json: {detail: 'run_id required for scope=run'}});
	expect(await call(`${table}/override`, {...inDemo, run_id: 'none'})).toEqual({status: 404, json: {detail: 'Run none not found'}});
	expect(await call(`${table}/override`, {...everywhere, role: 'judge'})).toMatchObject({status: 422});
	expect(await call(`${table}/override`, {...everywhere, complexity: 'huge'})).toMatchObject({status: 422});
	const changed = [...builders.slice(0, 2), ...others, {...everywhere, provider: 'openai'}, {...inDemo, provider: 'openai'}];
	expect(await call(table)).toEqual({status: 200, json: changed});

	const later = await serveSupervisor(journal);
	expect(await call(`${later.url}/dashboard/models`)).toEqual({status: 200, json: changed});
});

test('a model of a provider that its role does not ask is refused', async () => {
	const journal = await temporaryJournal();
	const {url} = await serveSupervisor(journal, {
		modelRouting: createModelRouting(journal, modelSettingsSchema.parse({openai: {apiKey: 'key'}, anthropic: {apiKey: 'key'}})),
	});
	const before = await call(`${url}/dashboard/models`);
	const override = {
		role: 'builder', category: 'any', complexity: 'any', model: 'claude-opus-5-5', scope: 'global',
	};
	expect(await call(`${url}/dashboard/models/override`, override)).toEqual({status: 400, json: {detail: containing('claude-opus-5-5 is of a provider that no builder asks here')}});
	expect(await call(`${url}/dashboard/models`)).toEqual(before);
	expect(await call(`${url}/dashboard/models/override`, {...override, role: 'auditor'})).toMatchObject({status: 200});
});

test('a note is kept beside the journal, and the branch is asked of the repository', async () => {
	const status = {
		branch: 'autonomous/demo', exists: true, commit_count: 2, latest_commit: 'abc', ahead_of_main: 2, behind_main: 0,
	};
	const {url, journal} = await serveDemo({integrationStatus: async () => status});
	const answer = await call(`${url}/dashboard/human-notes`, {note: 'Look at the dates.', run_id: 'demo'});
	const file = path.join(path.dirname(journal.path), 'human_notes.md');
	expect(answer).toEqual({status: 200, json: {message: 'Note added successfully', timestamp: someString, notes_file: file}});
	expect(await readFile(file, 'utf8')).toMatch(/^\n## .*Z \(Run: demo\)\n\nLook at the dates\.\n\n---\n$/v);
	expect(await call(`${url}/runs/demo/integration_status`)).toEqual({status: 200, json: status});
	expect(await call(`${url}/runs/none/integration_status`)).toMatchObject({status: 404});
	const elsewhere = await serveDemo();
	expect(await call(`${elsewhere.url}/runs/demo/integration_status`)).toEqual({status: 404, json: {detail: 'The repository of run demo is not here'}});
});
