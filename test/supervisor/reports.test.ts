import {expect, test} from 'vitest';
import type {EventBody} from '../../source/domain/event.ts';
import {renderReport} from '../../source/supervisor/render-report.ts';
import type {Report} from '../../source/supervisor/report.ts';
import {reportsOf} from '../../source/supervisor/reports.ts';
import {bodies, stamped} from '../helpers/run-events.ts';

const withDiff = bodies.map((body): EventBody => body.type === 'patch.applied' ? {...body, change: {...body.change, diff: 'diff --git a/packs/uk.py'}} : body);
const reportsAt = (events: EventBody[] = withDiff): Report[] => stamped(events).flatMap(({event, state}) => reportsOf(event, state));
const uk = {runId: 'demo', phaseId: 'uk'};
const auth = {runId: 'demo', phaseId: 'auth'};
const ukCounts = {
	builder_attempts: 1, tokens_used: 13_700, minor_issues_count: 1, major_issues_count: 1,
};

test('a run is told in order, the status of each phase last', () => {
	const reports = reportsAt();
	expect(reports.map(({phaseId, kind}) => [phaseId, kind])).toEqual([
		['uk', 'progress'],
		['uk', 'progress'],
		['uk', 'progress'],
		['uk', 'progress'],
		['uk', 'builder_result'],
		['uk', 'auditor_result'],
		['uk', 'status'],
		['auth', 'progress'],
		['auth', 'builder_result'],
		['auth', 'status'],
	]);
	expect(reports.filter(({kind}) => kind === 'progress' || kind === 'status')).toEqual([
		{...uk, kind: 'progress', body: {state: 'EXECUTING', builder_attempts: 1}},
		{...uk, kind: 'progress', body: {state: 'CI_RUNNING'}},
		{...uk, kind: 'progress', body: {state: 'GATE', quality_level: 'needs_review', ...ukCounts}},
		{...uk, kind: 'progress', body: {state: 'GATE', quality_level: 'needs_review', quality_blocked: false}},
		{
			...uk, kind: 'status', body: {
				state: 'COMPLETE', ...ukCounts, quality_level: 'needs_review', quality_blocked: false, reason: 'needs_review, approved (terminal)',
			},
		},
		{...auth, kind: 'progress', body: {state: 'EXECUTING', builder_attempts: 1}},
		{
			...auth, kind: 'status', body: {
				state: 'BLOCKED', builder_attempts: 1, tokens_used: 1200, minor_issues_count: 0, major_issues_count: 0, quality_blocked: true, reason: 'pytest failed',
			},
		},
	]);
});

test('the results carry patch, checks, findings and tokens', () => {
	const results = reportsAt().filter(({kind}) => kind === 'builder_result' || kind === 'auditor_result');
	const failures = ['a::1', 'a::2', 'a::3', 'a::4'];
	expect(results).toEqual([
		{
			...uk,
			kind: 'builder_result',
			body: {
				phase_id: 'uk', run_id: 'demo', status: 'success', patch_content: 'diff --git a/packs/uk.py', files_changed: ['packs/uk.py', 'tests/test_uk.py'], lines_added: 79, lines_removed: 2,
				builder_attempts: 1, tokens_used: 12_200, duration_minutes: 0.25,
				probe_results: [
					{
						probe_type: 'pytest', exit_code: 1, stdout: 'failed: 40 passed, 4 failed (4 new)', stderr: '', duration_seconds: 6.5,
					},
					{
						probe_type: 'coverage', exit_code: 0, stdout: 'passed: coverage measured', stderr: '', duration_seconds: 6.5,
					},
				],
				suggested_issues: [{
					issue_key: 'check:pytest:failed', severity: 'major', source: 'checks', category: 'tests', evidence_refs: failures, description: '40 passed, 4 failed (4 new)',
				}],
				notes: 'COMPLETE: needs_review, approved (terminal)\nBuilt by openai gpt-5.2, attempt 1.\nLanded as 8f3c2a1999.\nrepaired on rung indentation: packs/uk.py hunk 2, line 12\nline numbers corrected',
			},
		},
		{
			...uk,
			kind: 'auditor_result',
			body: {
				phase_id: 'uk', run_id: 'demo', review_notes: 'claude (claude-opus): not approved',
				recommendation: 'revise', suggested_patches: [], auditor_attempts: 1, tokens_used: 1500, confidence: 'medium',
				issues_found: [
					{
						issue_key: 'bug:auth/session.py', severity: 'major', source: 'claude', category: 'bug', evidence_refs: ['auth/session.py:61'], description: 'token compared with ==',
					},
					{
						issue_key: 'style:auth/session.py', severity: 'minor', source: 'claude', category: 'style', evidence_refs: ['auth/session.py:61'], description: 'token compared with ==',
					},
				],
			},
		},
		{
			...auth,
			kind: 'builder_result',
			body: {
				phase_id: 'auth', run_id: 'demo', status: 'needs_review', files_changed: [], lines_added: 0, lines_removed: 0, builder_attempts: 1, tokens_used: 1200, duration_minutes: 0.03,
				probe_results: [], suggested_issues: [], notes: 'BLOCKED: pytest failed\nBuilt by openai gpt-5.2, attempt 1.\nBuilder failed: The key was refused.',
			},
		},
	]);
});

