import {constants} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import type {Directory} from './directory.ts';
import {changed} from './file-conflict.ts';

// A pipe that was put there does not block.
const {O_NONBLOCK, O_RDONLY} = constants;
const changedCodes = new Set<unknown>(['ELOOP', 'EMLINK', 'ENOENT', 'ENXIO']);

/**
The bytes of a plain file that was just seen there. Throws FileConflictError, which calls it `file`, if it is none any more; a symbolic link is not followed.
*/
export async function readPlainFile(directory: Directory, name: string, file: string): Promise<Uint8Array> {
	const handle = await openOrConflict(directory, name, file);
	try {
		const stats = await handle.stat();
		if (!stats.isFile()) {
			throw changed(file);
		}

		return await handle.readFile();
	} finally {
		await handle.close();
	}
}

async function openOrConflict(directory: Directory, name: string, file: string): Promise<FileHandle> {
	try {
		return await directory.open(name, O_RDONLY + O_NONBLOCK);
	} catch (error) {
		throw error instanceof Error && 'code' in error && changedCodes.has(error.code) ? changed(file) : error;
	}
}
