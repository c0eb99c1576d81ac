import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {CheckStatus} from '../../source/domain/check.ts';
import {decide} from '../../source/domain/gate/decide.ts';
import type {Evidence} from '../../source/domain/gate/facts.ts';
import type {GateLevel} from '../../source/domain/verdict.ts';
import {
	check,
	coverageCheck,
	file,
	finding,
} from '../helpers/evidence.ts';

const levels: GateLevel[] = ['ok', 'needs_review', 'blocked'];
const weight = (given: Evidence) => levels.indexOf(decide(given).level);

const anyFinding = fc.record({
	severity: fc.constantFrom('minor' as const, 'major' as const),
	category: fc.constantFrom('bug', 'style'),
	location: fc.constantFrom('a.py:1', 'a.py:2', 'b.py'),
}).map(overrides => finding(overrides));

const anyReview = fc.record({approved: fc.boolean(), issues: fc.array(anyFinding, {maxLength: 3}), messages: fc.constant<string[]>([])});

const anyCheck = fc.record({
	name: fc.constantFrom('pytest', 'mypy'),
	status: fc.constantFrom<CheckStatus>('passed', 'passed', 'passed', 'failed', 'error', 'timeout', 'not_run'),
	brokenAtBase: fc.boolean(),
}).map(overrides => check(overrides));

const anyDelta = fc.option(fc.double({min: -10, max: 10, noNaN: true}), {nil: undefined});

const anyFile = fc.record({
	path: fc.constantFrom('src/a.py', 'tests/test_a.py', 'auth/a.py', 'Dockerfile', 'b.sql', '.env'),
	linesAdded: fc.integer({min: 0, max: 700}),
}).map(({path, linesAdded}) => file(path, {linesAdded}));

const anyEvidence: fc.Arbitrary<Evidence> = fc.record({
	phase: fc.constantFrom<Evidence['phase']>({}, {task_category: 'backend'}, {task_category: 'security_auth_change'}),
	change: fc.record({files: fc.array(anyFile, {maxLength: 4}), diff: fc.constantFrom('', '@@ -0,0 +1 @@\n+TODO\n')}),
	reviews: fc.array(anyReview, {maxLength: 2}).map(reviews => reviews.map((review, index) => ({auditor: `auditor ${index}`, review}))),
	missingReviews: fc.constantFrom<string[]>([], [], ['claude']),
	checks: fc.tuple(fc.array(anyCheck, {maxLength: 2}), fc.array(anyDelta, {maxLength: 1}))
		.map(([checks, deltas]) => [...checks, ...deltas.map(delta => coverageCheck(delta))]),
	strictness: fc.constantFrom('lenient', 'normal', 'strict'),
});

type Harm = (given: Evidence) => Evidence;

/**
What makes evidence worse, in a way that no other part of it can make good.
*/
const harms: Record<string, fc.Arbitrary<Harm>> = {
	'one more finding': fc.tuple(fc.nat(), anyFinding).map(([index, added]) => given => ({
		...given,
		reviews: given.reviews.map(({auditor, review}, at) => ({
			auditor, review: at === index % given.reviews.length ? {...review, issues: [...review.issues, added]} : review,
		})),
	})),
	'an approval withdrawn': fc.nat().map(index => given => ({
		...given,
		reviews: given.reviews.map(({auditor, review}, at) => ({
			auditor, review: at === index % given.reviews.length ? {...review, approved: false} : review,
		})),
	})),
	'a review that does not come': fc.constant(given => ({...given, missingReviews: [...given.missingReviews, 'glm']})),
	'a check that no longer passes': fc.tuple(fc.nat(), fc.constantFrom<CheckStatus>('failed', 'error', 'timeout', 'not_run'))
		.map(([index, status]) => given => ({
			...given,
			checks: given.checks.map((each, at) => at === index % given.checks.length ? {...each, status} : each),
		})),
	'no base for a check': fc.nat().map(index => given => ({
		...given, checks: given.checks.map((each, at) => at === index % given.checks.length ? {...each, brokenAtBase: true} : each),
	})),
	'all checks lost': fc.constant(given => ({...given, checks: []})),
	'less coverage': fc.double({min: 0, max: 20, noNaN: true}).map(points => given => ({
		...given,
		checks: given.checks.map(each => each.coverage?.delta === undefined ? each : {...each, coverage: {...each.coverage, delta: each.coverage.delta - points}}),
	})),
	'coverage unknown': fc.constant(given => ({
		...given, checks: given.checks.map(each => each.coverage ? {...each, coverage: {percent: 80}} : each),
	})),
	'one more file, no test': anyFile.filter(({path}) => !path.startsWith('tests')).map(added => given => ({
		...given, change: {...given.change, files: [...given.change.files, added]},
	})),
	'a marker more': fc.constant(given => ({...given, change: {...given.change, diff: `${given.change.diff}@@ -0,0 +1 @@\n+FIXME\n`}})),
	'a high-risk category': fc.constant(given => ({...given, phase: {task_category: 'schema_contract_change_destructive'}})),
	'more strictness': fc.constant(given => ({...given, strictness: given.strictness === 'lenient' ? 'normal' : 'strict'})),
};

describe('no harm lowers the level', () => {
	test.each(Object.entries(harms))('%s', (_, harm) => {
		fc.assert(fc.property(anyEvidence, harm, (given, worsen) => {
			expect(weight(worsen(given))).toBeGreaterThanOrEqual(weight(given));
		}), {numRuns: 500});
	});
});

test('evidence that is missing never makes ok', () => {
	const isMissing = ({checks, reviews, missingReviews}: Evidence) => checks.length === 0
		|| checks.some(each => each.status !== 'passed' || each.brokenAtBase || (each.kind === 'coverage' && each.coverage?.delta === undefined))
		|| reviews.length === 0 || missingReviews.length > 0;
	fc.assert(fc.property(anyEvidence.filter(given => isMissing(given)), given => {
		expect(decide(given).level).not.toBe('ok');
	}), {numRuns: 1000});
});

test('ok has no issue among its reasons, and nothing to fix', () => {
	fc.assert(fc.property(anyEvidence, given => {
		const {level, reasons, fixable} = decide(given);
		expect(reasons.some(reason => reason.weight !== 'warning')).toBe(level !== 'ok');
		expect(fixable && level === 'ok').toBe(false);
	}), {numRuns: 1000});
});
