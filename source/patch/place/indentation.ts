import type {Fit, Pair} from './fit.ts';

/**
How a whole hunk's indentation differs from the file's: the file has `pad` more before every line, or less.
*/
type Shift = {add: boolean; pad: string};

export const indentOf = (line: string): string => /^[\t ]{0,9999}/v.exec(line)![0];

/**
The one shift that takes every line of a hunk to the file's. Blank lines say nothing.
*/
export function fitShift(pairs: readonly Pair[]): Fit | undefined {
	let shift: Shift | undefined;
	for (const {text, own} of pairs) {
		if (text.trim() === '') {
			continue;
		}

		const [from, to] = [indentOf(text), indentOf(own)];
		shift ??= to.length >= from.length
			? {add: true, pad: to.slice(0, to.length - from.length)}
			: {add: false, pad: from.slice(0, from.length - to.length)};
		if (shift.add ? to !== shift.pad + from : from !== shift.pad + to) {
			return undefined;
		}
	}

	return shift && {note: ` by ${shift.pad.length}${shift.pad.includes('\t') ? ' (tabs)' : ''}`, convert: line => shiftLine(line, shift)};
}

/**
A line shifted with its hunk; undefined when it has less indentation than is to be taken away.
*/
function shiftLine(line: string, {add, pad}: Shift): string | undefined {
	if (line.trim() === '') {
		return line;
	}

	if (add) {
		return pad + line;
	}

	return line.startsWith(pad) ? line.slice(pad.length) : undefined;
}
