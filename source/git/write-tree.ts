import {runInWorktree} from './run-git.ts';

/**
Records the named paths as they are in the worktree, on top of what its index has, and returns the tree. Ignored files count when they are named;
nothing that merely lies about gets in.
*/
export async function writeTree(worktree: string, paths: readonly string[]): Promise<string> {
	const input = paths.map(file => `${file}\0`).join('');
	await runInWorktree(worktree, ['update-index', '--add', '--remove', '--replace', '-z', '--stdin'], {input});
	const output = await runInWorktree(worktree, ['write-tree']);
	return output.trim();
}
