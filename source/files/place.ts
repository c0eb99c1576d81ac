import {link, rename} from 'node:fs/promises';
import {FileConflictError} from './file-conflict.ts';
import type {Directory} from './directory.ts';

export type Place = {directory: Directory; name: string};

/**
Renames over whatever file is there.
*/
export const renameTo = async (from: Place, to: Place): Promise<void> =>
	from.directory.use(from.name, async source => to.directory.use(to.name, async target => rename(source, target)));

/**
Renames to a name that is nobody's: else throws FileConflictError that calls it `path`. Takes no space, as a second name may.
*/
export async function renameToFree(from: Place, to: Place, path: string): Promise<void> {
	if (await to.directory.lstat(to.name)) {
		throw taken(path);
	}

	await renameTo(from, to);
}

/**
The same for a file, as one step: the system refuses a second name where there is one already. On a file system without second names it is looked at before.
*/
export async function placeAt(from: Place, to: Place, path: string): Promise<void> {
	try {
		await from.directory.use(from.name, async source => to.directory.use(to.name, async target => link(source, target)));
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
			throw taken(path);
		}

		if (!isLinkRefused(error)) {
			throw error;
		}

		await renameToFree(from, to, path);
	}
}

const taken = (path: string): FileConflictError =>
	new FileConflictError('exists', path, 'cannot be created: there is a file of that name by now, or one that the file system takes for the same.');

const refusals = new Set<unknown>(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']);

export const isLinkRefused = (error: unknown): boolean => error instanceof Error && 'code' in error && refusals.has(error.code);
