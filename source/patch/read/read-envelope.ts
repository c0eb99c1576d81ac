import type {Hunk} from '../edit.ts';
import {RefusedError} from '../refusal.ts';
import {isHunkHeader, readHunkHeader} from './hunk-header.ts';
import {headerName} from './diff-names.ts';
import {withoutDot} from './path-line.ts';
import {bodyByScan} from './read-hunk.ts';
import type {Reply} from './reply.ts';

const begin = /^\*{3} ?begin patch(?: ?\*{3})?\s*$/iv;
const end = /^\*{3} ?end patch(?: ?\*{3})?\s*$/iv;
const fileLine = /^\*{3} ?(?<action>add|create|update|delete|move) ?(?:file|to) ?: ?(?<name>.{1,4000})$/iv;
const maxAnchors = 10;
const endOfFile = /^\*{3} ?end of file/iv;

/**
What a `*** Update File: path` line says; undefined for other lines.
*/
function actionOf(line: string): {action: string; name: string} | undefined {
	const groups = fileLine.exec(line)?.groups;
	return groups && {action: groups.action!.toLowerCase(), name: groups.name!};
}

export const isEnvelopeStart = (line: string): boolean => line.startsWith('***') && line.length < 5000 && (begin.test(line) || fileLine.test(line));

/**
Reads a `*** Begin Patch` envelope to its `*** End Patch`, which proves that it is complete.
*/
export function readEnvelope(reply: Reply): void {
	const start = reply.at;
	reply.at += begin.test(reply.lines[start]!) ? 1 : 0;
	for (;;) {
		skipBlank(reply);
		const line = reply.lines[reply.at];
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
	for (let line = reply.lines[reply.at]; line !== undefined; line = reply.lines[++reply.at]) {
		if (line.startsWith('+')) {
			added.push(line.slice(1));
			size = added.length;
		} else if (line.trim() === '') {
			added.push('');
		} else if (line.startsWith('***') || line.startsWith('```')) {
			break;
		} else if (!isUnifiedHeader(line)) {
			throw new RefusedError('malformed', `Line ${reply.at + 1} of the reply is in the new file ${path} and does not begin with "+": ${line.slice(0, 200)}`);
		}
	}

	return added.slice(0, size).map(line => `${line}\n`).join('');
}

const isUnifiedHeader = (line: string): boolean => line.startsWith('--- ') || isHunkHeader(line);

function readUpdate(reply: Reply, path: string): void {
	const move = actionOf(reply.lines[reply.at] ?? '');
	const isMove = move?.action === 'move';
	const moveTo = isMove ? withoutDot(headerName(move.name) ?? '/dev/null') : undefined;
	reply.at += isMove ? 1 : 0;
	if (reply.lines[reply.at]?.startsWith('--- ') && reply.lines[reply.at + 1]?.startsWith('+++ ')) {
		reply.at += 2;
	}

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
	return line !== undefined && !line.startsWith('***') && !line.startsWith('```');
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

	const {lines, lacksFinalNewline, notes, end: bodyEnd} = bodyByScan(reply, reply.at, true);
	reply.at = bodyEnd;
	if (lines.every(line => line.kind === 'context')) {
		throw new RefusedError('truncated', `${path}: the change at line ${start + 1} of the reply has no added and no removed line. Send the patch again, complete.`);
	}

	reply.at += endOfFile.test(reply.lines[reply.at] ?? '') ? 1 : 0;
	return {
		lines, anchors, oldStart, lacksFinalNewline, notes,
	};
}
