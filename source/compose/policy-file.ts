import {readFile} from 'node:fs/promises';
import {parse} from 'yaml';
import {toDotPath} from 'zod/v4/core';
import {describeIssue} from '../describe-issue.ts';
import {gatePolicySchema, type GatePolicy} from '../domain/gate/policy.ts';
import {UsageError} from '../exit-code.ts';

/**
Reads a gate policy from a JSON or YAML file: the policy itself, or a configuration file with a key `gate`. Throws UsageError that names file and key.
*/
export async function readPolicyFile(file: string): Promise<GatePolicy> {
	const content = await readContent(file);
	const policy: unknown = content instanceof Object && 'gate' in content ? content.gate : content;
	const parsed = gatePolicySchema.safeParse(policy ?? {});
	if (!parsed.success) {
		const problems = parsed.error.issues.map(issue => [toDotPath(issue.path), describeIssue(issue)].filter(Boolean).join(': '));
		throw new UsageError(`${file} is no gate policy: ${problems.join('; ')}. Its keys are in docs/gate.md.`);
	}

	return parsed.data;
}

async function readContent(file: string): Promise<unknown> {
	try {
		return parse(await readFile(file, 'utf8'));
	} catch (error) {
		const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		throw new UsageError(isMissing ? `there is no policy file ${file}.` : `the policy file ${file} cannot be read: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}.`, {cause: error});
	}
}
