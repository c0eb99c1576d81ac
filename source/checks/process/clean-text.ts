import {stripVTControlCharacters} from 'node:util';

const escape = '\u{1B}';
const unfinishedSequence = /^[\(\)\[\]]?[\d;?]*$/v;

/**
Where a text ends in the middle of something that only the next chunk tells: an escape sequence, or a `\r` that may belong to a `\r\n`.
*/
function unfinishedAt(text: string): number {
	const at = text.lastIndexOf(escape);
	if (at !== -1 && unfinishedSequence.test(text.slice(at + 1)) && text.length - at < 64) {
		return at;
	}

	return text.endsWith('\r') ? text.length - 1 : text.length;
}

const clean = (text: string): string =>
	stripVTControlCharacters(text).replaceAll(/\r\n?/gv, '\n').replaceAll(/[[\p{Bidi_Control}\p{Control}]--[\t\n]]/gv, '');

/**
Removes control sequences from a text that comes in chunks. `end` gives what was held back.
*/
export function createCleaner(): {write: (chunk: string) => string; end: () => string} {
	let held = '';
	return {
		write(chunk) {
			const text = held + chunk;
			const at = unfinishedAt(text);
			held = text.slice(at);
			return clean(text.slice(0, at));
		},
		end() {
			const rest = clean(held);
			held = '';
			return rest;
		},
	};
}
