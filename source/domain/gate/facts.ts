import path from 'node:path';
import {addedLines} from '../changed-lines.ts';
import type {Change} from '../change.ts';
import type {CheckResult} from '../check.ts';
import {mergeFindings, type AuditorReview, type MergedReviews} from '../findings.ts';
import type {Phase} from '../plan.ts';
import {purposeOf} from '../purpose.ts';
import {assessRisk} from '../risk.ts';
import {isWithinScope} from '../scope.ts';
import type {Strictness} from '../strictness.ts';
import type {Risk} from '../verdict.ts';
import {locateFinding} from './locate-finding.ts';
import {strictnessFor, type GatePolicy} from './policy.ts';
import type {ReasonId} from './reasons.ts';

/**
Everything that is known of an attempt's change when the gate decides.
*/
export type Evidence = {
	phase: Pick<Phase, 'scope'> & Partial<Pick<Phase, 'task_category' | 'name' | 'description'>>;
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
	/**
	That of the run.
	*/
	strictness: Strictness;
	/**
	What the Builder was told was wrong before it wrote this change.
	*/
	told?: ReasonId[];
};

/**
What the rules of the gate look at.
*/
export type GateFacts = MergedReviews & Pick<Evidence, 'reviews' | 'missingReviews' | 'checks'> & {
	/**
	That of the phase: its category's or the run's.
	*/
	strictness: Strictness;
	runStrictness: Strictness;
	policy: GatePolicy;
	purpose: ReturnType<typeof purposeOf>;
	changedPaths: string[];
	/**
	Changed files that the phase was not to change.
	*/
	outOfScope: string[];
	protectedPaths: string[];
	/**
	Percentage points; undefined when it is unknown or nothing measures it.
	*/
	coverageDelta: number | undefined;
	risk: Risk;
	/**
	Whether a finding is about lines that the change adds, or near them.
	*/
	isAboutChange: (location: string) => boolean;
};

/**
Draws the facts from the evidence. Pure.
*/
export function gatherFacts({phase, change, reviews, missingReviews, checks, strictness}: Evidence, policy: GatePolicy): GateFacts {
	const changedPaths = change.files.flatMap(file => file.from === undefined ? [file.path] : [file.from, file.path]);
	const added = addedLines(change.diff);
	return {
		strictness: strictnessFor(phase.task_category, strictness, policy),
		runStrictness: strictness,
		policy,
		purpose: purposeOf(phase),
		reviews,
		missingReviews,
		...mergeFindings(reviews),
		checks,
		changedPaths,
		outOfScope: phase.scope && phase.scope.paths.length > 0
			? change.files.map(file => file.path).filter(file => !isWithinScope(file, phase.scope!.paths))
			: [],
		protectedPaths: [...new Set(changedPaths)].filter(file => policy.protectedPaths.some(glob => path.posix.matchesGlob(file, glob))),
		coverageDelta: coverageDeltaOf(checks),
		risk: assessRisk(change),
		isAboutChange: location => locateFinding(location, {files: change.files, added}),
	};
}

/**
Percentage points to a hundredth; the worst, if several checks measure coverage, and unknown if one of them does not know.
*/
function coverageDeltaOf(checks: CheckResult[]): number | undefined {
	const deltas = checks.filter(check => check.kind === 'coverage' || check.coverage).map(check => check.coverage?.delta);
	return deltas.length === 0 || deltas.includes(undefined)
		? undefined
		: Math.round(Math.min(...deltas.filter(delta => delta !== undefined)) * 100) / 100;
}
