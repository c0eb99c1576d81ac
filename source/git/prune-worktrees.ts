import {listWorktrees} from './list-worktrees.ts';
import {removeWorktree} from './remove-worktree.ts';
import {hasMarker} from './worktree-marker.ts';

/**
Forgets worktrees of ours whose directory is gone. Those of the user stay, gone or not: theirs may be on a drive that is away.
*/
export async function pruneWorktrees(root: string): Promise<void> {
	const worktrees = await listWorktrees(root);
	for (const {path, isPrunable} of worktrees) {
		if (isPrunable && await hasMarker(path)) {
			await removeWorktree(root, path);
		}
	}
}
