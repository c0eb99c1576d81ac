import {lstat} from 'node:fs/promises';
import {markedFor} from './end-orphans.ts';
import {removeWorktree} from './remove-worktree.ts';
import {runWorktreeCommand} from './worktree-command.ts';
import {hasMarker, notOurs, writeMarker} from './worktree-marker.ts';

/**
Makes a worktree at the absolute path, with the commit checked out and HEAD detached. What an earlier, perhaps killed, process left of ours there goes first;
throws GitError when what is there is not ours.
*/
export async function createWorktree(root: string, path: string, commit: string): Promise<void> {
	if (await hasMarker(path)) {
		await removeWorktree(root, path);
	}

	if (await isThere(path)) {
		throw notOurs(path);
	}

	await writeMarker(path);
	await runWorktreeCommand(root, ['add', '--detach', path, commit], markedFor(path));
}

async function isThere(path: string): Promise<boolean> {
	try {
		await lstat(path);
		return true;
	} catch {
		return false;
	}
}
