import {expect, test} from 'vitest';
import {planSchema, type Plan} from '../../source/domain/plan.ts';
import {DuplicateIdError, DuplicateRunError, UnknownTierError} from '../../source/journal/journal-error.ts';
import {openJournal} from '../../source/journal/open-journal.ts';
import {temporaryJournal, temporaryPath} from '../helpers/temporary-journal.ts';

const plan = (runId = 'demo'): Plan => planSchema.parse({
	run: {
		run_id: runId, token_cap: 1000, max_phases: 3, max_duration_minutes: 7.5,
	},
	// Neither is in the order of execution.
	tiers: [{tier_id: 'T2', tier_index: 1, name: 'Second'}, {
		tier_id: 'T1', tier_index: 0, name: 'First', description: 'Begin here',
	}],
	phases: [
		{
			phase_id: 'c', phase_index: 0, tier_id: 'T2', name: 'See',
		},
		{
			phase_id: 'b', phase_index: 1, tier_id: 'T1', name: 'Bee', task_category: 'testing', complexity: 'low', builder_mode: 'tweak_light',
		},
		{
			phase_id: 'a', phase_index: 0, tier_id: 'T1', name: 'Ay', description: 'Do it', acceptance_criteria: ['works'], scope: {paths: ['src'], read_only_context: []},
		},
	],
});

const untouched = {
	state: 'QUEUED', builder_attempts: 0, tokens_used: 0, minor_issues_count: 0, major_issues_count: 0, quality_level: null, quality_blocked: false, reason: null,
	task_category: null, complexity: null, builder_mode: null, description: null, acceptance_criteria: null, scope: null,
};
const noIssues = {cleanliness: null, minor_issues_count: 0, major_issues_count: 0};

const clock = () => {
	let minute = 0;
	return () => new Date(Date.UTC(2026, 10, 22, 10, minute++));
};

test('a run is created and read in the wire\'s shape and order', async () => {
	const journal = await openJournal(await temporaryPath(), clock());
	const created = await journal.createRun(plan());
	expect(created).toEqual({
		id: 'demo',
		state: 'RUN_CREATED',
		safety_profile: 'normal',
		run_scope: 'multi_tier',
		token_cap: 1000,
		max_phases: 3,
		max_duration_minutes: 7.5,
		created_at: '2026-11-22T10:00:00.000Z',
		started_at: null,
		completed_at: null,
		tokens_used: 0,
		ci_runs_used: 0,
		minor_issues_count: 0,
		major_issues_count: 0,
		promotion_eligible_to_main: 'false',
		debt_status: null,
		failure_reason: null,
		tiers: [
			{
				id: 2, tier_id: 'T1', tier_index: 0, name: 'First', state: 'PENDING', ...noIssues,
				phases: [
					{
						...untouched, id: 3, phase_id: 'a', phase_index: 0, name: 'Ay', description: 'Do it', acceptance_criteria: ['works'], scope: {paths: ['src'], read_only_context: []},
					},
					{
						...untouched, id: 2, phase_id: 'b', phase_index: 1, name: 'Bee', task_category: 'testing', complexity: 'low', builder_mode: 'tweak_light',
					},
				],
			},
			{
				id: 1, tier_id: 'T2', tier_index: 1, name: 'Second', state: 'PENDING', ...noIssues, phases: [{
					...untouched, id: 1, phase_id: 'c', phase_index: 0, name: 'See',
				}],
			},
		],
	});
	expect(await journal.run('demo')).toEqual(created);
	expect(await journal.run('none')).toBeUndefined();
	await journal.close();
});

test('an inconsistent plan is refused, and nothing of it is stored', async () => {
	const journal = await temporaryJournal();
	const before = await journal.createRun(plan());
	await expect(journal.createRun(plan())).rejects.toThrow(new DuplicateRunError('demo'));
	expect(await journal.run('demo')).toEqual(before);

	const broken = plan('broken');
	const [first] = broken.phases;
	await expect(journal.createRun({...broken, tiers: broken.tiers.slice(1)})).rejects.toThrow(new UnknownTierError('c', 'T2'));
	await expect(journal.createRun({...broken, phases: [...broken.phases, first!]})).rejects.toThrow(new DuplicateIdError('phase', 'c'));
	await expect(journal.createRun({...broken, tiers: [...broken.tiers, ...broken.tiers]})).rejects.toThrow(new DuplicateIdError('tier', 'T2'));
	expect(await journal.run('broken')).toBeUndefined();
});

