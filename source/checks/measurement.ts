import * as z from 'zod';
import {checkKindSchema} from '../domain/check.ts';

/**
What a check said of one tree, before it is compared with the base's.
*/
export const measurementSchema = z.object({
	name: z.string(),
	kind: checkKindSchema,
	/**
	Why this is no evidence. `isEmpty`: it ran, and there was nothing to check.
	*/
	problem: z.object({status: z.enum(['error', 'timeout', 'not_run']), text: z.string(), isEmpty: z.boolean().optional()}).optional(),
	/**
	True for a command: one failure stands for anything, so a failure that was there before hides those that were not.
	*/
	isOpaque: z.boolean().optional(),
	/**
	Identities of what passed, failed and was skipped; one that fails twice is there twice.
	*/
	passed: z.array(z.string()),
	failed: z.array(z.string()),
	skipped: z.array(z.string()),
	/**
	Failed, then passed when run once more.
	*/
	flaky: z.array(z.string()),
	/**
	Node ids of what pytest could not import.
	*/
	collectionErrors: z.array(z.string()),
	/**
	Of the failed, those whose set-up or tear-down failed.
	*/
	errors: z.int(),
	/**
	Of the lines, 0–100; coverage only.
	*/
	percent: z.number().optional(),
	/**
	Of the changed files that coverage measured: the numbers of the lines that tests reached, and of those they did not.
	*/
	lines: z.record(z.string(), z.object({executed: z.array(z.int()), missing: z.array(z.int())})).optional(),
	command: z.array(z.string()),
	tool: z.object({path: z.string(), version: z.string()}).optional(),
	exitCode: z.int().optional(),
	durationMs: z.number(),
	output: z.string(),
});

export type Measurement = z.infer<typeof measurementSchema>;
export type Problem = NonNullable<Measurement['problem']>;

type Known = Pick<Measurement, 'name' | 'kind' | 'command'>;

/**
A measurement with nothing in it yet.
*/
export function createMeasurement(known: Known & Partial<Measurement>): Measurement {
	return {
		passed: [], failed: [], skipped: [], flaky: [], collectionErrors: [], errors: 0, durationMs: 0, output: '', ...known,
	};
}

/**
True when it proves nothing about its tree.
*/
export const isBroken = ({problem, collectionErrors}: Measurement): boolean => problem !== undefined || collectionErrors.length > 0;