test('a review that is missing is never an approval', () => {
	const failed: EventBody = {
		type: 'auditor.failed', phaseId: 'uk', attempt: 1, auditor: 'gpt', provider: 'openai', model: 'gpt', kind: 'server', message: 'HTTP 500', permanent: false,
		usage: {
			inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0,
		},
	};
	const approved = bodies.map((body): EventBody => body.type === 'auditor.reviewed' ? {...body, review: {approved: true, issues: [], messages: ['good']}} : body);
	const verdict = (events: EventBody[]) => reportsAt(events).flatMap(report => report.kind === 'auditor_result' ? [[report.body.recommendation, report.body.confidence]] : []);
	expect(verdict(approved)).toEqual([['approve', 'medium']]);
	expect(verdict([...approved.slice(0, 12), failed, ...approved.slice(12)])).toEqual([['escalate', 'low']]);
});

test('a phase skipped in the queue has a status only; one that was settled elsewhere is not told back', () => {
	const end = (cause: 'person' | 'supervisor'): EventBody[] => [
		bodies[0]!,
		{
			type: 'phase.ended', phaseId: 'search', state: 'SKIPPED', cause, reason: 'skipped',
		},
	];
	const [report, ...others] = reportsAt(end('person'));
	expect([report, others]).toMatchObject([{kind: 'status', body: {state: 'SKIPPED', builder_attempts: 0}}, []]);
	expect(renderReport(report!, 'autopack')).toHaveLength(1);
	expect(reportsAt(end('supervisor'))).toEqual([]);
});

test('the patch goes to an autopack, and into the notes of a classic server', () => {
	const report: Report = {
		...uk, kind: 'builder_result', body: {
			phase_id: 'uk', run_id: 'demo', status: 'success', patch_content: 'd'.repeat(60_001), files_changed: [], lines_added: 0, lines_removed: 0, builder_attempts: 1, tokens_used: 0,
			duration_minutes: 0, probe_results: [], suggested_issues: [], notes: 'Built.',
		},
	};
	const path = '/runs/demo/phases/uk/builder_result';
	expect(renderReport(report, 'autopack')).toEqual([{path, body: report.body}]);
	const {patch_content: _, ...rest} = report.body;
	expect(renderReport(report, 'classic')).toEqual([{path, body: {...rest, notes: `Built.\n\n${'d'.repeat(60_000)}\n[1 more characters]`}}]);
});

test('BLOCKED reads FAILED with its quality on a classic server', () => {
	const report: Report = {
		runId: 'demo', phaseId: 'a/b', kind: 'status', body: {
			state: 'BLOCKED', tokens_used: 5, quality_level: 'needs_review', quality_blocked: true, reason: 'major finding',
		},
	};
	const path = '/runs/demo/phases/a%2Fb';
	expect(renderReport(report, 'classic')).toEqual([{
		path: `${path}/update_status`, body: {
			state: 'FAILED', tokens_used: 5, quality_level: 'blocked', quality_blocked: true,
		},
	}]);
	expect(renderReport(report, 'autopack')).toEqual([
		{
			path: `${path}/update_status`, body: {
				state: 'BLOCKED', tokens_used: 5, quality_level: 'needs_review', quality_blocked: true,
			},
		},
		{path: `${path}/status`, body: {status: 'BLOCKED', reason: 'major finding'}},
	]);
});
