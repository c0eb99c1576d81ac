import * as z from 'zod';

export const phaseStateSchema = z.enum(['QUEUED', 'EXECUTING', 'GATE', 'CI_RUNNING', 'COMPLETE', 'FAILED', 'SKIPPED', 'BLOCKED']);
const tierStateSchema = z.enum(['PENDING', 'IN_PROGRESS', 'COMPLETE', 'FAILED', 'SKIPPED']);
export const runStateSchema = z.enum([
	'PLAN_BOOTSTRAP',
	'RUN_CREATED',
	'PHASE_QUEUEING',
	'PHASE_EXECUTION',
	'GATE',
	'CI_RUNNING',
	'SNAPSHOT_CREATED',
	'DONE_SUCCESS',
	'DONE_FAILED_BUDGET_EXHAUSTED',
	'DONE_FAILED_POLICY_VIOLATION',
	'DONE_FAILED_REQUIRES_HUMAN_REVIEW',
	'DONE_FAILED_ENVIRONMENT',
]);

export const phaseRecordSchema = z.object({
	id: z.int(),
	phase_id: z.string(),
	name: z.string(),
	state: phaseStateSchema,
	task_category: z.string().nullable().optional(),
	complexity: z.string().nullable().optional(),
	builder_mode: z.string().nullable().optional(),
	phase_index: z.int(),
	description: z.string().nullable().optional(),
	acceptance_criteria: z.array(z.string()).nullable().optional(),
	scope: z.object({paths: z.array(z.string()).optional(), read_only_context: z.array(z.string()).optional()}).nullable().optional(),
	// What `update_status` told; the classic server leaves it out.
	builder_attempts: z.int().optional(),
	tokens_used: z.int().optional(),
	minor_issues_count: z.int().optional(),
	major_issues_count: z.int().optional(),
	quality_level: z.string().nullable().optional(),
	quality_blocked: z.boolean().optional(),
	reason: z.string().nullable().optional(),
});

const tierRecordSchema = z.object({
	id: z.int(),
	tier_id: z.string(),
	name: z.string(),
	state: tierStateSchema,
	tier_index: z.int(),
	cleanliness: z.string().nullable().optional(),
	minor_issues_count: z.int().default(0),
	major_issues_count: z.int().default(0),
	phases: z.array(phaseRecordSchema),
});

/**
`GET /runs/{run_id}`: a run as a Supervisor tells it. Tolerant where the classic server varies, strict where we depend on it.
*/
export const runRecordSchema = z.object({
	id: z.string(),
	state: runStateSchema,
	safety_profile: z.string().optional(),
	run_scope: z.string().optional(),
	created_at: z.string().optional(),
	started_at: z.string().nullable().optional(),
	completed_at: z.string().nullable().optional(),
	token_cap: z.int().optional(),
	max_phases: z.int().optional(),
	max_duration_minutes: z.number().optional(),
	tokens_used: z.int().default(0),
	ci_runs_used: z.int().default(0),
	minor_issues_count: z.int().default(0),
	major_issues_count: z.int().default(0),
	promotion_eligible_to_main: z.string().optional(),
	debt_status: z.string().nullable().optional(),
	failure_reason: z.string().nullable().optional(),
	tiers: z.array(tierRecordSchema),
});

export type PhaseState = z.infer<typeof phaseStateSchema>;
export type TierState = z.infer<typeof tierStateSchema>;
export type RunStateName = z.infer<typeof runStateSchema>;
export type PhaseRecord = z.infer<typeof phaseRecordSchema>;
export type RunRecord = z.infer<typeof runRecordSchema>;
