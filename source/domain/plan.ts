import * as z from 'zod';

/**
The body of `POST /runs/start`, which is also the format of a plan file. Defaults are those of the classic Supervisor.
*/
const phaseSchema = z.object({
	phase_id: z.string().min(1),
	phase_index: z.int().nonnegative(),
	tier_id: z.string().min(1),
	name: z.string().min(1),
	description: z.string().optional(),
	task_category: z.string().optional(),
	complexity: z.enum(['low', 'medium', 'high']).optional(),
	builder_mode: z.string().optional(),
	acceptance_criteria: z.array(z.string()).optional(),
	scope: z.object({
		paths: z.array(z.string()).default([]),
		read_only_context: z.array(z.string()).default([]),
	}).optional(),
});

const tierSchema = z.object({
	tier_id: z.string().min(1),
	tier_index: z.int().nonnegative(),
	name: z.string().min(1),
	description: z.string().optional(),
});

const runSettingsSchema = z.object({
	run_id: z.string().regex(/^\w[\w\-.]{0,99}$/v, {error: 'letters, digits, "_", "-" and "." only, at most 100', abort: true})
		// It names a branch. Source: git-check-ref-format(1)
		.refine(id => !/\.\.|\.$|\.lock$/v.test(id), 'no "..", no "." at the end and no ".lock": it names a branch'),
	safety_profile: z.string().default('normal'),
	run_scope: z.string().default('multi_tier'),
	token_cap: z.int().positive().default(5_000_000),
	max_phases: z.int().positive().default(25),
	max_duration_minutes: z.number().positive().default(120),
});

export const planSchema = z.object({
	run: runSettingsSchema,
	tiers: z.array(tierSchema).default([]),
	phases: z.array(phaseSchema).default([]),
});

export type Phase = z.infer<typeof phaseSchema>;
export type Tier = z.infer<typeof tierSchema>;
export type Plan = z.infer<typeof planSchema>;

/**
Task categories that the gate treats strictly and that two auditors review. Source: the Supervisor's contract.
*/
const families = ['external_feature_reuse', 'security_auth_change', 'schema_contract_change'];
const variants = ['', '_remote', '_internal', '_destructive', '_additive'];
export const highRiskCategories = families.flatMap(category => variants.map(variant => category + variant));
const highRisk = new Set(highRiskCategories);

export const isHighRisk = (phase: Pick<Phase, 'task_category'>): boolean =>
	phase.task_category !== undefined && highRisk.has(phase.task_category);

/**
Phases in the order of execution: `phase_index` restarts in each tier, so only (tier_index, phase_index) orders them.
*/
export function orderedPhases(plan: Plan): Phase[] {
	const tierIndex = new Map(plan.tiers.map(tier => [tier.tier_id, tier.tier_index]));
	const indexOf = (phase: Phase) => tierIndex.get(phase.tier_id) ?? Number.MAX_SAFE_INTEGER;
	return plan.phases.toSorted((a, b) => indexOf(a) - indexOf(b) || a.phase_index - b.phase_index);
}
