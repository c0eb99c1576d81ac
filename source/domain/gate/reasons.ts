import type {Strictness} from '../strictness.ts';

/**
A `warning` changes nothing, an `issue` asks for a review, a `blocker` blocks.
*/
export type Weight = 'warning' | 'issue' | 'blocker';

type ReasonSpec = {
	/**
	How heavy it is, unless its rule or the policy says otherwise.
	*/
	weights: Record<Strictness, Weight>;
	/**
	The part of the evidence that it stands on.
	*/
	standsOn: string;
	clearedBy: string;
	/**
	True when `--yes` approves it, unless the policy says otherwise: it is a matter of opinion, not of evidence that is missing or was bent.
	*/
	isForYes?: true;
	/**
	What the Builder could mend: always, or once, for it may be just what the phase asks for, and then a person is to say so.
	*/
	mend?: 'always' | 'once';
};

const warning = {lenient: 'warning', normal: 'warning', strict: 'issue'} as const;
const issue = {lenient: 'issue', normal: 'issue', strict: 'issue'} as const;
const blockerIfStrict = {lenient: 'issue', normal: 'issue', strict: 'blocker'} as const;
const blocker = {lenient: 'blocker', normal: 'blocker', strict: 'blocker'} as const;
const warningIfLenient = {lenient: 'warning', normal: 'issue', strict: 'issue'} as const;

/**
Every reason the gate may have, in the order in which equally heavy ones are told.
*/
const reasonSpecs = {
	secret: {
		weights: blocker, standsOn: 'the added lines, by secretlint', clearedBy: 'a patch without the key; revoke the key if it is a real one', mend: 'always',
	},
	outcome_tampered: {
		weights: blocker, standsOn: 'the syntax trees of tests and conftest files', clearedBy: 'a patch that leaves the outcome of tests to pytest', mend: 'always',
	},
	exits_process: {
		weights: blocker, standsOn: 'the syntax trees', clearedBy: 'a patch that does not end the process in which tests run', mend: 'always',
	},
	checks_failed: {
		weights: blockerIfStrict, standsOn: 'the checks on the new code', clearedBy: 'no failure that the base does not have', mend: 'always',
	},
	checks_missing: {weights: blockerIfStrict, standsOn: 'the checks on the new code and on the base', clearedBy: 'a check that runs to its end and has something to say'},
	old_tests_fail: {
		weights: issue, standsOn: 'the tests that the patch changed or deleted, as they were, on the new code', clearedBy: 'code that passes them, or a person who wants the change of behaviour', mend: 'once',
	},
	tests_gone: {
		weights: issue, standsOn: 'the tests that ran at the base', clearedBy: 'the tests, or a person who wants them gone', mend: 'once',
	},
	assertions_removed: {
		weights: issue, standsOn: 'the syntax trees of tests', clearedBy: 'the assertions, or a person who read the change', mend: 'once',
	},
	assertions_trivial: {
		weights: issue, standsOn: 'the syntax trees of tests', clearedBy: 'an assertion that can fail', mend: 'always',
	},
	tests_skipped: {
		weights: issue, standsOn: 'the syntax trees of tests', clearedBy: 'tests that run, or a person who wants them skipped', mend: 'once',
	},
	cases_dropped: {
		weights: issue, standsOn: 'the syntax trees of tests', clearedBy: 'the cases, or a person who wants them gone', mend: 'once',
	},
	exceptions_swallowed: {
		weights: issue, standsOn: 'the syntax trees of tests', clearedBy: 'assertions whose failure is heard of', mend: 'always',
	},
	subject_mocked: {
		weights: issue, standsOn: 'the syntax trees of tests', clearedBy: 'tests that call the real thing', mend: 'once',
	},
	detects_tests: {
		weights: issue, standsOn: 'the syntax trees', clearedBy: 'code that does the same whether it is tested or not', mend: 'always',
	},
	config_loosened: {
		weights: issue, standsOn: 'the configuration of pytest, coverage and mypy', clearedBy: 'the configuration as it was, or a person who wants it so', mend: 'once',
	},
	test_hooks_added: {
		weights: issue, standsOn: 'the syntax trees of conftest files and plugins', clearedBy: 'a person who read the hook', mend: 'once',
	},
	suppressions_added: {
		weights: issue, standsOn: 'the comments on added lines', clearedBy: 'code that needs no such comment, or a person who read it', mend: 'once',
	},
	protected_path: {
		weights: issue, standsOn: 'the changed files', clearedBy: 'a patch that leaves them alone, or a person who wants the change', mend: 'once',
	},
	out_of_scope: {
		weights: blockerIfStrict, standsOn: 'the changed files and the scope of the phase', clearedBy: 'a patch within the scope', mend: 'always',
	},
	coverage_unknown: {weights: issue, standsOn: 'the coverage reports of the base and of the new code', clearedBy: 'coverage measured on both'},
	uncovered_lines: {
		weights: warningIfLenient, standsOn: 'the coverage of the lines that the patch adds or changes', clearedBy: 'tests that reach them', isForYes: true, mend: 'once',
	},
	coverage_regression: {
		weights: warning, standsOn: 'the coverage of the base and of the new code', clearedBy: 'tests for the new code', isForYes: true,
	},
	no_witness: {
		weights: warningIfLenient, standsOn: 'the new tests on the old code', clearedBy: 'a test that fails on the old code and passes on the new', isForYes: true, mend: 'once',
	},
	flaky_tests: {
		weights: warning, standsOn: 'failures that passed when run alone', clearedBy: 'tests that pass each time', isForYes: true,
	},
	major_finding: {
		weights: blockerIfStrict, standsOn: 'the reviews', clearedBy: 'a patch of which no auditor says so', mend: 'always',
	},
	not_approved: {
		weights: issue, standsOn: 'the reviews', clearedBy: 'an approval by every auditor', isForYes: true,
	},
	disagreement: {
		weights: issue, standsOn: 'the reviews', clearedBy: 'auditors of one mind, or a person who decides', isForYes: true,
	},
	review_missing: {
		weights: issue, standsOn: 'the reviews', clearedBy: 'a review by every auditor', isForYes: true,
	},
	minor_finding: {
		weights: {lenient: 'warning', normal: 'warning', strict: 'warning'}, standsOn: 'the reviews', clearedBy: 'a patch without it', isForYes: true,
	},
	risk: {
		weights: {lenient: 'issue', normal: 'issue', strict: 'issue'}, standsOn: 'size, place and kind of the changed files', clearedBy: 'a person who read the change, or a smaller one', isForYes: true,
	},
} as const satisfies Record<string, ReasonSpec>;

export type ReasonId = keyof typeof reasonSpecs;

export const reasonIds = Object.keys(reasonSpecs) as [ReasonId, ...ReasonId[]];

export const specOf = (id: ReasonId): ReasonSpec => reasonSpecs[id];
