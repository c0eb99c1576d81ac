import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type {Change} from './change.ts';
import {readCommits} from './commits.ts';
import {makeRepository} from './generated-repository.ts';
import {Random} from './random.ts';
import {fixedTexts, sourceTexts} from './source-texts.ts';

const commitsPerRepository = 1500;
const root = path.resolve(import.meta.dirname, '../..');

/**
The changes to make cases of: commits of the named repositories. With none named: this repository's own, if it has any, and generated ones.
*/
export async function readChanges(repositories: readonly string[], seed: number): Promise<Change[]> {
	if (repositories.length === 0) {
		return [...await ownChanges(seed), ...await generatedChanges({seed, count: commitsPerRepository})];
	}

	const changes: Change[] = [];
	for (const repository of repositories) {
		changes.push(...await readCommits(repository, {random: new Random(seed), count: commitsPerRepository}));
	}

	return changes;
}

/**
An unpacked release has no history, and a shallow clone hardly any: that is no error.
*/
async function ownChanges(seed: number): Promise<Change[]> {
	try {
		return await readCommits(root, {random: new Random(seed), count: 300});
	} catch {
		return [];
	}
}

/**
Changes by generated edits to texts that every clone has, as git diffs them.
*/
export async function generatedChanges({seed, count}: {seed: number; count: number}): Promise<Change[]> {
	const random = new Random(seed);
	return changesTo(await sourceTexts(random), {random, count});
}

/**
The same of texts that do not differ between machines and do not change with this project's sources, so that a seed names the same changes everywhere.
*/
export async function fixedChanges({seed, count}: {seed: number; count: number}): Promise<Change[]> {
	return changesTo(await fixedTexts(), {random: new Random(seed), count});
}

async function changesTo(texts: ReadonlyMap<string, string>, {random, count}: {random: Random; count: number}): Promise<Change[]> {
	const directory = await mkdtemp(path.join(os.tmpdir(), 'autopack-score-'));
	try {
		await makeRepository(directory, texts, {random, count});
		return await readCommits(directory, {random, count});
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}
