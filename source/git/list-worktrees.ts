import {realpath} from 'node:fs/promises';
import path from 'node:path';
import {runWorktreeCommand} from './worktree-command.ts';

export type WorktreeEntry = {
	path: string;
	/**
	Full name of the ref that is checked out; undefined when detached or bare.
	*/
	ref?: string;
	isLocked: boolean;
	/**
	Its directory is gone.
	*/
	isPrunable: boolean;
};

/**
All worktrees of the repository, the user's own checkout first.
*/
export async function listWorktrees(root: string): Promise<WorktreeEntry[]> {
	const output = await runWorktreeCommand(root, ['list', '--porcelain', '-z']);
	return output.split('\0\0').filter(Boolean).map(record => {
		const attributes = new Map(record.split('\0').map(line => {
			const [name = '', ...value] = line.split(' ');
			return [name, value.join(' ')];
		}));
		return {
			path: attributes.get('worktree')!,
			ref: attributes.get('branch'),
			isLocked: attributes.has('locked'),
			isPrunable: attributes.has('prunable'),
		};
	});
}

/**
The entry of the worktree at an absolute path. Git lists real paths, so symbolic links above it are followed.
*/
export async function findWorktree(root: string, location: string): Promise<WorktreeEntry | undefined> {
	const worktrees = await listWorktrees(root);
	const parent = path.dirname(location);
	const realParent = await realpath(parent).catch(() => parent);
	return worktrees.find(worktree => worktree.path === path.join(realParent, path.basename(location)));
}
