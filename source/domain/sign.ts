import * as z from 'zod';

/**
What a patch may do to the tests, or to what judges them, besides what it is for.
*/
export const signIdSchema = z.enum([
	'tests_gone',
	'assertions_removed',
	'assertions_trivial',
	'tests_skipped',
	'cases_dropped',
	'exceptions_swallowed',
	'subject_mocked',
	'suppressions_added',
	'config_loosened',
	'test_hooks_added',
	'outcome_tampered',
	'exits_process',
	'detects_tests',
	'protected_path',
	'secret',
]);

/**
One place where it does. `line` counts from 1, in the new file where there is one.
*/
export const signSchema = z.object({
	id: signIdSchema,
	path: z.string(),
	line: z.int().optional(),
	/**
	Node id of the test, without parameters.
	*/
	test: z.string().optional(),
	message: z.string(),
});

export type Sign = z.infer<typeof signSchema>;
