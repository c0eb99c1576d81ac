import {combineEdits, noteBlanks} from './combine-edits.ts';
import {namedPaths, type Edit} from './edit.ts';
import {
	isClosingFence,
	dedent,
	openingFence,
	type Fence,
} from './read/fence.ts';
import {isHunkHeader} from './read/hunk-header.ts';
import {defaultLimits, type PatchLimits} from './limits.ts';
import {pathInInfo, pathInSentence, pathOfLine} from './read/path-line.ts';
import {isDanglingHeader, isDiffStart} from './read/diff-start.ts';
import {readDiff, readHunks} from './read/read-diff.ts';
import {isEnvelopeStart, readEnvelope} from './read/read-envelope.ts';
import {isSearchMarker, readSearchReplace} from './read/read-search-replace.ts';
import {readWholeFile} from './read/read-whole-file.ts';
import {orRefusal, RefusedError, type Refusal} from './refusal.ts';
import {openReply, type Reply} from './read/reply.ts';
import {assertSafePath} from './safe-path.ts';

/**
Finds the edits in a model's reply, whatever format they are in: unified and git diffs, SEARCH/REPLACE blocks, `*** Begin Patch` envelopes and whole files, inside chatter or fences.
A reply that was cut off, holds no edit or names an unsafe path is refused as a whole.
*/
export function parseReply(text: string, limits: PatchLimits = defaultLimits): Refusal | {ok: true; edits: Edit[]} {
	return orRefusal(() => {
		if (text.length > limits.maxBytes || new TextEncoder().encode(text).length > limits.maxBytes) {
			throw new RefusedError('too_large', `The reply is larger than ${limits.maxBytes} bytes. Make the change smaller: send edits instead of whole files.`);
		}

		return {ok: true, edits: readEdits(openReply(text))};
	});
}

function readEdits(reply: Reply): Edit[] {
	while (reply.at < reply.lines.length) {
		const before = reply.edits.length;
		readNext(reply);
		if (reply.edits.length > before && reply.edits.at(-1)!.type !== 'replace') {
			reply.lastWholeFile = undefined;
		}
	}

	if (reply.fence) {
		throw new RefusedError('truncated', `The fence opened at line ${reply.fence.line} of the reply is never closed: the reply was cut off. Send it again, complete.`);
	}

	if (reply.edits.length === 0) {
		throw new RefusedError('empty', 'The reply holds no edit in a known format. Send SEARCH/REPLACE blocks, or whole files with their path on the line before the fence.');
	}

	for (const path of reply.edits.flatMap(edit => namedPaths(edit))) {
		assertSafePath(path);
	}

	assertClaimed(reply);
	noteBlanks(reply.edits);
	return combineEdits(reply.edits);
}

function readNext(reply: Reply): void {
	const {lines, at, fence} = reply;
	const line = lines[at]!;
	if (isSearchMarker(line)) {
		readSearchReplace(reply);
	} else if (isEnvelopeStart(line)) {
		readEnvelope(reply);
	} else if (isDiffStart(lines, at)) {
		readDiff(reply);
	} else if (isDanglingHeader(lines, at)) {
		throw new RefusedError('truncated', `Line ${at + 1} of the reply begins a diff that has no hunk: ${line.slice(0, 200)}. Send the patch again, complete.`);
	} else if (isHunkHeader(line)) {
		readHunksWithoutHeader(reply);
	} else if (isIndentedStart(lines, at)) {
		dedentBlock(reply);
	} else if (fence) {
		closeFence(reply, fence, line);
	} else {
		openFence(reply, line);
	}
}

/**
A path line, then a fence that begins with `@@`.
*/
function readHunksWithoutHeader(reply: Reply): void {
	const path = reply.fence?.path ?? pathOfLine(reply.lines[reply.at - 1] ?? '');
	if (path === undefined) {
		throw new RefusedError('malformed', `The hunk at line ${reply.at + 1} of the reply belongs to no file. Put "--- a/path" and "+++ b/path" lines before it.`);
	}

	reply.edits.push({
		type: 'update', path, alternatives: [], hunks: readHunks(reply, path),
	});
}

function closeFence(reply: Reply, fence: NonNullable<Reply['fence']>, line: string): void {
	reply.at++;
	if (!isClosingFence(line, fence)) {
		return;
	}

	if (isDiffInfo(fence) && reply.edits.length === fence.editsBefore) {
		throw new RefusedError('malformed', `The ${fence.info} fence at line ${fence.line} of the reply holds no hunk: "--- a/path", "+++ b/path" and "@@" lines are missing.`);
	}

	reply.fence = undefined;
}

const isDiffInfo = (fence: Fence): boolean => /^(?:diff|patch|udiff)\b/iv.test(fence.info);

