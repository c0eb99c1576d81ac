import * as z from 'zod';
import {issueSchema} from '../wire.ts';
import {findPhase, findRun} from './find-run.ts';
import {
	backlogEntrySchema,
	indexEntrySchema,
	indexIssues,
	issueCounts,
} from './issue-index.ts';
import {
	defineRoute,
	noPhase,
	noRun,
	type Route,
} from './route.ts';
import {readIssues} from './stored-reports.ts';
import type {SupervisorContext} from './supervisor-context.ts';
import {readBacklog} from './read-backlog.ts';

/**
Issues of a phase, a run and all runs.
*/
export const issueRoutes = ({journal}: SupervisorContext): Route[] => [
	defineRoute({
		method: 'post',
		path: '/runs/{run_id}/phases/{phase_id}/record_issue',
		summary: 'Record one issue; evidence references are the body',
		errors: noPhase,
		query: z.object({
			issue_key: z.string().min(1), severity: z.string(), source: z.string(), category: z.string(), task_category: z.string().optional(), complexity: z.string().optional(),
		}),
		body: z.array(z.string()).nullish(),
		answer: z.object({message: z.string(), run_index_entry: indexEntrySchema, project_backlog_entry: backlogEntrySchema}),
		async handle({runId, phaseId, query, body}) {
			await findPhase(journal, runId, phaseId);
			const issue = issueSchema.parse({...query, evidence_refs: body ?? []});
			await journal.storeReport(runId, phaseId, 'issue', issue);
			const issues = await readIssues(journal, runId);
			await journal.updatePhase(runId, phaseId, issueCounts(issues, phaseId));
			const backlog = await readBacklog(journal);
			return {
				message: `Issue ${issue.issue_key} recorded`,
				run_index_entry: indexIssues(issues)[issue.issue_key]!,
				project_backlog_entry: backlog[issue.issue_key]!,
			};
		},
	}),
	defineRoute({
		method: 'get',
		path: '/runs/{run_id}/issues/index',
		summary: 'The run\'s issues by key',
		errors: noRun,
		answer: z.object({run_id: z.string(), issues_by_key: z.record(z.string(), indexEntrySchema)}),
		async handle({runId}) {
			await findRun(journal, runId);
			return {run_id: runId, issues_by_key: indexIssues(await readIssues(journal, runId))};
		},
	}),
	defineRoute({
		method: 'get',
		path: '/project/issues/backlog',
		summary: 'The issues of all runs by key',
		answer: z.object({issues_by_key: z.record(z.string(), backlogEntrySchema)}),
		handle: async () => ({issues_by_key: await readBacklog(journal)}),
	}),
];
