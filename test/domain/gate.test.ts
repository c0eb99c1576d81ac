import {describe, expect, test} from 'vitest';
import {decide} from '../../source/domain/gate/decide.ts';
import type {Evidence} from '../../source/domain/gate/facts.ts';
import type {GateReason} from '../../source/domain/verdict.ts';
import {
	check,
	coverageCheck,
	evidence,
	file,
	finding,
	highRisk,
	review,
} from '../helpers/evidence.ts';

const gist = ({weight, id, message}: GateReason) => ({weight, id, message});
const major = {auditor: 'gpt', review: review({issues: [finding()]})};
const minor = {auditor: 'gpt', review: review({issues: [finding({severity: 'minor', category: 'style'})]})};
const rejection = {auditor: 'gpt', review: review({approved: false, messages: ['Not what was asked.']})};
const failed = check({status: 'failed', summary: '40 passed, 1 failed (1 new)', newFailures: ['tests/test_a.py::test_b']});
const medium = {files: [file('Dockerfile', {linesAdded: 20}), file('docker-compose.yml', {linesAdded: 30})], diff: ''};
const high = {files: [...medium.files, file('readme.md')], diff: ''};
const critical = {files: [...high.files, file('src/packs.py', {linesAdded: 1000})], diff: ''};

test('evidence that all speaks for a change is ok', () => {
	expect(decide(evidence())).toEqual({
		level: 'ok', reasons: [], risk: {score: 0, level: 'low', parts: []}, coverageDelta: 0.7, fixable: false, forYes: true,
	});
});

describe.each<[string, Partial<Evidence>, {lenient: string; normal: string; strict: string; highRisk: string; fixable: boolean}]>([
	['new failures', {checks: [failed]}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'blocked', highRisk: 'blocked', fixable: true,
	}],
	['no check at all', {checks: []}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'blocked', highRisk: 'blocked', fixable: false,
	}],
	['a missing tool', {checks: [check({status: 'not_run'})]}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'blocked', highRisk: 'blocked', fixable: false,
	}],
	['a new timeout', {checks: [check({status: 'timeout'})]}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'blocked', highRisk: 'blocked', fixable: true,
	}],
	['a new error', {checks: [check({status: 'error'})]}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'blocked', highRisk: 'blocked', fixable: true,
	}],
	['an error that the base has too', {checks: [check({status: 'error', brokenAtBase: true})]}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'blocked', highRisk: 'blocked', fixable: false,
	}],
	['a pass where the base has no result', {checks: [check({brokenAtBase: true})]}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'needs_review', highRisk: 'needs_review', fixable: false,
	}],
	['a major finding', {reviews: [major]}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'blocked', highRisk: 'blocked', fixable: true,
	}],
	['a minor finding', {reviews: [minor]}, {
		lenient: 'ok', normal: 'ok', strict: 'needs_review', highRisk: 'ok', fixable: false,
	}],
	['a rejection by the only auditor', {reviews: [rejection]}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'needs_review', highRisk: 'needs_review', fixable: true,
	}],
	['a rejection by one of two', {reviews: [rejection, {auditor: 'claude', review: review()}]}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'needs_review', highRisk: 'needs_review', fixable: false,
	}],
	['a missing review', {missingReviews: ['claude']}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'needs_review', highRisk: 'needs_review', fixable: false,
	}],
	['no review', {reviews: []}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'needs_review', highRisk: 'needs_review', fixable: false,
	}],
	['coverage 2 points lower', {checks: [coverageCheck(85.3 - 87.3)]}, {
		lenient: 'ok', normal: 'ok', strict: 'ok', highRisk: 'ok', fixable: false,
	}],
	['coverage more than 2 points lower', {checks: [coverageCheck(-2.01)]}, {
		lenient: 'ok', normal: 'ok', strict: 'needs_review', highRisk: 'needs_review', fixable: false,
	}],
	['coverage unknown', {checks: [check(), coverageCheck(undefined)]}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'needs_review', highRisk: 'needs_review', fixable: false,
	}],
	['checks of another language, no coverage', {checks: [check({name: 'cargo', kind: 'command'})]}, {
		lenient: 'ok', normal: 'ok', strict: 'ok', highRisk: 'ok', fixable: false,
	}],
	['medium risk', {change: medium}, {
		lenient: 'ok', normal: 'needs_review', strict: 'needs_review', highRisk: 'needs_review', fixable: false,
	}],
	['high risk score', {change: high}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'needs_review', highRisk: 'needs_review', fixable: false,
	}],
	['critical risk score', {change: critical}, {
		lenient: 'needs_review', normal: 'needs_review', strict: 'blocked', highRisk: 'blocked', fixable: false,
	}],
])('%s', (_, overrides, expected) => {
	test.each(['lenient', 'normal', 'strict'] as const)('%s', strictness => {
		const {level, fixable} = decide(evidence({...overrides, strictness}));
		expect({level, fixable}).toEqual({level: expected[strictness], fixable: expected.fixable});
	});

	test('high-risk category', () => {
		expect(decide(evidence({...overrides, phase: highRisk})).level).toBe(expected.highRisk);
	});
});

