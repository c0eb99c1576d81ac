import type {BigIntStats} from 'node:fs';
import path from 'node:path';
import {Directory} from './directory.ts';
import type {OpenDirectories} from './open-directories.ts';
import {findOtherSpelling} from './spelling.ts';

type Present = {directory: Directory; name: string; stats: BigIntStats};

/**
What is at a path. `actual` is the path of a file or directory that stands in the way under a name that differs in upper and lower case only.
*/
export type Entry =
	| Present & {kind: 'file' | 'directory' | 'symlink'}
	| {kind: 'missing'; actual?: string}
	| {kind: 'behind-symlink'};

/**
Looks up a relative path with slashes, following no symbolic link. Devices, pipes and sockets count as directories: they are no files.
*/
export async function findEntry(directories: OpenDirectories, file: string): Promise<Entry> {
	const parent = path.posix.dirname(file);
	const name = path.posix.basename(file);
	const directory = await directories.find(parent);
	if (!(directory instanceof Directory)) {
		return directory.reason === 'symlink' ? {kind: 'behind-symlink'} : {kind: 'missing', actual: directory.actual};
	}

	const stats = await directory.lstat(name);
	if (!stats) {
		return {kind: 'missing'};
	}

	const spelling = await findOtherSpelling(directory, name);
	if (spelling !== undefined) {
		return {kind: 'missing', actual: path.posix.join(parent, spelling)};
	}

	const kind = stats.isFile() ? 'file' : (stats.isSymbolicLink() ? 'symlink' : 'directory');
	return {
		kind, directory, name, stats,
	};
}
