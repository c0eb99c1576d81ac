import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {runGit} from './run-git.ts';

export type Mixture = {
	/**
	Tree that the result is like, but for `paths`.
	*/
	onto: string;
	/**
	Tree that `paths` are taken from; those it does not have are not in the result.
	*/
	from: string;
	paths: string[];
};

/**
Writes the tree that has `paths` as one tree has them and everything else as the other. No worktree and no index of the repository is touched.
@returns the tree's object name
*/
export async function mixTrees(root: string, {onto, from, paths}: Mixture): Promise<string> {
	const directory = await mkdtemp(path.join(tmpdir(), 'autopack-index-'));
	const env = {GIT_INDEX_FILE: path.join(directory, 'index')};
	try {
		const [entries] = await Promise.all([
			runGit(root, ['--literal-pathspecs', 'ls-tree', '-r', '-z', '--full-tree', from, '--', ...paths]),
			runGit(root, ['read-tree', onto], {env}),
		]);
		const removed = paths.map(name => `0 ${'0'.repeat(onto.length)}\t${name}\0`).join('');
		await runGit(root, ['update-index', '-z', '--index-info'], {env, input: removed + entries});
		const tree = await runGit(root, ['write-tree'], {env});
		return tree.trim();
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}