describe('a scope', () => {
	const change = {files: [file('src/packs/uk.py'), file('tools/a.sh'), file('setup.py')], diff: ''};
	const judge = (paths: string[], phase = {}) => decide(evidence({change, phase: {...phase, scope: {paths, read_only_context: []}}}));

	test('that has every file, as a file, a directory or a glob, adds nothing', () => {
		expect(judge(['./src/', 'tools/*.sh', 'setup.py']).level).toBe('ok');
		expect(judge([]).level).toBe('ok');
	});

	test('that lacks a file sends the change back', () => {
		const {level, fixable, reasons} = judge(['src/packs', 'tools/b.sh']);
		expect({level, fixable, reasons: reasons.map(reason => gist(reason))}).toEqual({
			level: 'needs_review', fixable: true,
			reasons: [{weight: 'issue', id: 'out_of_scope', message: 'Outside the phase\'s scope: tools/a.sh, setup.py.'}],
		});
		expect(judge(['src/pack'], highRisk).level).toBe('blocked');
	});
});

test('the risk scores are what their names say', () => {
	expect([medium, high, critical].map(change => decide(evidence({change})).risk)).toMatchObject([
		{score: 35, level: 'medium'}, {score: 55, level: 'high'}, {score: 80, level: 'critical'},
	]);
});

test('reasons say what was weighed, who said it, and how heavy it is', () => {
	const verdict = decide(evidence({
		reviews: [major, {auditor: 'claude', review: review({approved: false, issues: [finding({severity: 'minor', category: 'style'})], messages: ['No.', 'Never.']})}],
		missingReviews: ['glm'],
		checks: [failed, check({
			name: 'mypy', kind: 'types', status: 'not_run', summary: 'mypy is not installed',
		}), coverageCheck(-3.456)],
	}));
	expect({...verdict, reasons: verdict.reasons.map(reason => gist(reason))}).toEqual({
		level: 'needs_review',
		reasons: [
			{weight: 'issue', id: 'checks_failed', message: 'pytest failed: 40 passed, 1 failed (1 new)'},
			{weight: 'issue', id: 'checks_missing', message: 'mypy is no evidence (not run): mypy is not installed'},
			{weight: 'issue', id: 'major_finding', message: 'gpt: major, bug at auth/session.py:61: token compared with == (not about a line that this change touches)'},
			{weight: 'issue', id: 'not_approved', message: 'claude does not approve: No. Never.'},
			{weight: 'issue', id: 'disagreement', message: 'The auditors disagree on 2 points.'},
			{weight: 'issue', id: 'review_missing', message: 'The review of glm is missing.'},
			{weight: 'warning', id: 'coverage_regression', message: 'Coverage fell by 3.46 points.'},
			{weight: 'warning', id: 'minor_finding', message: 'claude: minor, style at auth/session.py:61: token compared with == (not about a line that this change touches)'},
		],
		risk: {score: 0, level: 'low', parts: []},
		coverageDelta: -3.46,
		fixable: true,
		forYes: false,
	});
});

test('what blocks is a blocker', () => {
	expect(decide(evidence({phase: highRisk, checks: [failed]}))).toMatchObject({
		level: 'blocked', reasons: [{weight: 'blocker', id: 'checks_failed'}],
	});
});
