import * as z from 'zod';

export const checkKindSchema = z.enum(['tests', 'types', 'coverage', 'command']);

/**
How a check ended, after the failures that the base commit already has were set aside:
- `passed`: it ran to its end and nothing failed that did not fail before
- `failed`: new failures
- `error`: it ran, but what it says cannot be trusted (crash, collection error, nothing collected, tested other code)
- `timeout`: killed at its time limit
- `missing`: its tool is not there, or there is nothing for it to check
Only `passed` is evidence for a patch.
*/
const checkStatusSchema = z.enum(['passed', 'failed', 'error', 'timeout', 'missing']);

const coverageSchema = z.object({
	/**
	Of the lines, 0–100.
	*/
	percent: z.number(),
	basePercent: z.number().optional(),
	/**
	Percentage points against the base; undefined (unknown) when either report is missing.
	*/
	delta: z.number().optional(),
});

export const checkResultSchema = z.object({
	name: z.string(),
	kind: checkKindSchema,
	status: checkStatusSchema,
	/**
	One line for a person, such as `41 passed, 1 failed (1 new)`.
	*/
	summary: z.string(),
	/**
	Stable identities: pytest node ids, or `path: message [code]` for mypy.
	*/
	newFailures: z.array(z.string()),
	knownFailures: z.array(z.string()),
	/**
	Failed at the base, pass now.
	*/
	fixed: z.array(z.string()),
	/**
	True when the same check is no evidence at the base either (so the patch cannot be blamed, nor trusted).
	*/
	brokenAtBase: z.boolean(),
	counts: z.object({
		passed: z.int(), failed: z.int(), errors: z.int(), skipped: z.int(),
	}).optional(),
	coverage: coverageSchema.optional(),
	command: z.array(z.string()),
	tool: z.object({path: z.string(), version: z.string()}).optional(),
	exitCode: z.int().optional(),
	durationMs: z.number(),
	/**
	The end of what it printed, control sequences removed, at most 16 KiB.
	*/
	output: z.string(),
});

export type CheckKind = z.infer<typeof checkKindSchema>;
export type CheckStatus = z.infer<typeof checkStatusSchema>;
export type Coverage = z.infer<typeof coverageSchema>;
export type CheckResult = z.infer<typeof checkResultSchema>;
