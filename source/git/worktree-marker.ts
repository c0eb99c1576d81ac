import {
	mkdir,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {GitError} from './git-error.ts';

/**
A file beside the worktree, not in it, says that autopack made it: it is written before the worktree and goes after it, so that
whatever a killed process left of the worktree is known as ours, and nothing else ever is deleted.
*/
const markerOf = (worktree: string) => `${worktree}.autopack-worktree`;

export async function writeMarker(worktree: string): Promise<void> {
	await mkdir(path.dirname(worktree), {recursive: true});
	await writeFile(markerOf(worktree), 'autopack made the directory of this name, and deletes it again.\n');
}

export const hasMarker = async (worktree: string): Promise<boolean> => {
	try {
		await readFile(markerOf(worktree));
		return true;
	} catch {
		return false;
	}
};

export const removeMarker = async (worktree: string): Promise<void> => rm(markerOf(worktree), {force: true});

export const notOurs = (worktree: string): GitError =>
	new GitError(`${worktree} is there already, and autopack did not make it. Move it away, then start again.`);
