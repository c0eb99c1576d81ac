import {lstat, readFile} from 'node:fs/promises';
import path from 'node:path';
import type {FileState} from '../patch/file-state.ts';
import {runInWorktree} from './run-git.ts';

/**
What the worktree has at each path (relative, with slashes). A path below a submodule is a `submodule` too: nothing there belongs to this repository.
*/
export async function readFileStates(worktree: string, paths: readonly string[]): Promise<Map<string, FileState>> {
	const submodules = await listSubmodules(worktree, paths);
	const entries = await Promise.all(paths.map(async file => {
		const isInSubmodule = chainOf(file).some(step => submodules.has(step));
		const state: FileState = isInSubmodule ? {kind: 'submodule'} : await readFileState(worktree, file);
		return [file, state] as const;
	}));
	return new Map(entries);
}

/**
The path after each of its steps: `a`, `a/b`, `a/b/c`.
*/
function chainOf(file: string): string[] {
	const parts = file.split('/');
	return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

async function listSubmodules(worktree: string, paths: readonly string[]): Promise<Set<string>> {
	const candidates = [...new Set(paths.flatMap(file => chainOf(file)))];
	if (candidates.length === 0) {
		return new Set();
	}

	const output = await runInWorktree(worktree, ['ls-tree', '-z', 'HEAD', '--', ...candidates]);
	const gitlinks = output.split('\0').filter(line => line.startsWith('160000 '));
	return new Set(gitlinks.map(line => line.slice(line.indexOf('\t') + 1)));
}

/**
As readFileStates, of one path; submodules look like directories here.
*/
export async function readFileState(worktree: string, file: string): Promise<FileState> {
	for (const parent of chainOf(file).slice(0, -1)) {
		const stats = await lstatOrUndefined(path.join(worktree, parent));
		if (stats?.isSymbolicLink()) {
			return {kind: 'behind-symlink'};
		}

		if (!stats?.isDirectory()) {
			return {kind: 'missing'};
		}
	}

	const location = path.join(worktree, file);
	const stats = await lstatOrUndefined(location);
	if (!stats) {
		return {kind: 'missing'};
	}

	return stats.isFile() ? {kind: 'file', content: await readFile(location), executable: isExecutable(stats.mode)} : {kind: stats.isSymbolicLink() ? 'symlink' : 'directory'};
}

// The owner's bit is the one that git keeps.
const isExecutable = (mode: number) => Math.floor(mode / 0o100) % 2 === 1;

async function lstatOrUndefined(location: string) {
	try {
		return await lstat(location);
	} catch (error) {
		if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
			return undefined;
		}

		throw error;
	}
}
