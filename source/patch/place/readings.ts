import type {Hunk, HunkLine} from '../edit.ts';

/**
A way to read a hunk's lines, and what it takes for granted. `hasPrefixes`: old and new lines have a common order; `blanksHavePrefix`: blank context of the reply does not generally lack it.
*/
export type Reading = {lines: readonly HunkLine[]; hasPrefixes: boolean; blanksHavePrefix: boolean; note?: string};

/**
Chatter begins after a blank line, or as a sentence that is no code.
*/
const sentence = /^\p{Uppercase}[^\(\);=\{\}]{0,300} [^\(\);=\{\}]{0,300}[!.:]$/v;

/**
What the lines of a hunk may mean, likeliest first: as they stand, or with its last lines taken for chatter, if they have no prefix.
*/
export function readingsOf({lines, hasPrefixes, blanksHavePrefix = false}: Hunk): Reading[] {
	const last = lines.findLastIndex(line => !line.isBare);
	const tail = lines.slice(last + 1);
	const isChatter = tail.length > 0 && (tail[0]!.text.trim() === '' || sentence.test(tail[0]!.text)) && tail.some(line => line.text.trim() !== '');
	const asItStands: Reading = {lines, hasPrefixes, blanksHavePrefix};
	return hasPrefixes && isChatter
		? [asItStands, {...asItStands, lines: lines.slice(0, last + 1), note: 'was followed by lines that are none of it'}]
		: [asItStands];
}

/**
A blank line that stands without a prefix is one of context, or an added one that lost its `+`.
*/
export const isBareBlank = (line: HunkLine): boolean => line.isBare === true && line.text.trim() === '';

/**
The reading in which the old lines that are not in the file, all of them blank ones without a prefix, are added ones. `positions` has an item for each old line.
*/
export function addMissingBlanks({lines, note, ...reading}: Reading, positions: readonly number[]): Reading {
	let old = 0;
	const read = lines.map((line): HunkLine => line.kind !== 'added' && positions[old++] === -1 ? {kind: 'added', text: line.text} : line);
	const added = 'lacked the "+" of blank added lines';
	return {...reading, lines: read, note: note === undefined ? added : `${added} and ${note}`};
}
