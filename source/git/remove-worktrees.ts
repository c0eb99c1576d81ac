import {realpath, rmdir} from 'node:fs/promises';
import path from 'node:path';
import {listWorktrees} from './list-worktrees.ts';
import {removeWorktree} from './remove-worktree.ts';
import {hasMarker} from './worktree-marker.ts';

/**
Removes every worktree of ours right in `directory`, then the directory and the one it is in if nothing else is there.
*/
export async function removeWorktrees(root: string, directory: string): Promise<void> {
	const worktrees = await listWorktrees(root);
	const real = await realpath(directory).catch(() => directory);
	for (const worktree of worktrees) {
		if (path.dirname(worktree.path) === real && await hasMarker(worktree.path)) {
			await removeWorktree(root, worktree.path);
		}
	}

	for (const empty of [directory, path.dirname(directory)]) {
		// Not there, or not empty: another run's worktrees are not in the way.
		await rmdir(empty).catch(() => undefined);
	}
}
