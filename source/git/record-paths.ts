import {lstat} from 'node:fs/promises';
import path from 'node:path';
import type {FileChange} from '../domain/change.ts';
import {diffIndex} from './diff-trees.ts';
import {runInWorktree} from './run-git.ts';

/**
Records the named paths as they are in the worktree, on top of what its index has; returns the tree, and how it differs from the commit `base`.
Ignored files count when they are named; nothing that merely lies about gets in.
*/
export async function recordPaths(worktree: string, base: string, paths: readonly string[]): Promise<{tree: string; diff: string; files: FileChange[]}> {
	const found = await Promise.all(paths.map(async file => ({file, isThere: await hasFile(path.join(worktree, file))})));
	// A directory that has taken a file's place counts as gone: its files are named themselves.
	await updateIndex(worktree, ['--force-remove'], found.filter(({isThere}) => !isThere));
	await updateIndex(worktree, ['--add', '--replace'], found.filter(({isThere}) => isThere));
	const [tree, difference] = await Promise.all([runInWorktree(worktree, ['write-tree']), diffIndex(worktree, base)]);
	return {tree: tree.trim(), ...difference};
}

async function updateIndex(worktree: string, options: string[], files: ReadonlyArray<{file: string}>): Promise<void> {
	if (files.length === 0) {
		return;
	}

	const input = files.map(({file}) => `${file}\0`).join('');
	await runInWorktree(worktree, ['update-index', ...options, '-z', '--stdin'], {input});
}

async function hasFile(location: string): Promise<boolean> {
	try {
		const stats = await lstat(location);
		return !stats.isDirectory();
	} catch {
		return false;
	}
}
