import * as z from 'zod';
import {checkKindSchema} from '../domain/check.ts';
import {sandboxLimitsSchema} from './sandbox/limits.ts';

/**
A day; a timer cannot count further than 24 of them.
*/
const maxTimeoutMs = 86_400_000;

const commandCheckSchema = z.strictObject({
	name: z.string().min(1),
	/**
	An array is run as it is, a string by `sh -c`; exit code 0 is a pass.
	*/
	command: z.union([z.string().min(1), z.array(z.string()).min(1)]),
	kind: checkKindSchema.default('command'),
	timeoutSeconds: z.number().positive().max(maxTimeoutMs / 1000).optional(),
});

const haveDistinctNames = (checks: Array<{name: string}>) => new Set(checks.map(check => check.name)).size === checks.length;

/**
How a project is checked. Without `checks`, that is pytest, coverage and mypy.
*/
export const checksSettingsSchema = z.strictObject({
	/**
	Interpreter that has pytest; when set, no other is tried for the tests.
	*/
	python: z.string().min(1).optional(),
	/**
	Time limit of each check.
	*/
	timeoutMs: z.number().positive().max(maxTimeoutMs).default(600_000),
	/**
	Variables for the checks, on top of the environment without its secrets.
	*/
	env: z.record(z.string(), z.string()).default({}),
	coverage: z.boolean().default(true),
	/**
	`auto`: when mypy is installed, or when the project configures it.
	*/
	mypy: z.union([z.boolean(), z.literal('auto')]).default('auto'),
	/**
	Replace the Python checks; run one after the other.
	*/
	checks: z.array(commandCheckSchema).min(1).refine(haveDistinctNames, 'two checks have the same name').optional(),
	/**
	`container`: autopack itself runs in one; `off`: nothing is confined.
	*/
	sandbox: z.enum(['bubblewrap', 'container', 'off']).default('bubblewrap'),
	/**
	Names of the checks that may use the network.
	*/
	sandboxNetwork: z.array(z.string().min(1)).default([]),
	/**
	Absolute paths that every check may read besides.
	*/
	sandboxReadable: z.array(z.string().startsWith('/')).default([]),
	sandboxLimits: sandboxLimitsSchema.default({}),
	/**
	Holds the baselines and mypy's cache between runs.
	*/
	cacheDirectory: z.string(),
	/**
	Of each check's output, the end that is kept.
	*/
	maxOutputBytes: z.int().min(256).max(16_384).default(16_384),
});

export type CommandCheck = z.infer<typeof commandCheckSchema>;
export type ChecksSettings = z.infer<typeof checksSettingsSchema>;
