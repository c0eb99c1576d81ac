import {GitError} from './git-error.ts';
import {listWorktrees} from './list-worktrees.ts';

/**
Throws GitError when `ref` is checked out anywhere: if it moved, that checkout would look changed.
*/
export async function refuseCheckedOut(root: string, ref: string): Promise<void> {
	const worktrees = await listWorktrees(root);
	const holder = worktrees.find(worktree => worktree.ref === ref && !worktree.isPrunable);
	if (holder) {
		throw new GitError(`The branch ${ref.replace(/^refs\/heads\//v, '')} is checked out in ${holder.path}, where nothing may change. Switch to another branch there, then start again.`);
	}
}
