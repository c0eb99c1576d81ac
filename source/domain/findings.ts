import type {Finding, MergedFinding, Review} from './finding.ts';

export type AuditorReview = {auditor: string; review: Review};

export type MergedReviews = {findings: MergedFinding[]; disagreements: number};

const lineReference = /(?::|#l?|,? \(?lines? )\d.*$/iv;

/**
Merges the findings of all reviews by (category, file of the location), majors first. The merged finding has the higher severity, the location of its
first most severe part, the text of every part, and the auditors that reported it.

Auditors disagree once if some approve and some do not, and once more for each merged finding that one calls major and another does not report as major.
A minor finding that only one of them has is no disagreement.
*/
export function mergeFindings(reviews: AuditorReview[]): MergedReviews {
	const reported = reviews.flatMap(({auditor, review}) => review.issues.map(finding => ({auditor, finding})));
	const groups = [...Map.groupBy(reported, ({finding}) => keyOf(finding))].map(([, group]) => group);
	const isSplit = new Set(reviews.map(({review}) => review.approved)).size > 1;
	const contested = groups.filter(group => {
		const callers = new Set(group.filter(({finding}) => finding.severity === 'major').map(({auditor}) => auditor));
		return callers.size > 0 && reviews.some(({auditor}) => !callers.has(auditor));
	});
	return {
		findings: majorsFirst(groups.map(group => ({
			...mergeParts(group.map(({finding}) => finding)),
			sources: [...new Set(group.map(({auditor}) => auditor))],
		}))),
		disagreements: (isSplit ? 1 : 0) + contested.length,
	};
}

const keyOf = (finding: Finding): string => JSON.stringify([finding.category.trim().toLowerCase(), fileOf(finding.location)]);

/**
The file of a location such as `src/a.py:12`, `src/a.py#L12` or `src/a.py, line 12`; a location that is only a name stays as it is.
*/
export const fileOf = (location: string): string => location.trim().replace(/^\.\//v, '').replace(lineReference, '');

const majorsFirst = <Part extends Finding>(findings: Part[]): Part[] => [
	...findings.filter(finding => finding.severity === 'major'),
	...findings.filter(finding => finding.severity === 'minor'),
];

function mergeParts(parts: Finding[]): Finding {
	const [first, ...others] = majorsFirst(parts);
	const descriptions = others
		.filter(other => other.description !== first!.description)
		.map(other => other.location === first!.location ? other.description : `${other.location}: ${other.description}`);
	const suggestions = new Set([first!, ...others].map(part => part.suggestion).filter(suggestion => suggestion !== undefined));
	return {
		...first!,
		description: [first!.description, ...new Set(descriptions)].join('\n'),
		...(suggestions.size > 0 && {suggestion: [...suggestions].join('\n')}),
	};
}
