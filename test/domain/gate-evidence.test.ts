import {expect, test} from 'vitest';
import {decide} from '../../source/domain/gate/decide.ts';
import type {Evidence} from '../../source/domain/gate/facts.ts';
import {gatePolicySchema, type GatePolicy} from '../../source/domain/gate/policy.ts';
import {signIdSchema} from '../../source/domain/sign.ts';
import {
	check,
	coverageCheck,
	evidence,
	file,
	finding,
	review,
} from '../helpers/evidence.ts';

const judge = (overrides: Partial<Evidence>, policy?: Partial<GatePolicy>) => {
	const {level, reasons, fixable, forYes} = decide(evidence(overrides), policy && gatePolicySchema.parse(policy));
	return {
		level, reasons: reasons.map(({weight, id}) => `${weight} ${id}`), fixable, forYes,
	};
};

const with_ = (...parts: Array<Partial<Parameters<typeof check>[0]>>) => ({checks: [...evidence().checks, ...parts.map(part => check(part))]});
const integrity = (rest: Parameters<typeof check>[0]) => ({
	name: 'integrity', kind: 'integrity', changesCode: true, ...rest,
} as const);
const witness = (rest: Parameters<typeof check>[0]) => ({name: 'witness', kind: 'witness', ...rest} as const);

test('a regression that the edit of a test hides asks a person, and is never for --yes', () => {
	const overrides = with_({
		name: 'old tests', kind: 'regression', status: 'failed', newFailures: ['tests/test_a.py::test_a'],
	});
	expect(judge(overrides)).toEqual({
		level: 'needs_review', reasons: ['issue old_tests_fail'], fixable: true, forYes: false,
	});
	expect(judge({...overrides, told: ['old_tests_fail']}).fixable).toBe(false);
	expect(decide(evidence(overrides)).reasons[0]).toMatchObject({
		message: '1 test that this change edited or deleted fails as it was: tests/test_a.py::test_a',
		standsOn: 'the tests that the patch changed or deleted, as they were, on the new code',
		clearedBy: 'code that passes them, or a person who wants the change of behaviour',
	});
});

test('old tests that cannot be run, or compared, are missing evidence; none to run is none to miss', () => {
	const level = (status: 'error' | 'timeout' | 'unknown' | 'not_run') => judge(with_({name: 'old tests', kind: 'regression', status}));
	expect(level('error').reasons).toEqual(['issue checks_missing']);
	expect(level('timeout').reasons).toEqual(['issue checks_missing']);
	expect(level('unknown').reasons).toEqual(['issue checks_missing']);
	expect(level('not_run').level).toBe('ok');
});

test('tests that are gone ask a person', () => {
	expect(judge({checks: [check({gone: ['tests/test_a.py::test_a (gone)']}), coverageCheck(0)]})).toEqual({
		level: 'needs_review', reasons: ['issue tests_gone'], fixable: true, forYes: false,
	});
});

test('a change of behaviour without a witness says so: an issue for a feature or fix, a warning for what may be neither', () => {
	const none = with_(integrity({}), witness({status: 'not_run', summary: 'the change adds no test'}));
	const weak = with_(integrity({}), witness({status: 'failed', summary: 'the 2 tests in the files that it touches pass on the old code as well'}));
	expect(judge(none)).toEqual({
		level: 'needs_review', reasons: ['issue no_witness'], fixable: true, forYes: true,
	});
	expect(judge(weak).reasons).toEqual(['issue no_witness']);
	expect(judge({...none, phase: {name: 'Fix the parser'}}).level).toBe('needs_review');
	expect(judge({...none, phase: {name: 'Parser'}}).reasons).toEqual(['warning no_witness']);
	expect(judge({...none, phase: {task_category: 'refactoring'}}).level).toBe('ok');
	expect(judge(with_(integrity({}), witness({fixed: ['a::b']}))).level).toBe('ok');
	expect(judge(with_(integrity({changesCode: false}), witness({status: 'not_run'}))).level).toBe('ok');
});

test('a known failure that the change mends is a witness', () => {
	const {checks} = with_(integrity({}), witness({status: 'not_run'}));
	expect(judge({checks: [check({fixed: ['tests/test_a.py::test_a']}), ...checks.slice(1)]}).level).toBe('ok');
});

