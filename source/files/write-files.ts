import {rmdir} from 'node:fs/promises';
import path from 'node:path';
import type {FileState, FileWrite} from '../patch/file-state.ts';
import {commitWrites} from './commit-writes.ts';
import {Directory} from './directory.ts';
import {mapConcurrently} from './map-concurrently.ts';
import {OpenDirectories} from './open-directories.ts';
import {planWrites, type PlannedWrite} from './plan-writes.ts';
import {rollBack} from './roll-back.ts';
import {stageWrite} from './stage-write.ts';
import {Stagings} from './stagings.ts';
import {UndoLog} from './undo-log.ts';

type Writes = {writes: readonly FileWrite[]; before: ReadonlyMap<string, FileState>};

/**
Writes and deletes files in the directory, all or none. `before` is what `readFileStates` said of the paths when the writes were worked out.
New contents are on disk before the first file changes; each file is replaced in one step. Parents are made; a deletion takes the directories along that it leaves empty.
Throws FileConflictError for a path that leaves the directory or goes through or onto a symbolic link, and for a file that is not as it was before; the system's error if it
refuses (a full disk, missing rights). After either, all is as it was.
*/
export async function writeFiles(directory: string, {writes, before}: Writes): Promise<void> {
	const directories = await OpenDirectories.below(directory);
	try {
		const planned = await planWrites(directories, writes, before);
		await carryOut(planned, directories);
		const deleted = planned.filter(({next}) => !next);
		for (const {path: file} of deleted) {
			await removeEmptyParents(directories, file);
		}
	} finally {
		await directories.close();
	}
}

/**
As `writeFiles`, as far as that can be said without writing.
*/
export async function checkWrites(directory: string, {writes, before}: Writes): Promise<void> {
	const directories = await OpenDirectories.below(directory);
	try {
		await planWrites(directories, writes, before);
	} finally {
		await directories.close();
	}
}

async function carryOut(planned: readonly PlannedWrite[], directories: OpenDirectories): Promise<void> {
	const stagings = new Stagings();
	const undo = new UndoLog();
	try {
		const staged = await mapConcurrently(planned, async write => stageWrite(write, await stagings.for(write.nearest)));
		await commitWrites(staged, {directories, undo});
	} catch (error) {
		await rollBack(error, undo, stagings);
		throw error;
	}

	await stagings.remove();
}

async function removeEmptyParents(directories: OpenDirectories, file: string): Promise<void> {
	let directory = await directories.find(path.posix.dirname(file));
	while (directory instanceof Directory && directory.parent) {
		const {name, parent} = directory;
		try {
			await parent.use(name, async location => rmdir(location));
		} catch {
			// It has other files.
			return;
		}

		directory = parent;
	}
}
