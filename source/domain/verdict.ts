import * as z from 'zod';

export const gateLevelSchema = z.enum(['ok', 'needs_review', 'blocked']);

export const strictnessSchema = z.enum(['lenient', 'normal', 'strict']);

const riskSchema = z.object({
	/**
	0–100.
	*/
	score: z.int().min(0).max(100),
	level: z.enum(['low', 'medium', 'high', 'critical']),
	/**
	What the score is made of, such as `{points: 15, reason: 'critical path: migrations/0001.py'}`.
	*/
	parts: z.array(z.object({points: z.int(), reason: z.string()})),
});

const gateReasonSchema = z.object({
	/**
	`warning`s are shown and change nothing; `issue`s keep the level from being ok.
	*/
	weight: z.enum(['warning', 'issue']),
	code: z.enum([
		'checks_failed',
		'checks_missing',
		'major_finding',
		'minor_finding',
		'not_approved',
		'review_missing',
		'disagreement',
		'coverage_regression',
		'coverage_unknown',
		'out_of_scope',
		'risk',
	]),
	message: z.string(),
});

/**
What the quality gate says of an attempt.
*/
export const verdictSchema = z.object({
	level: gateLevelSchema,
	reasons: z.array(gateReasonSchema),
	risk: riskSchema,
	/**
	Percentage points; undefined is unknown, never unchanged.
	*/
	coverageDelta: z.number().optional(),
	/**
	True when the Builder could mend what is wrong: new failures, major findings, a rejection.
	*/
	fixable: z.boolean(),
});

export type Strictness = z.infer<typeof strictnessSchema>;
export type GateLevel = z.infer<typeof gateLevelSchema>;
export type Risk = z.infer<typeof riskSchema>;
export type GateReason = z.infer<typeof gateReasonSchema>;
export type Verdict = z.infer<typeof verdictSchema>;
