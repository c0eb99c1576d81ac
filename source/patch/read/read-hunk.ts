import type {Hunk, HunkLine} from '../edit.ts';
import {RefusedError} from '../refusal.ts';
import {isDanglingHeader} from './diff-start.ts';
import {isClosingFence} from './fence.ts';
import {isHunkHeader, readHunkHeader, type HunkHeader} from './hunk-header.ts';
import type {Reply} from './reply.ts';

type Body = Pick<Hunk, 'lines' | 'lacksFinalNewline' | 'notes'> & {end: number};
type Counts = NonNullable<HunkHeader['counts']>;

/**
Reads a unified hunk whose `@@` line is at `reply.at`. The counts of its header are followed where they lead to the end of a hunk; else the body decides.
*/
export function readHunk(reply: Reply, path: string): Hunk {
	const headerLine = reply.at + 1;
	const header = readHunkHeader(reply.lines[reply.at]!);
	const start = reply.at + 1;
	const counted = header.counts && (bodyByCounts(reply, start, {counts: header.counts, allowsBare: false}) ?? bodyByCounts(reply, start, {counts: header.counts, allowsBare: true}));
	const body = counted ?? bodyByScan(reply, start, {isStrict: reply.fence !== undefined});
	reply.at = body.end;
	if (header.counts && !counted) {
		body.notes.unshift('header counts were wrong and were recomputed');
	}

	assertWhole({
		reply, body, header, where: `${path}: the hunk at line ${headerLine} of the reply`,
	});
	return {
		lines: body.lines,
		oldStart: header.oldStart,
		newStart: header.newStart,
		anchors: header.anchor === undefined ? [] : [header.anchor],
		hasPrefixes: true,
		mayBeCut: !reply.fence && !reply.endsWithNewline && isBlankFrom(reply, reply.at),
		lacksFinalNewline: body.lacksFinalNewline,
		notes: body.notes,
	};
}

function assertWhole({reply, body, header, where}: {reply: Reply; body: Body; header: HunkHeader; where: string}): void {
	const isLast = !reply.fence && isBlankFrom(reply, reply.at);
	if (body.lines.every(line => line.kind === 'context')) {
		throw new RefusedError(
			isLast || body.lines.length === 0 ? 'truncated' : 'malformed',
			`${where} has no added and no removed line. Send the patch again, complete.`,
		);
	}

	if (isLast && isCutOff(reply, body.lines, header.counts)) {
		throw new RefusedError('truncated', `${where} is cut off: the reply ends in the middle of it. Send the patch again, complete, in a closed fence.`);
	}
}

/**
Whether a reply that ends with a hunk ends too early. A hunk has at most three lines of context after its last change (git's default),
so one that lacks no more than what is left of them lacks nothing that matters.
*/
function isCutOff(reply: Reply, lines: HunkLine[], counts: Counts | undefined): boolean {
	const tail = lines.length - 1 - lines.findLastIndex(line => line.kind !== 'context');
	if (tail > 0 && reply.endsWithNewline) {
		return false;
	}

	if (!counts) {
		return tail === 0 && !reply.endsWithNewline;
	}

	const size = countLines(lines);
	const missing = Math.max(counts.old - size.old, counts.new - size.new);
	const isContextOnly = tail > 0 && counts.old - size.old === counts.new - size.new && tail + missing <= 3;
	return missing > 0 && !isContextOnly;
}

function isBlankFrom(reply: Reply, start: number): boolean {
	for (let index = start; index < reply.lines.length; index++) {
		if (reply.lines[index]!.trim() !== '') {
			return false;
		}
	}

	return true;
}

function countLines(lines: HunkLine[]): Counts {
	const added = lines.filter(line => line.kind === 'added').length;
	const removed = lines.filter(line => line.kind === 'removed').length;
	return {old: lines.length - added, new: lines.length - removed};
}

/**
The lines that the header's counts give the hunk, if that ends where a hunk may end. With `allowsBare`, lines without a prefix are context.
*/
function bodyByCounts(reply: Reply, start: number, {counts, allowsBare}: {counts: Counts; allowsBare: boolean}): Body | undefined {
	const body: Body = {
		lines: [], lacksFinalNewline: {old: false, new: false}, notes: [], end: start,
	};
	const left = {...counts};
	while (left.old > 0 || left.new > 0 || reply.lines[body.end]?.startsWith(String.raw`\ `)) {
		const line = reply.lines[body.end];
		if (line === undefined || (allowsBare && isEndOfHunk(reply, body.end))) {
			return undefined;
		}

		if (!didTakeLine(line, body)) {
			if (!allowsBare) {
				return undefined;
			}

			takeBare(line, body);
		}

		const kind = line.startsWith('\\') ? undefined : body.lines.at(-1)!.kind;
		left.old -= kind === 'context' || kind === 'removed' ? 1 : 0;
		left.new -= kind === 'context' || kind === 'added' ? 1 : 0;
		body.end++;
	}

	const hasChange = body.lines.some(line => line.kind !== 'context');
	return hasChange && left.old === 0 && left.new === 0 && isBoundary(reply, body.end) ? body : undefined;
}

