import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import {cleanText} from './clean-text.ts';

const printableAscii = /^[\u{20}-\u{7E}]*$/v;

/**
Columns that a terminal gives to a clean text.
*/
export const widthOf = (text: string): number => printableAscii.test(text) ? text.length : stringWidth(text);

/**
The start of a clean text that fits into `width` columns.
*/
export const sliceWidth = (text: string, width: number): string =>
	printableAscii.test(text) ? text.slice(0, width) : sliceAnsi(text, 0, width);

/**
A text padded with spaces, or cut, to exactly `width` columns.
*/
export function padWidth(text: string, width: number): string {
	const clean = cleanText(text);
	const cut = widthOf(clean) > width ? sliceWidth(clean, width) : clean;
	return cut + ' '.repeat(Math.max(0, width - widthOf(cut)));
}

/**
Wraps foreign text at words; its own line breaks are kept. At least one row.
*/
export function wrapText(text: string, width: number): string[] {
	return text.split('\n').flatMap(part => {
		const clean = cleanText(part).trimEnd();
		return widthOf(clean) <= width
			? [clean]
			: wrapAnsi(clean, Math.max(1, width), {hard: true, trim: true}).split('\n');
	});
}
