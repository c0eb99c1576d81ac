import type {CheckResult} from './check.ts';
import type {AuditorReview, MergedReviews} from './findings.ts';
import type {Finding} from './finding.ts';
import {oneLine} from './one-line.ts';
import type {GateReason, Risk, Strictness} from './verdict.ts';

export type GateFacts = MergedReviews & {
	/**
	High-risk category, or strictness `strict`.
	*/
	isStrict: boolean;
	strictness: Strictness;
	reviews: AuditorReview[];
	missingReviews: string[];
	checks: CheckResult[];
	/**
	Changed files that the phase was not to change.
	*/
	outOfScope: string[];
	/**
	Percentage points; undefined when it is unknown or nothing measures it.
	*/
	coverageDelta: number | undefined;
	risk: Risk;
};

/**
A `warning` changes nothing, an `issue` asks for a review, a `blocker` blocks.
*/
type Weight = 'warning' | 'issue' | 'blocker';

type GateRule = {
	code: GateReason['code'];
	weight: (facts: GateFacts) => Weight;
	/**
	One for each time the rule applies; none when it does not.
	*/
	messages: (facts: GateFacts) => string[];
};

/**
Percentage points that coverage may fall unnoticed.
*/
const coverageTolerance = 2;

const always = (weight: Weight) => () => weight;
const blockerIfStrict = ({isStrict}: GateFacts): Weight => isStrict ? 'blocker' : 'issue';
const issueIfStrict = ({isStrict}: GateFacts): Weight => isStrict ? 'issue' : 'warning';

/**
Everything the gate weighs. A rule may only add: no fact that speaks for a change takes a reason away.
*/
export const gateRules: readonly GateRule[] = [
	{
		code: 'checks_failed',
		weight: blockerIfStrict,
		messages: ({checks}) => checks.filter(check => check.status === 'failed').map(check => `${check.name} failed: ${check.summary}`),
	},
	{
		code: 'checks_missing',
		weight: blockerIfStrict,
		messages: ({checks}) => checks.length === 0 ? ['No check ran, so nothing but the reviews speaks for this change.'] : [],
	},
	{
		code: 'checks_missing',
		weight: blockerIfStrict,
		messages: ({checks}) => checks.filter(check => isWithoutResult(check)).map(check => `${check.name} is no evidence (${check.status}): ${check.summary}`),
	},
	{
		code: 'checks_missing',
		weight: always('issue'),
		messages: ({checks}) => checks
			.filter(check => check.status === 'passed' && check.brokenAtBase)
			.map(check => `${check.name} passed, but gave no result at the base, so there is nothing to compare it with.`),
	},
	{
		code: 'major_finding',
		weight: blockerIfStrict,
		messages: ({findings}) => findings
			.filter(finding => finding.severity === 'major')
			.map(finding => `${finding.sources.join(' and ')}: major, ${describe(finding)}`),
	},
	{
		code: 'minor_finding',
		weight: ({strictness}) => strictness === 'strict' ? 'issue' : 'warning',
		messages: ({findings}) => findings
			.filter(finding => finding.severity === 'minor')
			.map(finding => `${finding.sources.join(' and ')}: minor, ${describe(finding)}`),
	},
	{
		code: 'not_approved',
		weight: always('issue'),
		messages: ({reviews}) => reviews.filter(({review}) => !review.approved).map(({auditor, review}) => rejectionText(auditor, review.messages)),
	},
	{
		code: 'review_missing',
		weight: always('issue'),
		messages: ({missingReviews}) => missingReviews.map(auditor => `The review of ${auditor} is missing.`),
	},
	{
		code: 'review_missing',
		weight: always('issue'),
		messages: ({reviews, missingReviews}) => reviews.length === 0 && missingReviews.length === 0 ? ['No auditor reviewed this change.'] : [],
	},
	{
		code: 'disagreement',
		weight: always('issue'),
		messages: ({disagreements}) => disagreements === 0 ? [] : [`The auditors disagree on ${disagreements} ${disagreements === 1 ? 'point' : 'points'}.`],
	},
	{
		code: 'coverage_regression',
		weight: issueIfStrict,
		messages: ({coverageDelta}) => coverageDelta !== undefined && coverageDelta < -coverageTolerance
			? [`Coverage fell by ${Math.abs(coverageDelta)} points.`]
			: [],
	},
	{
		code: 'coverage_unknown',
		weight: always('issue'),
		messages: ({checks}) => checks
			.filter(check => check.status === 'passed' && (check.kind === 'coverage' || check.coverage) && check.coverage?.delta === undefined)
			.map(check => `${check.name} cannot tell how coverage changed: one of the two reports is missing.`),
	},
	{
		code: 'out_of_scope',
		weight: blockerIfStrict,
		messages: ({outOfScope}) => outOfScope.length === 0 ? [] : [`Outside the phase's scope: ${outOfScope.join(', ')}.`],
	},
	{
		code: 'risk',
		weight: riskWeight,
		messages: ({risk}) => risk.level === 'low'
			? []
			: [`Risk is ${risk.level} (${risk.score} of 100): ${risk.parts.map(part => part.reason).join('; ')}.`],
	},
];

/**
True when the Builder could mend what is wrong: new failures, a check that only this change breaks, major findings, files outside the scope, or no auditor approves.
*/
export const isFixable = ({checks, findings, reviews, outOfScope}: GateFacts): boolean =>
	checks.some(check => isBuildersFault(check))
	|| outOfScope.length > 0
	|| findings.some(finding => finding.severity === 'major')
	|| (reviews.length > 0 && reviews.every(({review}) => !review.approved));

/**
True for a check that the change itself broke: new failures, or an error or timeout that the base does not have.
*/
export const isBuildersFault = ({status, brokenAtBase}: CheckResult): boolean =>
	status === 'failed' || (!brokenAtBase && ['error', 'timeout'].includes(status));

const isWithoutResult = ({status}: CheckResult): boolean => ['error', 'timeout', 'missing'].includes(status);

const describe = ({category, location, description}: Finding): string => oneLine(`${category} at ${location}: ${description}`, 300);

const rejectionText = (auditor: string, messages: string[]): string =>
	oneLine(messages.length === 0 ? `${auditor} does not approve.` : `${auditor} does not approve: ${messages.join(' ')}`, 1000);

function riskWeight({isStrict, strictness, risk}: GateFacts): Weight {
	if (risk.level === 'critical') {
		return isStrict ? 'blocker' : 'issue';
	}

	return !isStrict && strictness === 'lenient' && risk.level === 'medium' ? 'warning' : 'issue';
}
