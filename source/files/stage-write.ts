import {constants} from 'node:fs';
import {link} from 'node:fs/promises';
import path from 'node:path';
import type {Directory} from './directory.ts';
import {changed} from './file-conflict.ts';
import {setPermissions, type Permissions} from './permissions.ts';
import type {PlannedWrite} from './plan-writes.ts';
import {isLinkRefused} from './place.ts';

/**
A planned write whose new content is on disk already, in `staging` under `new`. What it replaces is there too, under `old`, as a second name of the file.
*/
export type StagedWrite = PlannedWrite & {staging: Directory; names: {old: string; new: string; directory: string}};

const {O_CREAT, O_EXCL, O_WRONLY} = constants;

/**
Writes what is to come aside, fsynced, and keeps what it replaces. The file itself stays as it is.
*/
export async function stageWrite(write: PlannedWrite, staging: Directory): Promise<StagedWrite> {
	const {id, old, next} = write;
	const names = {old: `old-${id}`, new: `new-${id}`, directory: `directory-${id}`};
	if (next) {
		await writeAside(staging, names.new, next);
	}

	if (next && old) {
		await keepOld(write, staging, names.old);
	}

	return {...write, staging, names};
}

async function writeAside(staging: Directory, name: string, {content, permissions: {mode, owner}}: {content: string | Uint8Array; permissions: Permissions}): Promise<void> {
	const handle = await staging.open(name, O_WRONLY + O_CREAT + O_EXCL, owner ? 0o600 : mode);
	try {
		await handle.writeFile(content);
		if (owner) {
			await setPermissions(handle, {mode, owner});
		}

		await handle.sync();
	} finally {
		await handle.close();
	}
}

/**
Where the file system has no second names for files, a copy has to do.
*/
async function keepOld({path: file, nearest, old, next}: PlannedWrite, staging: Directory, name: string): Promise<void> {
	const own = path.posix.basename(file);
	try {
		await nearest.use(own, async from => staging.use(name, async to => link(from, to)));
	} catch (error) {
		if (!isLinkRefused(error)) {
			throw error instanceof Error && 'code' in error && error.code === 'ENOENT' ? changed(file) : error;
		}

		await writeAside(staging, name, {content: old!.content, permissions: next!.permissions});
	}
}
