import {RefusedError} from '../refusal.ts';
import {openingFence} from './fence.ts';
import {pathInSentence, pathOfLine} from './path-line.ts';
import type {Reply} from './reply.ts';
import {hunkBetween} from './search-replace-hunk.ts';

const searchMarker = /^<{5,9} ?(?:SEARCH|ORIGINAL)\b.{0,200}$/v;
const replaceMarker = /^>{5,9} ?(?:REPLACE|UPDATED)\b.{0,200}$/v;
const divider = /^={5,9}\s{0,9}$/v;

export const isSearchMarker = (line: string): boolean => searchMarker.test(line);

/**
Reads a SEARCH/REPLACE block. An empty SEARCH creates the file.
*/
export function readSearchReplace(reply: Reply): void {
	const start = reply.at;
	const path = pathOf(reply, start);
	const where = `The SEARCH/REPLACE block at line ${start + 1} of the reply`;
	if (path === undefined) {
		throw new RefusedError('malformed', `${where} names no file. Put the file's path on a line of its own directly before the block.`);
	}

	const {dividers, end} = scanBlock(reply, start, where);
	const middle = dividers.length > 1 ? dividers.filter(index => reply.lines[index]!.trimEnd().length === markLength(reply.lines[start]!)) : dividers;
	if (middle.length !== 1) {
		throw new RefusedError(
			dividers.length === 0 ? 'malformed' : 'ambiguous',
			`${where} (${path}) has ${dividers.length} "=======" lines, so that its halves cannot be told apart. Use a *** Begin Patch envelope for this change.`,
		);
	}

	const search = reply.lines.slice(start + 1, middle[0]);
	const replace = reply.lines.slice(middle[0]! + 1, end);
	reply.at = end + 1;
	reply.lastPath = path;
	if (search.every(line => line.trim() === '')) {
		reply.edits.push({type: 'create', path, content: replace.map(line => `${line}\n`).join('')});
		return;
	}

	reply.edits.push({
		type: 'update', path, alternatives: [], hunks: [hunkBetween(search, replace)],
	});
}

const markLength = (line: string): number => line.lastIndexOf('<') + 1;

function scanBlock(reply: Reply, start: number, where: string): {dividers: number[]; end: number} {
	const dividers: number[] = [];
	for (let index = start + 1; index < reply.lines.length; index++) {
		const line = reply.lines[index]!;
		if (replaceMarker.test(line)) {
			return {dividers, end: index};
		}

		if (searchMarker.test(line)) {
			break;
		}

		if (divider.test(line)) {
			dividers.push(index);
		}
	}

	throw new RefusedError('truncated', `${where} has no end: ">>>>>>> REPLACE" is missing. Send the reply again, complete.`);
}

/**
The path line before the block or before its fence, one named in a sentence there, or the file of the block before.
*/
function pathOf(reply: Reply, start: number): string | undefined {
	const above = lineAbove(reply.lines, start);
	const own = above === undefined ? undefined : readPath(above);
	return own ?? reply.fence?.path ?? reply.lastPath;
}

function lineAbove(lines: readonly string[], start: number): string | undefined {
	const near = lines[start - 1]?.trim() === '' ? lines[start - 2] : lines[start - 1];
	return near === undefined || openingFence(near) ? undefined : near;
}

function readPath(line: string): string | undefined {
	const bare = line.trim().replace(/:$/v, '');
	return pathOfLine(line) ?? pathInSentence(line) ?? (/^[\w\-.\/]{1,300}\/[\w\-.]{1,200}$/v.test(bare) ? bare : undefined);
}
