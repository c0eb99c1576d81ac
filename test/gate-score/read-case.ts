import {readFile, readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type {AuditorReview} from '../../source/domain/findings.ts';
import {planSchema, type Phase} from '../../source/domain/plan.ts';
import {type GateLevel, gateLevelSchema} from '../../source/domain/verdict.ts';
import {CaseError} from './case-error.ts';
import {readReviews} from './read-reviews.ts';

export type Case = {
	name: string;
	folder: string;
	/**
	The base tree.
	*/
	project: string;
	/**
	Path of the git diff.
	*/
	patch: string;
	phase: Phase;
	reviews: AuditorReview[];
	/**
	`reasons`: ids that must be among those of the verdict with a weight of issue or blocker.
	*/
	expected: {level: GateLevel; reasons: string[]};
};

const expectedSchema = z.object({level: gateLevelSchema, reasons: z.array(z.string())});

/**
The paths of the case folders in a directory, in order; the directory itself if it is one.
*/
export async function findCases(directory: string): Promise<string[]> {
	const entries = await readdir(directory, {withFileTypes: true}).catch((error: unknown) => {
		throw new CaseError(directory, 'the folder cannot be read.', {cause: error});
	});
	if (entries.some(({name}) => name === 'patch.diff' || name === 'expected.json')) {
		return [directory];
	}

	const names = entries.filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).map(({name}) => name);
	return names.toSorted().map(name => path.join(directory, name));
}

/**
Throws CaseError when a file is missing or is not what it should be.
*/
export async function readCase(folder: string): Promise<Case> {
	const project = path.join(folder, 'project');
	const patch = path.join(folder, 'patch.diff');
	const isThere = async (file: string) => stat(file).catch(() => undefined);
	if (!(await isThere(project))?.isDirectory()) {
		throw new CaseError(folder, 'there is no folder "project" with the base tree.');
	}

	if (!(await isThere(patch))?.isFile()) {
		throw new CaseError(folder, 'there is no file "patch.diff".');
	}

	const expected = await readJson(folder, 'expected.json');
	if (expected === undefined) {
		throw new CaseError(folder, 'there is no file "expected.json".');
	}

	return {
		name: path.basename(path.resolve(folder)),
		folder,
		project,
		patch,
		phase: parsePhase(folder, await readJson(folder, 'phase.json') ?? {}),
		reviews: readReviews(folder, await readJson(folder, 'review.json')),
		expected: parse(expectedSchema, {folder, file: 'expected.json', value: expected}),
	};
}

/**
What is in the file, undefined if there is none.
*/
async function readJson(folder: string, file: string): Promise<unknown> {
	try {
		return JSON.parse(await readFile(path.join(folder, file), 'utf8'));
	} catch (error) {
		if (error instanceof SyntaxError) {
			throw new CaseError(folder, `${file} is not JSON: ${error.message}`, {cause: error});
		}

		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}

/**
A phase as the Supervisor would hold it. The name it gets if it has none says nothing of its purpose.
*/
function parsePhase(folder: string, value: unknown): Phase {
	const fields = parse(z.looseObject({}), {folder, file: 'phase.json', value});
	const plan = {
		run: {run_id: 'gate'},
		phases: [{
			phase_id: 'phase', phase_index: 0, tier_id: 'tier', name: 'The phase', ...fields,
		}],
	};
	return parse(planSchema, {folder, file: 'phase.json', value: plan}).phases[0]!;
}

/**
Throws CaseError, with the place in the file, when the value does not fit.
*/
function parse<Schema extends z.ZodType>(schema: Schema, {folder, file, value}: {folder: string; file: string; value: unknown}): z.infer<Schema> {
	const result = schema.safeParse(value);
	if (!result.success) {
		throw new CaseError(folder, `${file} is not as it should be: ${result.error.issues.map(issue => `${issue.path.join('.') || 'as a whole'}: ${issue.message}`).join('; ')}`, {cause: result.error});
	}

	return result.data;
}
