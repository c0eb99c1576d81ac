import type {Fit, Pair} from './fit.ts';
import {indentOf} from './indentation.ts';

/**
Widths of a tab that models and editors use; the usual ones first.
*/
const widths = [4, 8, 2, 3] as const;

/**
The width of a tab at which every line of a hunk begins in the file's column. Added lines are then indented with the character that the file has there.
*/
export function fitColumns(pairs: readonly Pair[]): Fit | undefined {
	const indents = pairs.filter(({text}) => text.trim() !== '').map(({text, own}) => ({ours: indentOf(text), theirs: indentOf(own)}));
	const fitting = widths.filter(width => indents.every(({ours, theirs}) => columnOf(ours, width) === columnOf(theirs, width)));
	const differing = indents.filter(({ours, theirs}) => ours !== theirs);
	const tabbed = differing.filter(({theirs}) => theirs.includes('\t')).length;
	if (fitting.length === 0 || (tabbed > 0 && tabbed < differing.length)) {
		return undefined;
	}

	const convert = (line: string) => {
		const readings = new Set(fitting.map(width => reindent(line, {width, hasTabs: tabbed > 0})));
		return readings.size === 1 ? [...readings][0] : undefined;
	};

	return {note: tabbed > 0 ? ' (the file has tabs)' : ' (the file has spaces)', convert};
}

function reindent(line: string, {width, hasTabs}: {width: number; hasTabs: boolean}): string {
	const indent = indentOf(line);
	const column = columnOf(indent, width);
	const spaces = hasTabs ? column % width : column;
	return '\t'.repeat((column - spaces) / width) + ' '.repeat(spaces) + line.slice(indent.length);
}

function columnOf(indent: string, width: number): number {
	let column = 0;
	for (const character of indent) {
		column += character === '\t' ? width - (column % width) : 1;
	}

	return column;
}