/**
Adds a hunk line to the body; false when it is none.
*/
function didTakeLine(line: string, body: Body): boolean {
	if (line === '' || line === '\r') {
		body.lines.push({kind: 'context', text: line, isBare: true});
		noteOnce(body, 'lacked the leading space of blank context lines');
		return true;
	}

	const kind = ({' ': 'context', '-': 'removed', '+': 'added'} as const)[line[0]!];
	if (kind) {
		body.lines.push({kind, text: line.slice(1)});
		return true;
	}

	if (!line.startsWith(String.raw`\ `)) {
		return false;
	}

	const last = body.lines.at(-1)?.kind;
	body.lacksFinalNewline.old ||= last === 'removed' || last === 'context';
	body.lacksFinalNewline.new ||= last === 'added' || last === 'context';
	return true;
}

function takeBare(line: string, body: Body): void {
	body.lines.push({kind: 'context', text: line, isBare: true});
	noteOnce(body, 'lacked the leading space of context lines');
}

function noteOnce(body: Body, note: string): void {
	if (!body.notes.includes(note)) {
		body.notes.push(note);
	}
}

function isBoundary(reply: Reply, index: number): boolean {
	const {lines, fence} = reply;
	let next = index;
	while (next < lines.length && /^\r?$/v.test(lines[next]!)) {
		next++;
	}

	const line = lines[next];
	if (line === undefined || isEndOfHunk(reply, next) || isDanglingHeader(lines, next) || line.trimEnd() === '--') {
		return true;
	}

	const isChatter = next > index ? !/^[ +]/v.test(line) : !/^[ +\-\\]/v.test(line);
	return !fence && isChatter && !isChangeAhead(reply, next);
}

/**
Reads hunk lines until one cannot be part of a hunk, or `isEnd`. In `strict` places (a fence, an envelope) no chatter is expected: lines without a prefix are context.
*/
export function bodyByScan(reply: Reply, start: number, {isStrict, isEnvelope = false, isEnd = () => false}: {isStrict: boolean; isEnvelope?: boolean; isEnd?: (line: string) => boolean}): Body {
	const {lines} = reply;
	const body: Body = {
		lines: [], lacksFinalNewline: {old: false, new: false}, notes: [], end: start,
	};
	let whole = 0;
	for (; body.end < lines.length && !isEndOfHunk(reply, body.end, isEnvelope) && !isEnd(lines[body.end]!); body.end++) {
		const line = lines[body.end]!;
		if (!didTakeLine(line, body)) {
			if (!isStrict && !isChangeAhead(reply, body.end + 1)) {
				break;
			}

			takeBare(line, body);
		}

		// Blank lines without their space, at the end, separate the hunk from what follows.
		if (line !== '' && line !== '\r') {
			whole = body.lines.length;
		}
	}

	body.lines.length = whole;
	return body;
}

/**
Whether the hunk goes on after a line without a prefix, or chatter begins there: chatter has bullets, but no `+code`, `-code` or next hunk.
*/
function isChangeAhead(reply: Reply, start: number): boolean {
	const furthest = Math.min(start + 200, reply.lines.length);
	for (let index = start; index < furthest; index++) {
		const line = reply.lines[index]!;
		if (isEndOfHunk(reply, index)) {
			return isHunkHeader(line);
		}

		if (/^[+\-](?: {2}|\t|[^\s+\-]|$)/v.test(line)) {
			return true;
		}
	}

	return false;
}

const structural = /^(?:diff -|Index: |index [0-9a-f]{4,64}\.\.|(?:new|deleted) file mode |(?:old|new) mode \d|rename (?:from|to) |similarity index |GIT binary patch|Binary files |\*\*\* |\*\*\*\w)/v;

function isEndOfHunk({lines, fence}: Reply, index: number, isEnvelope = false): boolean {
	const line = lines[index]!;
	return isHunkHeader(line) || structural.test(line) || (fence !== undefined && isClosingFence(line, fence)) || isFileHeader(lines, index, isEnvelope);
}

/**
An envelope has no such headers but above a hunk: elsewhere they are a removed `-- x` and an added `++ y`.
*/
function isFileHeader(lines: readonly string[], index: number, isEnvelope: boolean): boolean {
	if (!lines[index]!.startsWith('--- ') || !lines[index + 1]?.startsWith('+++ ')) {
		return false;
	}

	const after = lines[index + 2];
	return isHunkHeader(after) || (!isEnvelope && (after === undefined || after.trim() === '' || after.startsWith('```')));
}
