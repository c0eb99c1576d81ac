import {cp, mkdir} from 'node:fs/promises';
import path from 'node:path';
import {runGit, tryGit} from '../../source/git/run-git.ts';
import {CaseError} from './case-error.ts';
import type {Case} from './read-case.ts';

export type Repository = {
	root: string;
	/**
	Commit of the project.
	*/
	base: string;
	baseTree: string;
	/**
	Tree of the project with the patch.
	*/
	tree: string;
};

const identity = {
	GIT_AUTHOR_NAME: 'autopack', GIT_AUTHOR_EMAIL: 'autopack@example.org', GIT_COMMITTER_NAME: 'autopack', GIT_COMMITTER_EMAIL: 'autopack@example.org',
};

/**
Makes a repository of a case in a new directory: its project as the only commit, and, beside it, the tree that the patch makes.
Throws CaseError when the patch does not apply or changes nothing.
*/
export async function commitProject({folder, project, patch}: Case, directory: string): Promise<Repository> {
	const root = path.join(directory, 'repository');
	await mkdir(root);
	await cp(project, root, {recursive: true, verbatimSymlinks: true});
	await runGit(root, ['init', '--quiet', '--initial-branch', 'main']);
	// --force: what the machine or the project ignores is part of the base all the same.
	await runGit(root, ['add', '--all', '--force', '.']);
	await runGit(root, ['commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'Base'], {env: identity});
	const [base, baseTree] = await Promise.all([revision(root, 'HEAD'), revision(root, 'HEAD^{tree}')]);
	const applied = await tryGit(root, ['apply', '--cached', '--whitespace=nowarn', path.resolve(patch)]);
	if (applied.exitCode !== 0) {
		throw new CaseError(folder, `patch.diff does not apply to the project: ${applied.stderr.trim().replaceAll(/\s+/gv, ' ')}`);
	}

	const tree = (await runGit(root, ['write-tree'])).trim();
	await runGit(root, ['read-tree', 'HEAD']);
	if (tree === baseTree) {
		throw new CaseError(folder, 'patch.diff changes nothing.');
	}

	return {
		root, base, baseTree, tree,
	};
}

async function revision(root: string, name: string): Promise<string> {
	const output = await runGit(root, ['rev-parse', '--verify', name]);
	return output.trim();
}
