import type {Edit} from '../edit.ts';
import {RefusedError} from '../refusal.ts';
import type {Fence} from './fence.ts';

/**
A reply while it is read: readers take lines from `at` on, and leave `at` after what they have read.
*/
export type Reply = {
	lines: string[];
	at: number;
	/**
	False when the text ends in the middle of its last line.
	*/
	endsWithNewline: boolean;
	/**
	The fence that `at` is inside of, if any.
	*/
	fence?: OpenFence;
	edits: Edit[];
	/**
	Whether a `*** End Patch` without a space before it follows the envelope that is read.
	*/
	hasPlainEnd?: boolean;
	/**
	Path of the last SEARCH/REPLACE block: the next one without a path is for the same file.
	*/
	lastPath?: string;
	/**
	Path of the last whole file, until something else is read.
	*/
	lastWholeFile?: string;
	/**
	Paths that stand in a sentence before a fence that holds no edit.
	*/
	unclaimed: Array<{path: string; line: number}>;
};

type OpenFence = Fence & {line: number; path?: string; editsBefore: number};

/**
Splits a reply into lines. A reply in CRLF throughout becomes one in LF; the thinking that some models put before their answer is left out.
*/
export function openReply(text: string): Reply {
	const answer = withoutThinking(text.startsWith('\u{FEFF}') ? text.slice(1) : text);
	const lines = answer.split('\n');
	const hasEnd = lines.at(-1) === '';
	if (hasEnd) {
		lines.pop();
	}

	const isCrlf = lines.length > 0 && lines.every((line, index) => line.endsWith('\r') || (index === lines.length - 1 && !hasEnd));
	return {
		lines: isCrlf ? lines.map(line => line.endsWith('\r') ? line.slice(0, -1) : line) : lines,
		at: 0,
		endsWithNewline: hasEnd,
		edits: [],
		unclaimed: [],
	};
}

function withoutThinking(text: string): string {
	const start = /^\s{0,100}<think(?:ing)?>/v.exec(text);
	if (!start) {
		return text;
	}

	const end = /<\/think(?:ing)?>/v.exec(text);
	if (!end) {
		throw new RefusedError('truncated', 'The reply ends inside its <think> block. Send the edits in full.');
	}

	return text.slice(end.index + end[0].length);
}
