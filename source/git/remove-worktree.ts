import {rm} from 'node:fs/promises';
import {findWorktree} from './list-worktrees.ts';
import {runWorktreeCommand} from './worktree-command.ts';
import {hasMarker, notOurs, removeMarker} from './worktree-marker.ts';

/**
Removes a worktree of ours with all that is in it, in whatever state it is; nothing happens when it is gone. Throws GitError for one that is not ours.
*/
export async function removeWorktree(root: string, path: string): Promise<void> {
	const entry = await findWorktree(root, path);
	if (!await hasMarker(path)) {
		if (entry) {
			throw notOurs(path);
		}

		return;
	}

	await rm(path, {recursive: true, force: true, maxRetries: 3});
	if (entry) {
		// Twice: also when it is locked, as it is while git makes it.
		await runWorktreeCommand(root, ['remove', '--force', '--force', path]);
	}

	await removeMarker(path);
}
