import {oldLines, type Hunk} from '../edit.ts';
import {plainKey} from './plain-punctuation.ts';

/**
Whether the line numbers in a file's hunk headers can be trusted to decide between several places: every one fits the file as it is before the patch, but for indentation and punctuation.
One that is off makes all of them worthless.
*/
export function isSound(lines: readonly string[], hunks: readonly Hunk[]): boolean {
	return hunks.every(hunk => hunk.oldStart === undefined || isFitting(lines, hunk));
}

function isFitting(lines: readonly string[], hunk: Hunk): boolean {
	const start = hunk.oldStart! - 1;
	return oldLines(hunk.lines).every((line, index) => plainKey((lines[start + index] ?? '\0').trim()) === plainKey(line.trim()));
}
