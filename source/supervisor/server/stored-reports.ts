import type {Journal} from '../../journal/journal.ts';
import {
	auditorResultSchema,
	builderResultSchema,
	issueSchema,
	type Issue,
} from '../wire.ts';

export type PhaseIssue = Issue & {runId: string; phaseId: string; at: string};

type Report = Awaited<ReturnType<Journal['reports']>>[number];

/**
All issues of a run, oldest first: those recorded one by one, and those in the newest builder's and auditor's result of each phase.
An older result of the same phase is superseded, whether it came from an earlier attempt or was delivered twice.
*/
export async function readIssues(journal: Journal, runId: string): Promise<PhaseIssue[]> {
	const reports = await journal.reports(runId);
	const newest = new Map(reports.map(report => [`${report.kind}\n${report.phaseId}`, report]));
	return reports
		.filter(report => report.kind === 'issue' || newest.get(`${report.kind}\n${report.phaseId}`) === report)
		.flatMap(report => issuesIn(report).map(issue => ({
			...issue, runId, phaseId: report.phaseId, at: report.at,
		})));
}

function issuesIn({kind, body}: Report): Issue[] {
	switch (kind) {
		case 'issue': {
			return [issueSchema.parse(body)];
		}

		case 'builder_result': {
			return builderResultSchema.parse(body).suggested_issues;
		}

		case 'auditor_result': {
			return auditorResultSchema.parse(body).issues_found;
		}

		default: {
			return [];
		}
	}
}