test('two creations at once: one wins', async () => {
	const journal = await temporaryJournal();
	const results = await Promise.allSettled([journal.createRun(plan()), journal.createRun(plan())]);
	expect(results.map(result => result.status)).toEqual(['fulfilled', 'rejected']);
});

test('updates of phases give the states, counts and instants of tiers and run', async () => {
	const journal = await openJournal(await temporaryPath(), clock());
	await journal.createRun(plan());
	const states = async () => {
		const run = await journal.run('demo');
		return [run?.state, ...run!.tiers.map(tier => tier.state)];
	};

	expect(await journal.updatePhase('demo', 'a', {state: 'EXECUTING'})).toBe(true);
	expect(await states()).toEqual(['PHASE_EXECUTION', 'IN_PROGRESS', 'PENDING']);
	await journal.updatePhase('demo', 'a', {state: 'CI_RUNNING', builderAttempts: 2});
	await journal.updatePhase('demo', 'a', {state: 'CI_RUNNING'});
	expect(await states()).toEqual(['CI_RUNNING', 'IN_PROGRESS', 'PENDING']);
	await journal.updatePhase('demo', 'a', {
		state: 'GATE', tokensUsed: 40, minorIssues: 2, majorIssues: 1,
	});
	expect(await states()).toEqual(['GATE', 'IN_PROGRESS', 'PENDING']);
	await journal.updatePhase('demo', 'a', {state: 'COMPLETE', qualityLevel: 'ok'});
	expect(await states()).toEqual(['PHASE_QUEUEING', 'IN_PROGRESS', 'PENDING']);
	await journal.updatePhase('demo', 'b', {
		state: 'BLOCKED', tokensUsed: 2, minorIssues: 1, qualityLevel: 'blocked', qualityBlocked: true, reason: 'two tests fail',
	});
	expect(await states()).toEqual(['PHASE_QUEUEING', 'FAILED', 'PENDING']);
	await journal.updatePhase('demo', 'c', {state: 'SKIPPED'});

	const run = await journal.run('demo');
	expect({...run, tiers: run!.tiers.map(tier => ({...tier, phases: tier.phases.map(({phase_id: id, state}) => [id, state])}))}).toEqual({
		id: 'demo',
		state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW',
		safety_profile: 'normal',
		run_scope: 'multi_tier',
		token_cap: 1000,
		max_phases: 3,
		max_duration_minutes: 7.5,
		created_at: '2026-11-22T10:00:00.000Z',
		started_at: '2026-11-22T10:01:00.000Z',
		completed_at: '2026-11-22T10:07:00.000Z',
		tokens_used: 42,
		ci_runs_used: 1,
		minor_issues_count: 3,
		major_issues_count: 1,
		promotion_eligible_to_main: 'false',
		debt_status: null,
		failure_reason: 'b: two tests fail',
		tiers: [
			{
				id: 2, tier_id: 'T1', tier_index: 0, name: 'First', state: 'FAILED', cleanliness: null, minor_issues_count: 3, major_issues_count: 1, phases: [['a', 'COMPLETE'], ['b', 'BLOCKED']],
			},
			{
				id: 1, tier_id: 'T2', tier_index: 1, name: 'Second', state: 'SKIPPED', ...noIssues, phases: [['c', 'SKIPPED']],
			},
		],
	});
	expect(run!.tiers[0]!.phases[0]).toEqual({
		...untouched, id: 3, phase_id: 'a', phase_index: 0, name: 'Ay', description: 'Do it', acceptance_criteria: ['works'], scope: {paths: ['src'], read_only_context: []},
		state: 'COMPLETE', builder_attempts: 2, tokens_used: 40, minor_issues_count: 2, major_issues_count: 1, quality_level: 'ok',
	});

	await journal.updatePhase('demo', 'b', {state: 'QUEUED', qualityBlocked: false});
	expect(await journal.run('demo')).toMatchObject({state: 'PHASE_QUEUEING', completed_at: null, failure_reason: null});
	const requeued = await journal.run('demo');
	expect(requeued!.tiers[0]!.phases[1]).toMatchObject({
		state: 'QUEUED', reason: null, quality_blocked: false, tokens_used: 2,
	});
	await journal.close();
});

