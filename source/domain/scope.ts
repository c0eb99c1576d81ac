import path from 'node:path';

/**
Whether a file of the repository lies within one of a scope's entries: a file, a directory or a glob, relative to the repository's root, with or without a leading `./`.
*/
export const isWithinScope = (file: string, entries: readonly string[]): boolean =>
	entries.some(entry => isWithin(file, entry.replace(/^(?:\.\/)+/v, '')));

function isWithin(file: string, entry: string): boolean {
	const directory = entry.endsWith('/') ? entry : `${entry}/`;
	return file === entry || entry === '.' || entry === '' || file.startsWith(directory) || (/[*?\[]/v.test(entry) && path.posix.matchesGlob(file, entry));
}
