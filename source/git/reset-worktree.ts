import {rm} from 'node:fs/promises';
import path from 'node:path';
import {GitError} from './git-error.ts';
import {runInWorktree} from './run-git.ts';

/**
Makes a worktree hold exactly the commit, HEAD detached: changes, untracked and ignored files go. No branch moves, whatever a check has switched to.
*/
export async function resetWorktree(worktree: string, commit: string): Promise<void> {
	await removeStaleLocks(worktree);
	await runInWorktree(worktree, ['checkout', '--quiet', '--force', '--detach', commit]);
	await clean(worktree);
}

/**
Puts a recorded tree in the worktree and its index; HEAD stays where it is. All else goes.
*/
export async function materializeTree(worktree: string, tree: string): Promise<void> {
	await removeStaleLocks(worktree);
	await runInWorktree(worktree, ['read-tree', '--reset', '-u', tree]);
	await clean(worktree);
}

/**
Doubly forced: also repositories that a check has made inside.
*/
async function clean(worktree: string): Promise<void> {
	await runInWorktree(worktree, ['clean', '-ffdxq']);
}

/**
Git processes that were killed in our worktree leave these; the run's lock says that none is at work now.
*/
async function removeStaleLocks(worktree: string): Promise<void> {
	const output = await runInWorktree(worktree, ['rev-parse', '--absolute-git-dir']);
	const gitDirectory = output.replace(/\n$/v, '');
	if (path.basename(path.dirname(gitDirectory)) !== 'worktrees') {
		throw new GitError(`${worktree} is not a worktree that autopack made: its data is in ${gitDirectory}.`);
	}

	await Promise.all(['index.lock', 'HEAD.lock'].map(async name => rm(path.join(gitDirectory, name), {force: true})));
}
