import {readFileStates} from '../files/read-file-states.ts';
import type {FileState} from '../patch/file-state.ts';
import {runInWorktree} from './run-git.ts';
import {markSubmodules, submoduleQuestion} from './submodules.ts';

/**
What a worktree of ours has at each path (relative, with slashes), submodules told from directories.
*/
export async function readWorktreeStates(worktree: string, paths: readonly string[]): Promise<Map<string, FileState>> {
	if (paths.length === 0) {
		return new Map();
	}

	const [states, answer] = await Promise.all([readFileStates(worktree, paths), runInWorktree(worktree, submoduleQuestion(paths))]);
	return markSubmodules(states, answer);
}