test.each(signIdSchema.options)('a sign of %s is never ok', id => {
	const overrides = with_(id === 'secret'
		? {
			name: 'secrets', kind: 'secrets', status: 'failed', signs: [{
				id, path: 'a.py', line: 3, message: 'm',
			}],
		}
		: {
			...integrity({}), changesCode: false, status: 'failed', signs: [{
				id, path: 'tests/test_a.py', line: 3, message: 'm',
			}],
		});
	const isBlocker = ['secret', 'outcome_tampered', 'exits_process'].includes(id);
	expect(judge(overrides)).toMatchObject({level: isBlocker ? 'blocked' : 'needs_review', reasons: [`${isBlocker ? 'blocker' : 'issue'} ${id}`], forYes: false});
});

test('changed lines without a test weigh by how many there are', () => {
	const covered = (count: number) => judge({
		checks: [check(), check({
			name: 'coverage', kind: 'coverage', coverage: {percent: 90, delta: 0, changed: {lines: 10, covered: count, uncovered: [{path: 'a.py', from: 3, to: 4}]}},
		})],
	}).reasons;
	expect([10, 8, 7].map(count => covered(count))).toEqual([[], ['warning uncovered_lines'], ['issue uncovered_lines']]);
});

test('a flaky test is named; one that the change touches is an issue', () => {
	const flaky = {checks: [check({flaky: ['tests/test_packs.py::test_a', 'tests/test_old.py::test_b']}), coverageCheck(0)]};
	expect(judge(flaky).reasons).toEqual(['issue flaky_tests', 'warning flaky_tests']);
});

test('files that say how the project is checked are protected', () => {
	const change = {files: [file('.github/workflows/ci.yml'), file('sub/uv.lock'), file('mypy.ini')], diff: ''};
	expect(decide(evidence({change})).reasons.find(({id}) => id === 'protected_path')?.message)
		.toBe('Protected files changed: .github/workflows/ci.yml, sub/uv.lock, mypy.ini.');
	expect(judge({change: {files: [file('a/secret.txt')], diff: ''}}, {protectedPaths: ['a/**']}).reasons).toEqual(['issue protected_path']);
});

test('a finding about a line that the change does not touch is kept, and marked', () => {
	const diff = 'diff --git a/src/packs.py b/src/packs.py\n--- a/src/packs.py\n+++ b/src/packs.py\n@@ -10,0 +11 @@\n+x = 1\n';
	const message = (location: string) => decide(evidence({
		change: {...evidence().change, diff}, reviews: [{auditor: 'gpt', review: review({issues: [finding({location})]})}],
	})).reasons[0]!.message;
	const mark = '(not about a line that this change touches)';
	expect(message('src/packs.py:11')).not.toContain(mark);
	expect(message('./src/packs.py, line 14')).not.toContain(mark);
	expect(message('src/packs.py')).not.toContain(mark);
	expect(message('the parser')).not.toContain(mark);
	expect(message('src/packs.py:40')).toContain(mark);
	expect(message('src/other.py:11')).toContain(mark);
});

test('the policy says what is required, how heavy a reason is, what is strict and what --yes approves', () => {
	expect(judge({}, {required: ['pytest', 'bandit']}).reasons).toEqual(['issue checks_missing']);
	expect(judge({missingReviews: ['glm']}, {weights: {review_missing: 'blocker'}})).toMatchObject({level: 'blocked', forYes: false});
	expect(judge({missingReviews: ['glm']}, {weights: {review_missing: 'warning'}}).level).toBe('ok');
	expect(judge({missingReviews: ['glm']}, {yes: []}).forYes).toBe(false);
	expect(judge({missingReviews: ['glm']}).forYes).toBe(true);
	const failed = {checks: [check({status: 'failed'}), coverageCheck(0)]};
	expect(judge(failed, {categories: {backend: 'strict'}}).level).toBe('blocked');
	expect(judge({...failed, phase: {task_category: 'security_auth_change'}}, {categories: {}}).level).toBe('needs_review');
	expect(() => gatePolicySchema.parse({yes: ['secret']})).toThrow(/Invalid option/v);
});

test('reasons come heaviest first', () => {
	const overrides = {
		...with_({
			name: 'secrets', kind: 'secrets', status: 'failed', signs: [{
				id: 'secret', path: 'a.py', line: 1, message: 'm',
			}],
		}),
		reviews: [{auditor: 'gpt', review: review({approved: false, issues: [finding({severity: 'minor'})]})}],
	};
	expect(judge(overrides).reasons).toEqual(['blocker secret', 'issue not_approved', 'warning minor_finding']);
});
