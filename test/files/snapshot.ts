import {
	lstat,
	readdir,
	readFile,
	readlink,
} from 'node:fs/promises';
import path from 'node:path';

/**
Every name below the directory with its kind, mode, and content or target. What a link leads to is not looked at.
*/
export async function snapshot(directory: string): Promise<Record<string, string>> {
	const names = await readdir(directory, {recursive: true});
	const entries = await Promise.all(names.toSorted().map(async name => [name, await describe(path.join(directory, name))] as const));
	return Object.fromEntries(entries);
}

async function describe(location: string): Promise<string> {
	const stats = await lstat(location);
	const mode = (stats.mode % 0o1_0000).toString(8);
	if (stats.isSymbolicLink()) {
		return `-> ${await readlink(location)}`;
	}

	return stats.isDirectory() ? `directory ${mode}` : `file ${mode} ${await readFile(location, 'latin1')}`;
}
