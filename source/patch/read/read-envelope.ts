import type {Hunk} from '../edit.ts';
import {RefusedError} from '../refusal.ts';
import {isDiffStart} from './diff-start.ts';
import {readDiff} from './read-diff.ts';
import {isHunkHeader, readHunkHeader} from './hunk-header.ts';
import {headerName} from './diff-names.ts';
import {withoutDot} from './path-line.ts';
import {bodyByScan} from './read-hunk.ts';
import type {Reply} from './reply.ts';

const begin = /^\*{3} {0,3}begin(?: of)? patch(?: ?\*{3})?:?\s*$/iv;
const end = /^ {0,3}\*{3} {0,3}end(?: of)? patch(?: ?\*{3})?\s*$/iv;
const fileLine = /^ {0,3}\*{3} {0,3}(?<action>add|create|new|update|modify|edit|delete|remove|move|rename) {0,3}(?:file|to)? {0,3}: {0,3}(?<name>.{1,4000}?)(?: ?\*{3})?\s*$/iv;
const synonyms = new Map([['create', 'add'], ['new', 'add'], ['modify', 'update'], ['edit', 'update'], ['remove', 'delete'], ['rename', 'move']]);
const maxAnchors = 10;
const endOfFile = /^\*{3} ?end of file/iv;

/**
What a `*** Update File: path` line says; undefined for other lines.
*/
function actionOf(line: string): {action: string; name: string} | undefined {
	const groups = fileLine.exec(line)?.groups;
	const action = groups?.action!.toLowerCase();
	return groups && {action: synonyms.get(action!) ?? action!, name: groups.name!};
}

/**
A marker with a space before it is still one, if the envelope has no other end: else it is a line of a file.
*/
const isIndentedMarker = (line: string): boolean => line.startsWith(' ') && (end.test(line) || fileLine.test(line));

export const isEnvelopeStart = (line: string): boolean => line.startsWith('***') && line.length < 5000 && (begin.test(line) || fileLine.test(line));

/**
Reads a `*** Begin Patch` envelope to its `*** End Patch`, which proves that it is complete.
*/
export function readEnvelope(reply: Reply): void {
	const start = reply.at;
	reply.hasPlainEnd = reply.lines.slice(start).some(line => line.startsWith('*') && end.test(line));
	reply.at += begin.test(reply.lines[start]!) ? 1 : 0;
	for (;;) {
		skipBlank(reply);
		const line = reply.lines[reply.at];
		if (line !== undefined && isDiffStart(reply.lines, reply.at)) {
			readDiff(reply);
			continue;
		}

		if (line === undefined || (!end.test(line) && !fileLine.test(line))) {
			throw new RefusedError('truncated', line === undefined || line.trimStart().startsWith('```')
				? `The patch that begins at line ${start + 1} of the reply has no "*** End Patch". Send it again, complete.`
				: `Line ${reply.at + 1} of the reply stands in a "*** Begin Patch" where a "*** Add File:", "*** Update File:", "*** Delete File:" or "*** End Patch" line belongs: ${line.slice(0, 200)}`);
		}

		if (end.test(line)) {
			reply.at++;
			return;
		}

		readFile(reply, line);
	}
}

function skipBlank(reply: Reply): void {
	while (reply.lines[reply.at]?.trim() === '') {
		reply.at++;
	}
}

function readFile(reply: Reply, line: string): void {
	const {action, name} = actionOf(line)!;
	const path = withoutDot(headerName(name) ?? '/dev/null');
	reply.at++;
	switch (action) {
		case 'delete': {
			reply.edits.push({
				type: 'delete', path, alternatives: [], hunks: [],
			});
			return;
		}

		case 'update': {
			readUpdate(reply, path);
			return;
		}

		case 'move': {
			throw new RefusedError('malformed', `Line ${reply.at} of the reply moves a file to ${path}, but does not say which: "*** Update File: old path" belongs before it.`);
		}

		default: {
			reply.edits.push({type: 'create', path, content: readAdded(reply, path)});
		}
	}
}

