import * as z from 'zod';

/**
Bodies of the Supervisor API, as both servers take them. Fields beyond these are ignored by our server and never sent by our client: newer classic servers refuse them.
*/
const count = z.int().nonnegative();

export const updateStatusSchema = z.object({
	state: z.string(),
	builder_attempts: count.nullish(),
	tokens_used: count.nullish(),
	minor_issues_count: count.nullish(),
	major_issues_count: count.nullish(),
	quality_level: z.string().nullish(),
	quality_blocked: z.boolean().nullish(),
});

export const statusSchema = z.object({status: z.string(), reason: z.string().nullish()});

const probeResultSchema = z.object({
	probe_type: z.string(),
	exit_code: z.int(),
	stdout: z.string().default(''),
	stderr: z.string().default(''),
	duration_seconds: z.number().default(0),
});

export const issueSchema = z.object({
	issue_key: z.string().min(1),
	severity: z.string(),
	category: z.string(),
	source: z.string().default('builder'),
	evidence_refs: z.array(z.string()).default([]),
	description: z.string().default(''),
});

export const builderResultSchema = z.object({
	phase_id: z.string(),
	run_id: z.string(),
	status: z.enum(['success', 'failed', 'needs_review']),
	patch_content: z.string().nullish(),
	files_changed: z.array(z.string()).default([]),
	lines_added: count.default(0),
	lines_removed: count.default(0),
	builder_attempts: count.default(1),
	tokens_used: count.default(0),
	duration_minutes: z.number().nonnegative().default(0),
	probe_results: z.array(probeResultSchema).default([]),
	suggested_issues: z.array(issueSchema).default([]),
	notes: z.string().default(''),
});

export const auditorRequestSchema = z.object({
	phase_id: z.string(),
	run_id: z.string(),
	tier_id: z.string(),
	builder_result: builderResultSchema.nullish(),
	failure_context: z.string().default(''),
	review_focus: z.string().default('general'),
	auditor_profile: z.string().nullish(),
});

export const auditorResultSchema = z.object({
	phase_id: z.string(),
	run_id: z.string(),
	review_notes: z.string(),
	recommendation: z.enum(['approve', 'revise', 'escalate']),
	issues_found: z.array(issueSchema).default([]),
	suggested_patches: z.array(z.object({
		description: z.string(),
		patch_content: z.string(),
		files_affected: z.array(z.string()).default([]),
	})).default([]),
	auditor_attempts: count.default(1),
	tokens_used: count.default(0),
	confidence: z.enum(['low', 'medium', 'high']).default('medium'),
});

/**
A row of `GET /runs`. Counts are optional: the classic server's `/metrics/runs`, used where `/runs` is missing, has only some.
*/
export const runRowSchema = z.object({
	id: z.string(),
	state: z.string(),
	created_at: z.string().nullish(),
	tokens_used: z.number().nullish(),
	token_cap: z.number().nullish(),
	phases_total: z.number().nullish(),
	phases_completed: z.number().nullish(),
	current_phase_name: z.string().nullish(),
});

/**
The same row without nulls, for those who read it.
*/
export const knownRunRowSchema = runRowSchema.transform(row => ({
	id: row.id,
	state: row.state,
	created_at: row.created_at ?? undefined,
	tokens_used: row.tokens_used ?? undefined,
	token_cap: row.token_cap ?? undefined,
	phases_total: row.phases_total ?? undefined,
	phases_completed: row.phases_completed ?? undefined,
	current_phase_name: row.current_phase_name ?? undefined,
}));

export type UpdateStatus = z.input<typeof updateStatusSchema>;
export type BuilderResult = z.output<typeof builderResultSchema>;
export type AuditorResult = z.output<typeof auditorResultSchema>;
export type ProbeResult = z.output<typeof probeResultSchema>;
export type Issue = z.output<typeof issueSchema>;
export type RunRow = z.output<typeof knownRunRowSchema>;
