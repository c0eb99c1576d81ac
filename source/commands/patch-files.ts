import {Buffer} from 'node:buffer';
import {diffArrays} from 'diff';
import type {FileChange} from '../domain/change.ts';
import type {FileState, FileWrite} from '../patch/file-state.ts';

/**
One file of a patch. `executable` is there when it becomes so.
*/
export type PatchedFile = Pick<FileChange, 'path' | 'from' | 'status'> & {added: number; removed: number; executable?: true};

/**
Steps of comparison for all files together: beyond, every line between the first and the last that differ counts as changed.
*/
const maxSteps = 5_000_000;

/**
The files that are written, by path, with the lines that come and go. A rename is one file.
*/
export function describeWrites(writes: readonly FileWrite[], before: ReadonlyMap<string, FileState>): PatchedFile[] {
	const sources = new Set(writes.map(({from}) => from));
	const files = writes.filter(({path, content}) => content !== undefined || !sources.has(path));
	const maxEdits = Math.floor(Math.sqrt(2 * maxSteps / files.length));
	return files
		.map(write => describeWrite(write, before, maxEdits))
		.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

function describeWrite({path, content, from, executable}: FileWrite, before: ReadonlyMap<string, FileState>, maxEdits: number): PatchedFile {
	const old = before.get(from ?? path);
	const kept = before.get(path)?.kind === 'file' ? 'modified' : 'added';
	const status = content === undefined ? 'deleted' : (from === undefined ? kept : 'renamed');
	return {
		path,
		...from !== undefined && {from},
		status,
		...countChanges(linesOf(old?.content), linesOf(content), maxEdits),
		...executable && !old?.executable && {executable: true as const},
	};
}

/**
Lines with their ends, as git counts them. What is no text has lines too here.
*/
function linesOf(content: Uint8Array | string | undefined): string[] {
	const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
	const lines = text.split('\n');
	const last = lines.pop()!;
	return [...lines.map(line => `${line}\n`), ...last === '' ? [] : [last]];
}

function countChanges(old: string[], next: string[], maxEdits: number): {added: number; removed: number} {
	let start = 0;
	while (start < Math.min(old.length, next.length) && old[start] === next[start]) {
		start++;
	}

	let end = 0;
	while (end < Math.min(old.length, next.length) - start && old.at(-1 - end) === next.at(-1 - end)) {
		end++;
	}

	const [left, right] = [old.slice(start, old.length - end), next.slice(start, next.length - end)];
	const changes = diffArrays(left, right, {maxEditLength: maxEdits});
	const count = (kind: 'added' | 'removed') => changes!.filter(change => change[kind]).reduce((sum, change) => sum + change.count, 0);
	return changes ? {added: count('added'), removed: count('removed')} : {added: right.length, removed: left.length};
}
