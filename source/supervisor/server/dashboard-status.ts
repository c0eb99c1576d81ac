import * as z from 'zod';
import type {RunRecord} from '../../domain/run-record.ts';
import {placesOf, type Place} from './find-run.ts';
import {budgetOf, percentOf, tokenUtilization} from './run-figures.ts';

export const dashboardStatusSchema = z.object({
	run_id: z.string(),
	state: z.string(),
	current_tier_name: z.string().nullable(),
	current_phase_name: z.string().nullable(),
	current_tier_index: z.int().nullable(),
	current_phase_index: z.int().nullable(),
	total_tiers: z.int(),
	total_phases: z.int(),
	completed_tiers: z.int(),
	completed_phases: z.int(),
	percent_complete: z.number(),
	tiers_percent_complete: z.number(),
	tokens_used: z.int(),
	token_cap: z.int(),
	token_utilization: z.number(),
	minor_issues_count: z.int(),
	major_issues_count: z.int(),
	quality_level: z.string().nullable(),
	quality_blocked: z.boolean(),
	quality_warnings: z.array(z.string()),
});

const active = new Set(['EXECUTING', 'GATE', 'CI_RUNNING']);

/**
A run on one line of a dashboard. The current phase is the one at work, or the next in the queue.
The quality level is the current phase's; the run is blocked, and warns, as soon as one of its phases is or does.
*/
export function dashboardStatus(run: RunRecord): z.infer<typeof dashboardStatusSchema> {
	const places = placesOf(run);
	const current = places.find(({phase}) => active.has(phase.state)) ?? places.find(({phase}) => phase.state === 'QUEUED');
	const completedPhases = places.filter(({phase}) => phase.state === 'COMPLETE').length;
	const completedTiers = run.tiers.filter(({state}) => state === 'COMPLETE').length;
	return {
		run_id: run.id,
		state: run.state,
		current_tier_name: current?.tier.name ?? null,
		current_phase_name: current?.phase.name ?? null,
		current_tier_index: current?.tier.tier_index ?? null,
		current_phase_index: current?.phase.phase_index ?? null,
		total_tiers: run.tiers.length,
		total_phases: places.length,
		completed_tiers: completedTiers,
		completed_phases: completedPhases,
		percent_complete: percentOf(completedPhases, places.length),
		tiers_percent_complete: percentOf(completedTiers, run.tiers.length),
		...budgetOf(run),
		token_utilization: tokenUtilization(run),
		minor_issues_count: run.minor_issues_count,
		major_issues_count: run.major_issues_count,
		quality_level: current?.phase.quality_level ?? null,
		quality_blocked: places.some(({phase}) => phase.quality_blocked),
		quality_warnings: places.flatMap(place => warningsOf(place)),
	};
}

function warningsOf({phase}: Place): string[] {
	if (phase.quality_blocked) {
		return [`Phase ${phase.phase_id} is blocked by the quality gate`];
	}

	return phase.quality_level === 'needs_review' && phase.state === 'GATE' ? [`Phase ${phase.phase_id} needs a person's review`] : [];
}
