import * as z from 'zod';
import {reasonIds} from './gate/reasons.ts';

export const gateLevelSchema = z.enum(['ok', 'needs_review', 'blocked']);

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

/**
Journals of older versions call the id `code`, and have no word of what it stands on.
*/
const gateReasonSchema = z.preprocess(
	reason => reason instanceof Object && 'code' in reason ? {...reason, id: reason.code} : reason,
	z.object({
		id: z.enum(reasonIds),
		/**
		`warning`s are shown and change nothing, an `issue` makes needs_review, a `blocker` blocks.
		*/
		weight: z.enum(['warning', 'issue', 'blocker']),
		message: z.string(),
		standsOn: z.string().optional(),
		clearedBy: z.string().optional(),
	}),
);

/**
What the quality gate says of an attempt.
*/
export const verdictSchema = z.object({
	level: gateLevelSchema,
	/**
	Heaviest first.
	*/
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
	/**
	True when the policy lets `--yes` approve every reason that weighs. Journals of older versions do not have it.
	*/
	forYes: z.boolean().optional(),
});

export type GateLevel = z.infer<typeof gateLevelSchema>;
export type Risk = z.infer<typeof riskSchema>;
export type GateReason = z.infer<typeof gateReasonSchema>;
export type Verdict = z.infer<typeof verdictSchema>;
