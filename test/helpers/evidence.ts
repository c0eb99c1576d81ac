import type {FileChange} from '../../source/domain/change.ts';
import type {CheckResult} from '../../source/domain/check.ts';
import type {Finding, Review} from '../../source/domain/finding.ts';
import type {Evidence} from '../../source/domain/gate/facts.ts';

/**
Evidence that the gate calls ok, and the pieces to change it with.
*/
export const file = (path: string, overrides: Partial<FileChange> = {}): FileChange => ({
	path, status: 'modified', linesAdded: 1, linesRemoved: 0, ...overrides,
});

export const check = (overrides: Partial<CheckResult> = {}): CheckResult => ({
	name: 'pytest',
	kind: 'tests',
	status: 'passed',
	summary: '41 passed',
	newFailures: [],
	knownFailures: [],
	fixed: [],
	brokenAtBase: false,
	command: ['python3', '-m', 'pytest'],
	durationMs: 6500,
	output: '',
	...overrides,
});

export const coverageCheck = (delta: number | undefined): CheckResult => check({
	name: 'coverage', kind: 'coverage', summary: 'coverage measured', coverage: {percent: 87.4, delta},
});

export const finding = (overrides: Partial<Finding> = {}): Finding => ({
	severity: 'major', category: 'bug', description: 'token compared with ==', location: 'auth/session.py:61', ...overrides,
});

export const review = (overrides: Partial<Review> = {}): Review => ({
	approved: true, issues: [], messages: [], ...overrides,
});

export const evidence = (overrides: Partial<Evidence> = {}): Evidence => ({
	phase: {task_category: 'backend'},
	change: {files: [file('src/packs.py', {linesAdded: 20}), file('tests/test_packs.py', {linesAdded: 10})], diff: ''},
	reviews: [{auditor: 'gpt', review: review()}],
	missingReviews: [],
	checks: [check(), check({name: 'mypy', kind: 'types', summary: 'no errors'}), coverageCheck(0.7)],
	strictness: 'normal',
	...overrides,
});

export const highRisk = {task_category: 'security_auth_change'};
