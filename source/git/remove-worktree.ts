import {rm} from 'node:fs/promises';
import {GitError} from './git-error.ts';
import {findWorktree} from './list-worktrees.ts';
import {runWorktreeCommand} from './worktree-command.ts';
import {hasMarker, notOurs, removeMarker} from './worktree-marker.ts';

/**
Removes a worktree of ours with all that is in it, in whatever state it is; nothing happens when it is gone. Throws GitError for one that is not ours.
*/
export async function removeWorktree(root: string, path: string): Promise<void> {
	if (!await hasMarker(path)) {
		if (await findWorktree(root, path)) {
			throw notOurs(path);
		}

		return;
	}

	await rm(path, {recursive: true, force: true, maxRetries: 3});
	await forget(root, path);
	await removeMarker(path);
}

/**
Git refuses to forget a worktree that it does not know: asking first, each time, would take longer.
*/
async function forget(root: string, path: string): Promise<void> {
	try {
		// Twice: also when it is locked, as it is while git makes it.
		await runWorktreeCommand(root, ['remove', '--force', '--force', path]);
	} catch (error) {
		if (!(error instanceof GitError) || await findWorktree(root, path)) {
			throw error;
		}
	}
}