function openFence(reply: Reply, line: string): void {
	const fence = openingFence(line);
	if (!fence) {
		reply.at++;
		return;
	}

	const above = lineAbove(reply);
	const path = (above === undefined ? undefined : pathOfLine(above)) ?? pathInInfo(fence.info);
	const isPatchFile = path !== undefined && /\.(?:patch|diff)$/v.test(path);
	const hasEdits = isPatchFile ? isSearchMarker(reply.lines[reply.at + 1]?.trimStart() ?? '') : isEditFence(reply, fence) || isDiffInfo(fence);
	if (path !== undefined && !hasEdits) {
		readWholeFile(reply, path, fence);
		return;
	}

	noteUnclaimed(reply, {fence, above, hasEdits});
	dedentItem(reply, fence);
	reply.fence = {
		...fence, indent: 0, line: reply.at + 1, path: path ?? (above === undefined ? undefined : pathInSentence(above)), editsBefore: reply.edits.length,
	};
	reply.at++;
}

/**
A fence inside a list item is indented with its lines, up to the end of the item: the indentation is not theirs.
*/
function dedentItem({lines, at}: Reply, fence: Fence): void {
	for (let index = at + 1; fence.indent > 0 && index < lines.length && (lines[index]!.trim() === '' || lines[index]!.slice(0, fence.indent).trim() === ''); index++) {
		lines[index] = lines[index]!.slice(fence.indent);
	}
}

function lineAbove({lines, at}: Reply): string | undefined {
	return lines[at - 1]?.trim() === '' ? lines[at - 2] : lines[at - 1];
}

/**
A patch that is indented as a whole: in a list, or as Markdown's indented code.
*/
function isIndentedStart(lines: readonly string[], at: number): boolean {
	const line = lines[at]!;
	const indent = line.length - line.trimStart().length;
	if (indent === 0 || indent > 40) {
		return false;
	}

	const head = dedent(lines.slice(at, at + 2), indent);
	return isSearchMarker(head[0]!) || isEnvelopeStart(head[0]!) || (head.length > 1 && isDiffStart(head, 0) && !/^\s/v.test(head[0]!));
}

/**
Takes the indentation of the line at `at` from it and from those that follow, up to one that has less.
*/
function dedentBlock({lines, at}: Reply): void {
	const indent = lines[at]!.slice(0, lines[at]!.length - lines[at]!.trimStart().length);
	for (let index = at; index < lines.length && (lines[index]!.startsWith(indent) || lines[index]!.trim() === ''); index++) {
		lines[index] = lines[index]!.slice(indent.length);
	}
}

function isEditFence({lines, at}: Reply, fence: Fence): boolean {
	let first = at + 1;
	while (lines[first]?.trim() === '') {
		first++;
	}

	const head = dedent(lines.slice(first, first + 2), fence.indent);
	const line = head[0];
	return line !== undefined && (isIndentedStart(head, 0) || isSearchMarker(line) || isEnvelopeStart(line) || isDiffStart(head, 0)
		|| isDanglingHeader(head, 0) || isHunkHeader(line) || (pathOfLine(line) !== undefined && isSearchMarker(head[1] ?? '')));
}

/**
A fence that nothing claims may be an explanation. It must not be the rest of a file whose text held a fence of its own, nor a file whose path we failed to read.
*/
function noteUnclaimed(reply: Reply, {fence, above, hasEdits}: {fence: Fence; above: string | undefined; hasEdits: boolean}): void {
	if (hasEdits) {
		return;
	}

	if (reply.lastWholeFile !== undefined && fence.info === '') {
		throw new RefusedError('ambiguous', `Where the text of ${reply.lastWholeFile} ends is unclear: another fence follows at line ${reply.at + 1} of the reply. Put the file into a fence of four backticks, or into a "*** Add File:" of a *** Begin Patch envelope.`);
	}

	const path = above === undefined ? undefined : (/:\s*$|\b(?:create|add|new file)\b/iv.test(above) ? pathInSentence(above) : undefined) ?? loneWord(above);
	if (path !== undefined) {
		reply.unclaimed.push({path, line: reply.at + 1});
	}
}

/**
A word alone on the line before a fence may be a file whose name has no dot.
*/
const loneWord = (line: string | undefined): string | undefined => /^\s{0,12}[*`]{0,3}(?<word>[\w\-.\/]{2,1000})[*`]{0,3}\s?:?\s{0,3}$/v.exec(line ?? '')?.groups!.word;

function assertClaimed({unclaimed, edits}: Reply): void {
	const named = new Set(edits.flatMap(edit => namedPaths(edit)));
	const lost = unclaimed.find(({path}) => !named.has(path));
	if (lost) {
		throw new RefusedError('ambiguous', `The fence at line ${lost.line} of the reply may be the file ${lost.path} or an example. If it is the file, put its path alone on the line before the fence; if not, leave it out.`);
	}
}
