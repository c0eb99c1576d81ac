import {cleanText} from './clean-text.ts';
import {sliceWidth, widthOf} from './width.ts';

/**
What a piece of text means; the theme gives it a look.
*/
export type Tone =
	'plain' | 'strong' | 'dim' | 'accent' | 'accentStrong' | 'good' | 'bad' | 'goodWord' | 'badWord' | 'spinner';

export type Span = {readonly text: string; readonly tone: Tone};
export type Line = readonly Span[];

/**
The only maker of spans: whatever comes from outside is cleaned here.
*/
export const span = (text: string, tone: Tone = 'plain'): Span => ({text: cleanText(text), tone});

export const spaces = (width: number): Span => ({text: ' '.repeat(Math.max(0, width)), tone: 'plain'});

export const lineWidth = (line: Line): number => line.reduce((sum, {text}) => sum + widthOf(text), 0);

/**
The text of a line as a terminal shows it.
*/
export const lineText = (line: Line): string => line.map(({text}) => text).join('');

/**
Cuts a line to at most `width` columns; what was cut is marked with `ellipsis`.
*/
export function cutLine(line: Line, width: number, ellipsis: string): Line {
	if (lineWidth(line) <= width) {
		return line;
	}

	const kept: Span[] = [];
	let left = width - widthOf(ellipsis);
	for (const {text, tone} of line) {
		const part = sliceWidth(text, Math.max(0, left));
		left -= widthOf(part);
		kept.push({text: part, tone});
		if (part.length < text.length) {
			kept.push({text: width > 0 ? ellipsis : '', tone});
			break;
		}
	}

	return kept;
}

/**
`left`, and `right` at the far end of `width` columns; `left` gives way.
*/
export function justify(left: Line, right: Line, {width, ellipsis}: {width: number; ellipsis: string}): Line {
	if (right.length === 0) {
		return cutLine(left, width, ellipsis);
	}

	const room = width - lineWidth(right) - 1;
	if (room < 8) {
		return cutLine(left, width, ellipsis);
	}

	const start = cutLine(left, room, ellipsis);
	return [...start, spaces(width - lineWidth(start) - lineWidth(right)), ...right];
}