function readAdded(reply: Reply, path: string): string {
	const added: string[] = [];
	let size = 0;
	skipUnifiedHeader(reply);
	for (let line = reply.lines[reply.at]; line !== undefined; line = reply.lines[++reply.at]) {
		if (line.startsWith('+')) {
			added.push(line.slice(1));
			size = added.length;
		} else if (line.trim() === '') {
			added.push('');
		} else if (line.startsWith('***') || line.startsWith('```') || (!reply.hasPlainEnd && isIndentedMarker(line))) {
			break;
		} else if (!isHunkHeader(line) && !line.startsWith(String.raw`\ No newline`)) {
			throw new RefusedError('malformed', `Line ${reply.at + 1} of the reply is in the new file ${path} and does not begin with "+": ${line.slice(0, 200)}`);
		}
	}

	return added.slice(0, size).map(line => `${line}\n`).join('');
}

/**
The header of a diff below `*** Update File:` or `*** Add File:` says nothing new.
*/
function skipUnifiedHeader(reply: Reply): void {
	let {at} = reply;
	while (/^(?:diff --git |index [0-9a-f]{4,64}\.\.|(?:new|deleted|old) (?:file )?mode )/v.test(reply.lines[at] ?? '')) {
		at++;
	}

	if (reply.lines[at]?.startsWith('--- ') && reply.lines[at + 1]?.startsWith('+++ ')) {
		at += 2;
	}

	reply.at = at;
}

function readUpdate(reply: Reply, path: string): void {
	const move = actionOf(reply.lines[reply.at] ?? '');
	const isMove = move?.action === 'move';
	const moveTo = isMove ? withoutDot(headerName(move.name) ?? '/dev/null') : undefined;
	reply.at += isMove ? 1 : 0;
	skipUnifiedHeader(reply);
	const hunks: Hunk[] = [];
	skipBlank(reply);
	while (isInFile(reply)) {
		hunks.push(readChunk(reply, path));
		skipBlank(reply);
	}

	if (hunks.length === 0 && moveTo === undefined) {
		throw new RefusedError('truncated', `"*** Update File: ${path}" (line ${reply.at} of the reply) has no change below it. Send the patch again, complete.`);
	}

	reply.edits.push({
		type: 'update', path, alternatives: [], hunks, moveTo,
	});
}

function isInFile(reply: Reply): boolean {
	const line = reply.lines[reply.at];
	return line !== undefined && !line.startsWith('***') && !line.startsWith('```') && (reply.hasPlainEnd || !isIndentedMarker(line));
}

/**
One change: `@@` lines with their anchors, if any, then its lines.
*/
function readChunk(reply: Reply, path: string): Hunk {
	const start = reply.at;
	const anchors: string[] = [];
	let oldStart: number | undefined;
	for (let line = reply.lines[reply.at]; isHunkHeader(line); line = reply.lines[++reply.at]) {
		const header = readHunkHeader(line!);
		oldStart = header.oldStart;
		if (header.anchor !== undefined && anchors.length < maxAnchors) {
			anchors.push(header.anchor);
		}
	}

	const {lines, lacksFinalNewline, notes, end: bodyEnd} = bodyByScan(reply, reply.at, {isStrict: true, isEnvelope: true, isEnd: reply.hasPlainEnd ? undefined : isIndentedMarker});
	reply.at = bodyEnd;
	if (lines.every(line => line.kind === 'context')) {
		throw new RefusedError('truncated', `${path}: the change at line ${start + 1} of the reply has no added and no removed line. Send the patch again, complete.`);
	}

	const isAtEnd = endOfFile.test(reply.lines[reply.at] ?? '');
	reply.at += isAtEnd ? 1 : 0;
	return {
		lines, anchors, oldStart, hasPrefixes: true, isAtEnd, lacksFinalNewline, notes,
	};
}
