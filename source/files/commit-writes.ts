import {readdir, unlink} from 'node:fs/promises';
import {Buffer} from 'node:buffer';
import path from 'node:path';
import type {Directory} from './directory.ts';
import {changed, FileConflictError} from './file-conflict.ts';
import {mapConcurrently} from './map-concurrently.ts';
import type {OpenDirectories} from './open-directories.ts';
import {
	placeAt,
	renameTo,
	renameToFree,
	type Place,
} from './place.ts';
import {readPlainFile} from './read-plain-file.ts';
import type {StagedWrite} from './stage-write.ts';
import type {UndoLog} from './undo-log.ts';

type Context = {directories: OpenDirectories; undo: UndoLog};

/**
Puts all files in their places, one after the other, and notes in `undo` how to take each back. Deletions are only moved aside.
Throws FileConflictError when a file was no longer as it was when the patch was made for it.
*/
export async function commitWrites(writes: readonly StagedWrite[], context: Context): Promise<void> {
	const touched = new Set<Directory>();
	for (const write of writes) {
		const parent = await parentOf(write, context);
		await commitWrite(write, {directory: parent, name: path.posix.basename(write.path)}, context.undo);
		touched.add(parent);
		for (let made = parent; made !== write.nearest; made = made.parent!) {
			touched.add(made.parent!);
		}
	}

	// Whoever had a file open may have written to it until now.
	await mapConcurrently(writes.filter(({old}) => old), async write => assertUnchanged(write, {directory: write.staging, name: write.names.old}));
	await mapConcurrently([...touched], async directory => directory.sync());
}

const parentOf = async (write: StagedWrite, {directories, undo}: Context): Promise<Directory> =>
	write.old ? write.nearest : directories.create(path.posix.dirname(write.path), undo);

async function commitWrite(write: StagedWrite, place: Place, undo: UndoLog): Promise<void> {
	const {path: file, staging, names, old, next} = write;
	const aside = {directory: staging, name: names.old};
	if (!next) {
		await orChanged(file, async () => renameTo(place, aside));
		undo.add(async () => renameToFree(aside, place, file));
		return;
	}

	const ready = {directory: staging, name: names.new};
	if (old) {
		await assertUnchanged(write, place);
		await orChanged(file, async () => renameTo(ready, place));
		undo.add(async () => renameTo(aside, place));
		return;
	}

	if (next.isOverDirectory) {
		await setDirectoryAside(write, place, undo);
	}

	await placeAt(ready, place, file);
	undo.add(async () => place.directory.use(place.name, async location => unlink(location)));
}

async function assertUnchanged({path: file, old}: StagedWrite, {directory, name}: Place): Promise<void> {
	const content = await readPlainFile(directory, name, file);
	if (Buffer.compare(content, old!.content) !== 0) {
		throw changed(file);
	}
}

/**
The deletions before must have left no file in it.
*/
async function setDirectoryAside({path: file, staging, names}: StagedWrite, place: Place, undo: UndoLog): Promise<void> {
	const aside = {directory: staging, name: names.directory};
	await orChanged(file, async () => renameTo(place, aside));
	undo.add(async () => renameToFree(aside, place, file));
	const left = await staging.use(aside.name, async location => readdir(location, {recursive: true, withFileTypes: true}));
	if (left.some(entry => !entry.isDirectory())) {
		throw new FileConflictError('exists', file, 'is a directory with files in it.');
	}
}

/**
What the plan has found at the path is not there any more, or is of another kind.
*/
async function orChanged(file: string, act: () => Promise<void>): Promise<void> {
	try {
		await act();
	} catch (error) {
		throw error instanceof Error && 'code' in error && kindCodes.has(error.code) ? changed(file) : error;
	}
}

const kindCodes = new Set<unknown>(['EISDIR', 'ENOENT', 'ENOTDIR']);
