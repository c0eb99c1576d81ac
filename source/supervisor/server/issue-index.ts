import * as z from 'zod';
import type {PhaseIssue} from './stored-reports.ts';

export const indexEntrySchema = z.object({
	category: z.string(),
	severity: z.string(),
	source: z.string(),
	description: z.string(),
	first_seen_phase: z.string(),
	last_seen_phase: z.string(),
	seen_in_phases: z.array(z.string()),
	occurrence_count: z.int(),
	evidence_refs: z.array(z.string()),
});

export const backlogEntrySchema = z.object({
	category: z.string(),
	base_severity: z.string(),
	age_in_runs: z.int(),
	first_seen_run_id: z.string(),
	last_seen_run_id: z.string(),
	status: z.enum(['open', 'needs_cleanup']),
});

type IndexEntry = z.infer<typeof indexEntrySchema>;
export type BacklogEntry = z.infer<typeof backlogEntrySchema>;

/**
Runs in which an issue may show up before it has to be cleaned up.
*/
const runsUntilCleanup = 3;

const unique = (values: string[]): string[] => [...new Set(values)];
const groupByKey = (issues: PhaseIssue[]) => [...Map.groupBy(issues, issue => issue.issue_key)];
const worstOf = (issues: PhaseIssue[]): string => issues.some(({severity}) => severity === 'major') ? 'major' : issues.at(-1)!.severity;

/**
Issues of one run by key, oldest first as they come. An occurrence is a phase that has the issue.
*/
export const indexIssues = (issues: PhaseIssue[]): Record<string, IndexEntry> =>
	Object.fromEntries(groupByKey(issues).map(([key, group]) => {
		const phases = unique(group.map(({phaseId}) => phaseId));
		return [key, {
			category: group.at(-1)!.category,
			severity: worstOf(group),
			source: unique(group.map(({source}) => source)).join('+'),
			description: group.at(-1)!.description,
			first_seen_phase: phases[0]!,
			last_seen_phase: group.at(-1)!.phaseId,
			seen_in_phases: phases,
			occurrence_count: phases.length,
			evidence_refs: unique(group.flatMap(issue => issue.evidence_refs)),
		}];
	}));

/**
Issues of all runs by key. The age is the number of runs that have the issue.
*/
export function gatherBacklog(issues: PhaseIssue[]): Record<string, BacklogEntry> {
	const oldestFirst = issues.toSorted((a, b) => a.at.localeCompare(b.at));
	return Object.fromEntries(groupByKey(oldestFirst).map(([key, group]) => {
		const runs = unique(group.map(({runId}) => runId));
		return [key, {
			category: group.at(-1)!.category,
			base_severity: worstOf(group),
			age_in_runs: runs.length,
			first_seen_run_id: runs[0]!,
			last_seen_run_id: group.at(-1)!.runId,
			status: runs.length >= runsUntilCleanup ? 'needs_cleanup' : 'open',
		}];
	}));
}

/**
Different issues of one phase, by severity.
*/
export function issueCounts(issues: PhaseIssue[], phaseId: string): {minorIssues: number; majorIssues: number} {
	const severities = groupByKey(issues.filter(issue => issue.phaseId === phaseId)).map(([, group]) => worstOf(group));
	const majorIssues = severities.filter(severity => severity === 'major').length;
	return {majorIssues, minorIssues: severities.length - majorIssues};
}
