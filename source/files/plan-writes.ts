import path from 'node:path';
import type {FileState, FileWrite} from '../patch/file-state.ts';
import type {Directory} from './directory.ts';
import {changed, FileConflictError} from './file-conflict.ts';
import {findEntry, type Entry} from './find-entry.ts';
import {mapConcurrently} from './map-concurrently.ts';
import type {OpenDirectories} from './open-directories.ts';
import {permissionsFor, type Permissions} from './permissions.ts';

/**
What is to become of one path. `old` goes, which a deletion and a replacement have; `next` comes, which a replacement and a creation have.
*/
export type PlannedWrite = {
	path: string;
	/**
	Unique in the plan.
	*/
	id: number;
	/**
	The parent directory, or the nearest above it that is there already.
	*/
	nearest: Directory;
	old?: {
		/**
		What it held when the patch was made for it.
		*/
		content: Uint8Array;
	};
	next?: {
		content: string;
		permissions: Permissions;
		/**
		A directory stands at the path, to be left without a file by the deletions.
		*/
		isOverDirectory: boolean;
	};
};

type Plan = {directories: OpenDirectories; before: ReadonlyMap<string, FileState>; deleted: ReadonlySet<string>};

/**
Compares the directory with what it was `before`, and changes nothing. Deletions come first in the plan; what is gone already is not in it.
Throws FileConflictError for a path that may not or cannot be written, or that is not as it was.
*/
export async function planWrites(directories: OpenDirectories, writes: readonly FileWrite[], before: ReadonlyMap<string, FileState>): Promise<PlannedWrite[]> {
	const deleted = new Set(writes.filter(write => write.content === undefined).map(write => write.path));
	const plan = {directories, before, deleted};
	const planned = await mapConcurrently(writes.entries().toArray(), async ([id, write]) => {
		assertInside(write.path);
		const changes = await planWrite(plan, write);
		return changes && {
			path: write.path, id, nearest: await directories.nearest(path.posix.dirname(write.path)), ...changes,
		};
	});
	return planned.filter(write => write !== undefined).toSorted((a, b) => Number(a.next !== undefined) - Number(b.next !== undefined));
}

function assertInside(file: string): void {
	const isInside = file.split('/').every(part => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');
	if (!isInside || file.includes('\0')) {
		throw new FileConflictError('unsafe_path', JSON.stringify(file), 'is not the path of a file in the directory.');
	}
}

async function planWrite(plan: Plan, write: FileWrite): Promise<Pick<PlannedWrite, 'old' | 'next'> | undefined> {
	const entry = await findEntry(plan.directories, write.path);
	if (entry.kind === 'symlink' || entry.kind === 'behind-symlink') {
		throw new FileConflictError('unsafe_path', write.path, `${entry.kind === 'symlink' ? 'is' : 'lies behind'} a symbolic link; only plain files in the directory can be written.`);
	}

	const old = oldOf(plan, write, entry);
	if (write.content === undefined) {
		return old && {old};
	}

	const source = write.from === undefined ? entry : await findEntry(plan.directories, write.from);
	const permissions = permissionsFor(write.executable ?? false, source.kind === 'file' ? source.stats : undefined);
	return {old, next: {content: write.content, permissions, isOverDirectory: entry.kind === 'directory'}};
}

/**
The file that goes, which has to be there if it was before, and only then.
*/
function oldOf({before, deleted}: Plan, {path: file, content}: FileWrite, entry: Exclude<Entry, {kind: 'symlink' | 'behind-symlink'}>): PlannedWrite['old'] {
	const was = before.get(file);
	if ((was?.kind === 'file') !== (entry.kind === 'file') || (entry.kind === 'directory' && content === undefined)) {
		throw changed(file);
	}

	if (entry.kind === 'missing' && content !== undefined && entry.actual !== undefined && !deleted.has(entry.actual)) {
		throw new FileConflictError('exists', file, `cannot be created: this file system does not tell upper from lower case, and ${entry.actual} is there. To rename it, say so in the patch.`);
	}

	return was?.kind === 'file' ? {content: was.content ?? new Uint8Array()} : undefined;
}