test('a run whose phases are all COMPLETE succeeded; one that failed at its token cap says so', async () => {
	const journal = await temporaryJournal();
	await journal.createRun(plan());
	await journal.createRun(plan('spent'));
	for (const phase of ['a', 'b', 'c']) {
		await journal.updatePhase('demo', phase, {state: 'COMPLETE'});
		await journal.updatePhase('spent', phase, {state: phase === 'a' ? 'FAILED' : 'COMPLETE', tokensUsed: 400});
	}

	expect(await journal.run('demo')).toMatchObject({
		state: 'DONE_SUCCESS', promotion_eligible_to_main: 'true', failure_reason: null, tiers: [{state: 'COMPLETE'}, {state: 'COMPLETE'}],
	});
	expect(await journal.run('spent')).toMatchObject({state: 'DONE_FAILED_BUDGET_EXHAUSTED', failure_reason: 'a: FAILED', tokens_used: 1200});
	await journal.updatePhase('demo', 'a', {majorIssues: 1});
	expect(await journal.run('demo')).toMatchObject({state: 'DONE_SUCCESS', promotion_eligible_to_main: 'false'});
});

test('an unknown phase or run is not updated', async () => {
	const journal = await temporaryJournal();
	await journal.createRun(plan());
	const before = await journal.run('demo');
	expect(await journal.updatePhase('demo', 'z', {state: 'COMPLETE'})).toBe(false);
	expect(await journal.updatePhase('none', 'a', {state: 'COMPLETE'})).toBe(false);
	expect(await journal.run('demo')).toEqual(before);
});

test('runs are listed newest first, a page at a time', async () => {
	const journal = await openJournal(await temporaryPath(), clock());
	for (const runId of ['one', 'two', 'three']) {
		await journal.createRun(plan(runId));
	}

	await journal.updatePhase('two', 'a', {state: 'COMPLETE', tokensUsed: 9});
	await journal.updatePhase('two', 'b', {state: 'EXECUTING'});
	expect(await journal.runs({limit: 2, offset: 0})).toEqual({
		total: 3,
		runs: [
			{
				id: 'three', state: 'RUN_CREATED', createdAt: '2026-11-22T10:02:00.000Z', tokensUsed: 0, tokenCap: 1000, phasesTotal: 3, phasesCompleted: 0,
			},
			{
				id: 'two', state: 'PHASE_EXECUTION', createdAt: '2026-11-22T10:01:00.000Z', tokensUsed: 9, tokenCap: 1000, phasesTotal: 3, phasesCompleted: 1, currentPhaseName: 'Bee',
			},
		],
	});
	const secondPage = await journal.runs({limit: 2, offset: 2});
	expect(secondPage.runs.map(run => run.id)).toEqual(['one']);
	expect(await journal.runs({limit: 2, offset: 3})).toEqual({total: 3, runs: []});
	await journal.close();
});

test('reports are kept as they came', async () => {
	const journal = await openJournal(await temporaryPath(), clock());
	const body = {status: 'success', patch_content: 'diff', probe_results: [null, 1.5]};
	await journal.storeReport('demo', 'a', 'builder_result', body);
	await journal.storeReport('demo', 'a', 'auditor_result', ['x']);
	await journal.storeReport('other', 'a', 'builder_result', 1);
	const builder = {
		phaseId: 'a', kind: 'builder_result', at: '2026-11-22T10:00:00.000Z', body,
	};
	const auditor = {
		phaseId: 'a', kind: 'auditor_result', at: '2026-11-22T10:01:00.000Z', body: ['x'],
	};
	expect(await journal.reports('demo')).toEqual([builder, auditor]);
	expect(await journal.reports('demo', 'auditor_result')).toEqual([auditor]);
	await journal.close();
});

test('the outbox cursor starts at nothing, is kept, and loses an old error', async () => {
	const journal = await temporaryJournal();
	expect(await journal.outboxCursor('demo')).toEqual({seq: 0, step: 0, attempts: 0});
	await journal.setOutboxCursor('demo', {
		seq: 4, step: 1, attempts: 3, lastError: 'connection refused',
	});
	expect(await journal.outboxCursor('demo')).toEqual({
		seq: 4, step: 1, attempts: 3, lastError: 'connection refused',
	});
	await journal.setOutboxCursor('demo', {seq: 5, step: 0, attempts: 0});
	expect(await journal.outboxCursor('demo')).toEqual({seq: 5, step: 0, attempts: 0});
	expect(await journal.outboxCursor('other')).toEqual({seq: 0, step: 0, attempts: 0});
});
