import stripAnsi from 'strip-ansi';

/**
Other people's text without what could move a cursor or reorder what follows: only its lines and tabs are kept.
*/
export const cleanLines = (text: string): string[] => stripAnsi(text)
	.replaceAll(/[\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}[\p{Control}--[\t\n]]]/gv, '')
	.split('\n');

const loneSurrogate = /\p{Surrogate}$/v;

/**
Other people's text (models, plans, tools) as one line that cannot move a cursor, add a line or reorder what follows it: escape sequences, control characters
and bidirectional overrides are removed, white space becomes single spaces, and what is longer than `maxLength` characters ends in `...`.
*/
export function oneLine(text: string, maxLength = Infinity): string {
	const line = stripAnsi(text)
		.replaceAll(/[\u{200E}\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}]/gv, '')
		.replaceAll(/[\s\p{Control}]+/gv, ' ')
		.trim();
	return line.length > maxLength ? `${line.slice(0, Math.max(0, maxLength - 3)).replace(loneSurrogate, '').trimEnd()}...` : line;
}
