import {RefusedError} from '../refusal.ts';
import {openingFence} from './fence.ts';
import {pathInSentence, pathOfLine} from './path-line.ts';
import type {Reply} from './reply.ts';
import {hunkBetween} from './search-replace-hunk.ts';

const searchMarker = /^(?:<{4,10}|-{5,9}) {0,3}(?:search|original|old)\b>?(?<rest>.{0,400})$/iv;
const replaceMarker = /^(?<mark>>{4,10}|\+{5,9}) {0,3}(?:replace|updated|new)\b.{0,200}$/iv;
const divider = /^={4,10}\s{0,9}$/v;
const lineHint = /^:(?<which>start|end)_line: {0,3}(?<line>\d{1,9})\s{0,9}$/v;

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

	const {oldStart, size} = readHints(reply.lines, start + 1);
	const search = reply.lines.slice(start + 1 + size, middle[0]);
	const replace = reply.lines.slice(middle[0]! + 1, end);
	reply.at = end + 1;
	reply.lastPath = path;
	if (search.every(line => line.trim() === '')) {
		reply.edits.push({type: 'create', path, content: replace.map(line => `${line}\n`).join('')});
		return;
	}

	reply.edits.push({
		type: 'update', path, alternatives: [], hunks: [{...hunkBetween(search, replace), oldStart}],
	});
}

const markLength = (line: string): number => line.search(/[^\-<]/v);

/**
Lines such as `:start_line:12` below the marker, closed by dashes, and how many they are.
*/
function readHints(lines: readonly string[], start: number): {oldStart?: number; size: number} {
	let oldStart: number | undefined;
	let at = start;
	for (let groups = lineHint.exec(lines[at]!)?.groups; groups; groups = lineHint.exec(lines[++at]!)?.groups) {
		oldStart = groups.which === 'start' ? Number(groups.line) : oldStart;
	}

	return at > start && /^-{5,9}\s{0,9}$/v.test(lines[at]!) ? {oldStart, size: at + 1 - start} : {oldStart, size: at - start};
}

function scanBlock(reply: Reply, start: number, where: string): {dividers: number[]; end: number} {
	const dividers: number[] = [];
	const endMark = reply.lines[start]!.startsWith('<') ? '>' : '+';
	for (let index = start + 1; index < reply.lines.length; index++) {
		const line = reply.lines[index]!;
		if (replaceMarker.exec(line)?.groups!.mark![0] === endMark) {
			return {dividers, end: index};
		}

		if (endMark === '>' && line.startsWith('<') && searchMarker.test(line)) {
			break;
		}

		if (divider.test(line)) {
			dividers.push(index);
		}
	}

	throw new RefusedError('truncated', `${where} has no end: ">>>>>>> REPLACE" is missing. Send the reply again, complete.`);
}

/**
The path on the marker itself, on the line before the block or before its fence, one named in a sentence there, or the file of the block before.
*/
function pathOf(reply: Reply, start: number): string | undefined {
	const above = lineAbove(reply.lines, start);
	const own = above === undefined ? undefined : readPath(above);
	return pathOfLine(searchMarker.exec(reply.lines[start]!)!.groups!.rest!) ?? own ?? reply.fence?.path ?? reply.lastPath;
}

function lineAbove(lines: readonly string[], start: number): string | undefined {
	const near = lines[start - 1]?.trim() === '' ? lines[start - 2] : lines[start - 1];
	return near === undefined || openingFence(near) ? undefined : near;
}

function readPath(line: string): string | undefined {
	const bare = line.trim().replace(/:$/v, '');
	return pathOfLine(line) ?? pathInSentence(line) ?? (/^[\w\-.\/]{1,300}\/[\w\-.]{1,200}$/v.test(bare) ? bare : undefined);
}
