import * as z from 'zod';
import type {RunRecord} from '../../domain/run-record.ts';
import type {Journal} from '../../journal/journal.ts';
import {auditorResultSchema} from '../wire.ts';
import {allRuns, findRun, placesOf} from './find-run.ts';
import {backlogEntrySchema, indexIssues} from './issue-index.ts';
import {readBacklog} from './read-backlog.ts';
import {defineRoute, noRun, type Route} from './route.ts';
import {budgetOf, sumTokens, tokenUtilization} from './run-figures.ts';
import {readIssues} from './stored-reports.ts';
import type {SupervisorContext} from './supervisor-context.ts';

const backlogRowSchema = backlogEntrySchema.extend({issue_key: z.string()});
const budgetSchema = z.object({
	tokens_used: z.int(), token_cap: z.int(), token_utilization: z.number(), max_phases: z.int().optional(), phase_count: z.int(),
});

const runSummarySchema = z.object({
	run_id: z.string(),
	state: z.string(),
	safety_profile: z.string().optional(),
	run_scope: z.string().optional(),
	failure_reason: z.string().nullish(),
	budgets: budgetSchema,
	issues: z.object({minor_count: z.int(), major_count: z.int(), distinct_issues: z.int()}),
	tiers: z.array(z.object({
		tier_id: z.string(), name: z.string(), state: z.string(), phase_count: z.int(), minor_issues: z.int(), major_issues: z.int(), tokens_used: z.int(),
	})),
	phases: z.array(z.object({
		phase_id: z.string(),
		phase_index: z.int(),
		name: z.string(),
		state: z.string(),
		task_category: z.string().nullish(),
		complexity: z.string().nullish(),
		builder_attempts: z.int(),
		auditor_attempts: z.int(),
		tokens_used: z.int(),
		minor_issues: z.int(),
		major_issues: z.int(),
		quality_level: z.string().nullish(),
		reason: z.string().nullish(),
	})),
	started_at: z.string().nullish(),
	completed_at: z.string().nullish(),
});

/**
Reports for people: a run, the issues of all runs, and the runs that used their budget up.
*/
export const reportRoutes = ({journal}: SupervisorContext): Route[] => [
	defineRoute({
		method: 'get',
		path: '/reports/run_summary/{run_id}',
		summary: 'Everything about a run on one page',
		errors: noRun,
		answer: runSummarySchema,
		handle: async ({runId}) => summarizeRun(journal, await findRun(journal, runId)),
	}),
	defineRoute({
		method: 'get',
		path: '/reports/issue_backlog_summary',
		summary: 'Issues of all runs, the most frequent first',
		answer: z.object({
			total_issues: z.int(), open_count: z.int(), needs_cleanup_count: z.int(), top_aging_issues: z.array(backlogRowSchema), needs_cleanup: z.array(backlogRowSchema),
		}),
		async handle() {
			const rows = Object.entries(await readBacklog(journal))
				.map(([issue_key, entry]) => ({issue_key, ...entry}))
				.toSorted((a, b) => b.age_in_runs - a.age_in_runs);
			const needsCleanup = rows.filter(({status}) => status === 'needs_cleanup');
			return {
				total_issues: rows.length,
				open_count: rows.length - needsCleanup.length,
				needs_cleanup_count: needsCleanup.length,
				top_aging_issues: rows.slice(0, 10),
				needs_cleanup: needsCleanup,
			};
		},
	}),
	defineRoute({
		method: 'get',
		path: '/reports/budget_analysis',
		summary: 'Runs that ended because a budget was used up',
		answer: z.object({
			total_budget_failures: z.int(), average_token_utilization: z.number(), failures: z.array(budgetSchema.extend({run_id: z.string(), state: z.string()})),
		}),
		async handle() {
			const runs = await allRuns(journal);
			const failures = runs
				.filter(({state}) => state === 'DONE_FAILED_BUDGET_EXHAUSTED')
				.map(run => ({run_id: run.id, state: run.state, ...budgetsOf(run)}));
			const total = failures.reduce((sum, failure) => sum + failure.token_utilization, 0);
			return {
				total_budget_failures: failures.length,
				average_token_utilization: failures.length === 0 ? 0 : total / failures.length,
				failures,
			};
		},
	}),
];

const budgetsOf = (run: RunRecord): z.infer<typeof budgetSchema> => ({
	...budgetOf(run),
	token_utilization: tokenUtilization(run),
	max_phases: run.max_phases,
	phase_count: placesOf(run).length,
});

async function summarizeRun(journal: Journal, run: RunRecord): Promise<z.infer<typeof runSummarySchema>> {
	const issues = indexIssues(await readIssues(journal, run.id));
	const reviews = await journal.reports(run.id, 'auditor_result');
	const auditorAttempts = new Map(reviews.map(({phaseId, body}) => [phaseId, auditorResultSchema.parse(body).auditor_attempts]));
	return {
		run_id: run.id,
		state: run.state,
		safety_profile: run.safety_profile,
		run_scope: run.run_scope,
		failure_reason: run.failure_reason,
		budgets: budgetsOf(run),
		issues: {minor_count: run.minor_issues_count, major_count: run.major_issues_count, distinct_issues: Object.keys(issues).length},
		tiers: run.tiers.map(tier => ({
			tier_id: tier.tier_id,
			name: tier.name,
			state: tier.state,
			phase_count: tier.phases.length,
			minor_issues: tier.minor_issues_count,
			major_issues: tier.major_issues_count,
			tokens_used: sumTokens(tier.phases),
		})),
		phases: placesOf(run).map(({phase}) => ({
			phase_id: phase.phase_id,
			phase_index: phase.phase_index,
			name: phase.name,
			state: phase.state,
			task_category: phase.task_category,
			complexity: phase.complexity,
			builder_attempts: phase.builder_attempts ?? 0,
			auditor_attempts: auditorAttempts.get(phase.phase_id) ?? 0,
			tokens_used: phase.tokens_used ?? 0,
			minor_issues: phase.minor_issues_count ?? 0,
			major_issues: phase.major_issues_count ?? 0,
			quality_level: phase.quality_level,
			reason: phase.reason,
		})),
		started_at: run.started_at,
		completed_at: run.completed_at,
	};
}
