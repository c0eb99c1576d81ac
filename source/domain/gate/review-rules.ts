import type {Finding} from '../finding.ts';
import {oneLine} from '../one-line.ts';
import type {GateFacts} from './facts.ts';
import {
	listed,
	plain,
	type Found,
	type GateRule,
} from './rule.ts';
import {messagesOf} from './test-rules.ts';

/**
What the auditors say, and what the change is as a whole.
*/
export const reviewRules: readonly GateRule[] = [
	{
		id: 'major_finding',
		find: facts => plain(findingsOf(facts, 'major')),
	},
	{
		id: 'minor_finding',
		find: facts => findingsOf(facts, 'minor').map(message => ({message, weight: facts.runStrictness === 'strict' ? 'issue' : 'warning'})),
	},
	{
		id: 'not_approved',
		find: ({reviews}) => plain(reviews.filter(({review}) => !review.approved).map(({auditor, review}) => rejectionText(auditor, review.messages))),
	},
	{
		id: 'review_missing',
		find: ({reviews, missingReviews}) => plain([
			...missingReviews.map(auditor => `The review of ${auditor} is missing.`),
			...reviews.length === 0 && missingReviews.length === 0 ? ['No auditor reviewed this change.'] : [],
		]),
	},
	{
		id: 'disagreement',
		find: ({disagreements}) => plain(disagreements === 0 ? [] : [`The auditors disagree on ${disagreements} ${disagreements === 1 ? 'point' : 'points'}.`]),
	},
	{
		id: 'out_of_scope',
		find: ({outOfScope}) => plain(outOfScope.length === 0 ? [] : [`Outside the phase's scope: ${outOfScope.join(', ')}.`]),
	},
	{
		id: 'protected_path',
		find: facts => plain([
			...facts.protectedPaths.length === 0 ? [] : [`Protected files changed: ${listed(facts.protectedPaths, 10)}.`],
			...messagesOf('protected_path', facts),
		]),
	},
	{id: 'risk', find: findRisk},
];

const findingsOf = ({findings, isAboutChange}: GateFacts, severity: Finding['severity']): string[] => findings
	.filter(finding => finding.severity === severity)
	.map(finding => `${finding.sources.join(' and ')}: ${severity}, ${describe(finding)}${isAboutChange(finding.location) ? '' : ' (not about a line that this change touches)'}`);

const describe = ({category, location, description}: Finding): string => oneLine(`${category} at ${location}: ${description}`, 300);

const rejectionText = (auditor: string, messages: string[]): string =>
	oneLine(messages.length === 0 ? `${auditor} does not approve.` : `${auditor} does not approve: ${messages.join(' ')}`, 1000);

function findRisk({risk, strictness}: GateFacts): Found[] {
	if (risk.level === 'low') {
		return [];
	}

	const message = `Risk is ${risk.level} (${risk.score} of 100): ${risk.parts.map(part => part.reason).join('; ')}.`;
	return risk.level === 'critical' ? [{message, weight: strictness === 'strict' ? 'blocker' : 'issue'}] : [{message, weight: strictness === 'lenient' && risk.level === 'medium' ? 'warning' : 'issue'}];
}
