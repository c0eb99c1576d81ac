import {
	chmod,
	mkdir,
	rm,
	rmdir,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import type {FileWrite} from '../patch/file-state.ts';
import {GitError} from './git-error.ts';
import {readFileState} from './read-file-states.ts';

/**
Writes and deletes files in the worktree. Parents are made; a deletion takes the directories along that it leaves empty.
Throws GitError, before anything is written, for a path that leaves the worktree or goes through or onto a symbolic link.
*/
export async function writeFiles(worktree: string, writes: readonly FileWrite[]): Promise<void> {
	const modes = await Promise.all(writes.map(async write => modeOf(worktree, write)));
	// Deletions first: a directory may take a deleted file's place, and the other way round.
	for (const {path: file, content} of writes) {
		if (content !== undefined) {
			continue;
		}

		await rm(path.join(worktree, file), {force: true});
		await removeEmptyParents(worktree, file);
	}

	for (const [index, {path: file, content}] of writes.entries()) {
		if (content === undefined) {
			continue;
		}

		const location = path.join(worktree, file);
		await mkdir(path.dirname(location), {recursive: true});
		// A new file each time: another name of the old one keeps its content.
		await rm(location, {force: true});
		await writeFile(location, content, {flag: 'wx'});
		await chmod(location, modes[index]!);
	}
}

/**
The mode that a file is to have: as asked, else as it is.
*/
async function modeOf(worktree: string, {path: file, executable}: FileWrite): Promise<number> {
	const parts = file.split('/');
	if (file.includes('\0') || parts.some(part => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git')) {
		throw new GitError(`The path ${JSON.stringify(file)} is not one of a file in the repository.`);
	}

	const state = await readFileState(worktree, file);
	if (state.kind === 'symlink' || state.kind === 'behind-symlink') {
		throw new GitError(`The path ${JSON.stringify(file)} leads through a symbolic link.`);
	}

	return executable ?? state.executable ? 0o755 : 0o644;
}

async function removeEmptyParents(worktree: string, file: string): Promise<void> {
	for (let parent = path.posix.dirname(file); parent !== '.'; parent = path.posix.dirname(parent)) {
		try {
			await rmdir(path.join(worktree, parent));
		} catch {
			// It has other files.
			return;
		}
	}
}
