import type {HunkLine} from '../edit.ts';
import type {FileText} from '../write/file-text.ts';
import type {Alignment} from './alignment.ts';
import type {Comparison} from './comparisons.ts';
import {findLines} from './find-lines.ts';

/**
Old lines × places that are looked at: a real patch has far fewer, and a hunk that fits at more places is ambiguous.
*/
const maxComparisons = 2_000_000;

/**
All places where the old lines of a hunk stand one after the other. Where they are too many to be told apart, some of them, among them `stated` (0-based) if it is one.
*/
export function findWhole({key}: Comparison, old: readonly HunkLine[], {text, stated}: {text: FileText; stated: number | undefined}): Alignment[] {
	const places = findLines(text.keys(key), old.map(line => key(line.text)));
	const most = Math.max(2, Math.floor(maxComparisons / old.length));
	const shown = places.length > most ? places.filter((at, index) => index < most || at === stated) : places;
	return shown.map(at => ({positions: old.map((_, index) => at + index), cost: 0}));
}
