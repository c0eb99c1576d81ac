import * as z from 'zod';

/**
Request bodies of the classic Supervisor, as its contract lists them.
*/
const text = z.string();
const optional = z.string().nullish();

export const startBody = z.object({
	run: z.object({
		run_id: text, safety_profile: text.default('normal'), run_scope: text.default('multi_tier'), token_cap: z.int().default(5_000_000), max_phases: z.int().default(25), max_duration_minutes: z.int().default(120),
	}).strict(),
	tiers: z.array(z.object({
		tier_id: text, tier_index: z.int(), name: text, description: optional,
	}).strict()).default([]),
	phases: z.array(z.object({
		phase_id: text,
		phase_index: z.int(),
		tier_id: text,
		name: text,
		description: optional,
		task_category: optional,
		complexity: optional,
		builder_mode: optional,
		scope: z.object({paths: z.array(text), read_only_context: z.array(text)}).nullish(),
	}).strict()).default([]),
});

export const updateBody = z.object({
	state: text,
	builder_attempts: z.int().nullish(),
	tokens_used: z.int().nullish(),
	minor_issues_count: z.int().nullish(),
	major_issues_count: z.int().nullish(),
	quality_level: optional,
	quality_blocked: z.boolean().nullish(),
});

const issue = z.object({
	issue_key: text, severity: text, source: text.default(''), category: text, evidence_refs: z.array(text).default([]), description: text.default(''),
}).strict();

export const builderBody = z.object({
	phase_id: text,
	run_id: text,
	run_type: text.default('project_build'),
	allowed_paths: z.array(text).default([]),
	patch_content: optional,
	files_changed: z.array(text).default([]),
	lines_added: z.int().default(0),
	lines_removed: z.int().default(0),
	builder_attempts: z.int().default(1),
	tokens_used: z.int().default(0),
	duration_minutes: z.number().default(0),
	probe_results: z.array(z.object({
		probe_type: text, exit_code: z.int(), stdout: text, stderr: text, duration_seconds: z.number(),
	}).strict()).default([]),
	suggested_issues: z.array(issue).default([]),
	status: z.enum(['success', 'failed', 'needs_review']),
	notes: text.default(''),
});

export const auditorBody = z.object({
	phase_id: text,
	run_id: text,
	review_notes: text,
	issues_found: z.array(issue).default([]),
	suggested_patches: z.array(z.object({description: text, patch_content: text, files_affected: z.array(text).default([])})).default([]),
	auditor_attempts: z.int().default(1),
	tokens_used: z.int().default(0),
	recommendation: z.enum(['approve', 'revise', 'escalate']),
	confidence: z.enum(['low', 'medium', 'high']).default('medium'),
});

export const issueQuery = z.object({
	issue_key: text, severity: text, source: text, category: text, task_category: text.optional(), complexity: text.optional(),
});

export type StartBody = z.output<typeof startBody>;
