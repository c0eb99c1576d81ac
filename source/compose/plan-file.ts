import {readFile} from 'node:fs/promises';
import {LineCounter, parseDocument, type Document} from 'yaml';
import {toDotPath} from 'zod/v4/core';
import {describeIssue} from '../describe-issue.ts';
import {planSchema, type Plan} from '../domain/plan.ts';
import {UsageError} from '../exit-code.ts';

/**
Reads a plan file, JSON or YAML. Throws UsageError that names each error with its path in the plan and its line.
*/
export async function readPlanFile(file: string): Promise<Plan> {
	const lines = new LineCounter();
	const document = parseDocument(await readText(file), {lineCounter: lines});
	if (document.errors.length > 0) {
		throw invalid(file, document.errors.map(error => `line ${error.linePos?.[0].line ?? '?'}: ${error.message.split('\n', 1)[0]}`));
	}

	const parsed = planSchema.safeParse(document.toJS());
	const issues = parsed.success ? inconsistencies(parsed.data) : parsed.error.issues.map(issue => ({path: issue.path, message: describeIssue(issue)}));
	if (!parsed.success || issues.length > 0) {
		throw invalid(file, issues.map(({path, message}) => `line ${lineOf(document, lines, path)}: ${toDotPath(path) || 'the plan'}: ${message}`));
	}

	return parsed.data;
}

async function readText(file: string): Promise<string> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		throw new UsageError(isMissing ? `there is no plan file ${file}.` : `the plan file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, {cause: error});
	}
}

const invalid = (file: string, problems: string[]): UsageError =>
	new UsageError(`${file} is no valid plan:\n${problems.map(problem => `  ${problem}`).join('\n')}`);

type Problem = {path: PropertyKey[]; message: string};

function inconsistencies({tiers, phases}: Plan): Problem[] {
	const tierIds = tiers.map(({tier_id}) => tier_id);
	return [
		...repeated(tierIds).map(index => ({path: ['tiers', index, 'tier_id'], message: `a second tier "${tierIds[index]}"`})),
		...repeated(phases.map(({phase_id}) => phase_id)).map(index => ({path: ['phases', index, 'phase_id'], message: `a second phase "${phases[index]!.phase_id}"`})),
		...phases.flatMap(({tier_id}, index) => tierIds.includes(tier_id) ? [] : [{path: ['phases', index, 'tier_id'], message: `there is no tier "${tier_id}"`}]),
		...phases.length === 0 ? [{path: ['phases'], message: 'the plan has no phases'}] : [],
	];
}

const repeated = (ids: string[]): number[] => ids.flatMap((id, index) => ids.indexOf(id) < index ? [index] : []);

/**
The line of the nearest node that is there: a missing key has the line of what it is missing from.
*/
function lineOf(document: Document, lines: LineCounter, path: PropertyKey[]): number {
	for (let {length} = path; length >= 0; length--) {
		const node = document.getIn(path.slice(0, length), true) as {range?: [number, number, number]} | undefined;
		if (node?.range) {
			return lines.linePos(node.range[0]).line;
		}
	}

	return 1;
}
