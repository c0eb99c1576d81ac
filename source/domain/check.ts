import * as z from 'zod';
import {signSchema} from './sign.ts';

/**
What a project's own commands may be called.
*/
export const commandKindSchema = z.enum(['tests', 'types', 'coverage', 'command']);

/**
Parts of the evidence:
- `tests`, `types`, `coverage`, `command`: a check on the changed tree, compared with the same check on the base
- `regression`: tests that the patch changed or deleted, as they were, on the new code
- `witness`: tests that the patch adds or changes, on the old code
- `integrity`: what the patch does to tests and to the configuration of checks, by their syntax trees
- `secrets`: keys in added lines
*/
export const checkKindSchema = z.enum([...commandKindSchema.options, 'regression', 'witness', 'integrity', 'secrets']);

/**
How a part of the evidence ended, after the failures that the base commit already has were set aside:
- `passed`: it ran to its end and nothing failed that did not fail before
- `failed`: new failures
- `error`: it ran, but what it says cannot be trusted (crash, collection error, nothing collected, tested other code)
- `timeout`: killed at its time limit
- `not_run`: its tool is not there, or there is nothing for it to look at
- `unknown`: it ran, and there is nothing to compare it with
Only `passed` is evidence for a patch. Journals of older versions say `missing` for `not_run`.
*/
const checkStatusSchema = z.preprocess(
	status => status === 'missing' ? 'not_run' : status,
	z.enum(['passed', 'failed', 'error', 'timeout', 'not_run', 'unknown']),
);

/**
Line numbers count from 1, in the new file; `to` is included.
*/
const uncoveredSchema = z.object({path: z.string(), from: z.int(), to: z.int()});

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
	/**
	Of the executable lines that the patch adds or changes: how many there are, how many the tests reach, and which they do not.
	*/
	changed: z.object({lines: z.int(), covered: z.int(), uncovered: z.array(uncoveredSchema)}).optional(),
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
	Failed at the base, pass now. Of a `witness`: fail on the old code, pass on the new.
	*/
	fixed: z.array(z.string()),
	/**
	New failures that passed when run once more, alone. Journals of older versions do not have what follows.
	*/
	flaky: z.array(z.string()).optional(),
	/**
	Tests that ran at the base and do not any more: node id and, in parentheses, `gone` or `now skipped`.
	*/
	gone: z.array(z.string()).optional(),
	/**
	Of `integrity` and `secrets`: what was found.
	*/
	signs: z.array(signSchema).optional(),
	/**
	Of `integrity`: true when code other than tests changed in more than comments and formatting.
	*/
	changesCode: z.boolean().optional(),
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
	/**
	What kept it from the rest of the machine.
	*/
	sandbox: z.enum(['bubblewrap', 'container', 'off']).optional(),
	exitCode: z.int().optional(),
	durationMs: z.number(),
	/**
	The end of what it printed, control sequences removed, at most 16 KiB.
	*/
	output: z.string(),
	/**
	The file that keeps all of its output.
	*/
	outputFile: z.string().optional(),
});

const projectKinds: ReadonlySet<string> = new Set(commandKindSchema.options);

/**
True for the project's own checks; the other parts of the evidence have reasons of their own.
*/
export const isProjectCheck = ({kind}: Pick<CheckResult, 'kind'>): boolean => projectKinds.has(kind);

/**
False for the old and new tests of a change that touches none: there was nothing to run, and nothing is missing.
*/
export const isRelevant = ({kind, status}: Pick<CheckResult, 'kind' | 'status'>): boolean =>
	status !== 'not_run' || (kind !== 'regression' && kind !== 'witness');

/**
The order in which a person reads the evidence, whatever came first.
*/
export const byImportance = (a: Pick<CheckResult, 'kind'>, b: Pick<CheckResult, 'kind'>): number => importance.indexOf(a.kind) - importance.indexOf(b.kind);

const importance: CheckKind[] = ['tests', 'command', 'types', 'coverage', 'regression', 'witness', 'integrity', 'secrets'];

export type CheckKind = z.infer<typeof checkKindSchema>;
export type CheckStatus = z.infer<typeof checkStatusSchema>;
export type Coverage = z.infer<typeof coverageSchema>;
export type CheckResult = z.infer<typeof checkResultSchema>;
