import type {Change} from './change.ts';
import type {CheckResult} from './check.ts';
import {type AuditorReview, mergeFindings} from './findings.ts';
import {type GateFacts, gateRules, isFixable} from './gate-rules.ts';
import {isHighRisk, type Phase} from './plan.ts';
import {assessRisk} from './risk.ts';
import {isWithinScope} from './scope.ts';
import type {GateLevel, Strictness, Verdict} from './verdict.ts';

export type Evidence = {
	phase: Pick<Phase, 'task_category' | 'scope'>;
	change: Pick<Change, 'files' | 'diff'>;
	/**
	Of the auditors that answered.
	*/
	reviews: AuditorReview[];
	/**
	Auditors whose review was expected and did not come.
	*/
	missingReviews: string[];
	checks: CheckResult[];
	strictness: Strictness;
};

/**
Weighs the evidence for an attempt's change: every rule of `gateRules` that applies adds its reasons, and the heaviest reason makes the level.
High-risk phases, and all phases of a strict run, are judged strictly.
*/
export function decideGate({phase, change, reviews, missingReviews, checks, strictness}: Evidence): Verdict {
	const facts: GateFacts = {
		isStrict: isHighRisk(phase) || strictness === 'strict',
		strictness,
		reviews,
		missingReviews,
		...mergeFindings(reviews),
		checks,
		outOfScope: pathsOutOfScope(phase, change),
		coverageDelta: coverageDeltaOf(checks),
		risk: assessRisk(change),
	};
	const found = gateRules.flatMap(({code, weight, messages}) => messages(facts).map(message => ({code, weight: weight(facts), message})));
	const level: GateLevel = found.some(({weight}) => weight === 'blocker')
		? 'blocked'
		: (found.some(({weight}) => weight === 'issue') ? 'needs_review' : 'ok');
	return {
		level,
		reasons: found.map(({code, weight, message}) => ({weight: weight === 'warning' ? 'warning' : 'issue', code, message})),
		risk: facts.risk,
		...(facts.coverageDelta !== undefined && {coverageDelta: facts.coverageDelta}),
		fixable: isFixable(facts),
	};
}

/**
Changed files that the phase's scope does not have; none when it has no scope.
*/
const pathsOutOfScope = ({scope}: Evidence['phase'], {files}: Evidence['change']): string[] => scope && scope.paths.length > 0
	? files.map(({path}) => path).filter(path => !isWithinScope(path, scope.paths))
	: [];

/**
Percentage points to a hundredth; the worst, if several checks measure coverage, and unknown if one of them does not know.
*/
function coverageDeltaOf(checks: CheckResult[]): number | undefined {
	const deltas = checks.filter(check => check.kind === 'coverage' || check.coverage).map(check => check.coverage?.delta);
	return deltas.length === 0 || deltas.includes(undefined)
		? undefined
		: Math.round(Math.min(...deltas.filter(delta => delta !== undefined)) * 100) / 100;
}
