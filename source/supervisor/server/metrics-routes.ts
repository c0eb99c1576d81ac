import * as z from 'zod';
import {runStateSchema, type RunRecord} from '../../domain/run-record.ts';
import {allRuns, findRun} from './find-run.ts';
import {HttpError} from './http-error.ts';
import {defineRoute, noRun, type Route} from './route.ts';
import {
	budgetOf,
	countStates,
	sumTokens,
	tokenUtilization,
} from './run-figures.ts';
import type {SupervisorContext} from './supervisor-context.ts';

const runMetricsSchema = z.object({
	run_id: z.string(),
	state: z.string(),
	safety_profile: z.string().optional(),
	tokens_used: z.int(),
	token_cap: z.int(),
	token_utilization: z.number(),
	minor_issues_count: z.int(),
	major_issues_count: z.int(),
	phase_count: z.int(),
	tier_count: z.int(),
	started_at: z.string().nullish(),
	completed_at: z.string().nullish(),
});

const tierMetricsSchema = z.object({
	tier_id: z.string(),
	tier_index: z.int(),
	name: z.string(),
	state: z.string(),
	minor_issues_count: z.int(),
	major_issues_count: z.int(),
	phase_count: z.int(),
	phase_states: z.record(z.string(), z.int()),
	tokens_used: z.int(),
});

/**
Counts, tokens and utilisation of runs and tiers. Utilisation is a fraction of the cap.
*/
export const metricsRoutes = ({journal}: SupervisorContext): Route[] => [
	defineRoute({
		method: 'get',
		path: '/metrics/runs',
		summary: 'Figures of all runs, newest first',
		errors: {400: 'Unknown run state'},
		query: z.object({status: z.string().optional()}),
		answer: z.object({total_runs: z.int(), runs: z.array(runMetricsSchema)}),
		async handle({query: {status}}) {
			if (status !== undefined && !runStateSchema.safeParse(status).success) {
				throw new HttpError(400, `Invalid run state: ${status}`);
			}

			const runs = await allRuns(journal);
			const rows = runs.filter(({state}) => status === undefined || state === status).map(run => runMetrics(run));
			return {total_runs: rows.length, runs: rows};
		},
	}),
	defineRoute({
		method: 'get',
		path: '/metrics/tiers/{run_id}',
		summary: 'Figures of a run\'s tiers',
		errors: noRun,
		answer: z.object({run_id: z.string(), tier_count: z.int(), tiers: z.array(tierMetricsSchema)}),
		async handle({runId}) {
			const {tiers} = await findRun(journal, runId);
			return {run_id: runId, tier_count: tiers.length, tiers: tiers.map(tier => tierMetrics(tier))};
		},
	}),
];

const runMetrics = (run: RunRecord): z.infer<typeof runMetricsSchema> => ({
	run_id: run.id,
	state: run.state,
	safety_profile: run.safety_profile,
	...budgetOf(run),
	token_utilization: tokenUtilization(run),
	minor_issues_count: run.minor_issues_count,
	major_issues_count: run.major_issues_count,
	phase_count: run.tiers.flatMap(({phases}) => phases).length,
	tier_count: run.tiers.length,
	started_at: run.started_at,
	completed_at: run.completed_at,
});

const tierMetrics = (tier: RunRecord['tiers'][number]): z.infer<typeof tierMetricsSchema> => ({
	tier_id: tier.tier_id,
	tier_index: tier.tier_index,
	name: tier.name,
	state: tier.state,
	minor_issues_count: tier.minor_issues_count,
	major_issues_count: tier.major_issues_count,
	phase_count: tier.phases.length,
	phase_states: countStates(tier.phases),
	tokens_used: sumTokens(tier.phases),
});
