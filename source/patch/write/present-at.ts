import {
	newLines,
	oldLines,
	type Hunk,
	type HunkLine,
} from '../edit.ts';
import {findLines, isAt} from '../place/find-lines.ts';
import {placeOf, type Candidate, type Placement} from '../place/place-hunk.ts';
import type {EditedFile} from './edited-file.ts';
import type {FileText} from './file-text.ts';

type Key = (line: string) => string;

const asItIs: Key = line => line;

const withoutEnd: Key = line => line.trimEnd();

/**
0-based place where what a hunk would write stands already, or undefined. A hunk that was placed is there already only if it inserts lines that its place has.
*/
export function presentAt(file: EditedFile, hunk: Hunk, placement: Exclude<Placement, {kind: 'present'}>): number | undefined {
	if (placement.kind !== 'placed') {
		return placement.kind === 'absent' ? resultsOf(file.now, hunk.lines)[0] : undefined;
	}

	if (!placement.isExpected && isResultAtStated(file.before, hunk)) {
		return hunk.newStart! - 1;
	}

	return placement.rung.structure === 'loose' ? resultAt(file.now, hunk.lines) : insertedAt(file.now, hunk, placement);
}

/**
A hunk that fits elsewhere, but whose result stands just where its header says, was applied before.
*/
function isResultAtStated(before: FileText, {newStart, lines}: Hunk): boolean {
	const removed = new Set(lines.filter(line => line.kind === 'removed').map(line => line.text));
	const hasAdded = lines.some(({kind, text}) => kind === 'added' && text.trim() !== '' && !removed.has(text));
	return newStart !== undefined && hasAdded && isAt(before.lines, newStart - 1, newLines(lines));
}

/**
An insertion whose context stands on one side only, or begins or ends as what it inserts, would fit again after it was applied.
*/
function insertedAt(file: FileText, {lacksFinalNewline}: Hunk, placement: Candidate & {isExpected: boolean}): number | undefined {
	const {reading: {lines}, matches} = placement;
	if (matches.length === 0 || !isInsertion(lines)) {
		return undefined;
	}

	const first = placeOf(placement);
	const head = lines.findIndex(line => line.kind !== 'added');
	const isOpen = lines[0]!.kind === 'added' || lines.at(-1)!.kind === 'added';
	if (isOpen && isAt(file.lines, first - head, newLines(lines))) {
		return first - head;
	}

	const last = first + matches.length;
	const contradicts = lacksFinalNewline.old && last < file.lines.length;
	const {fit, key} = placement.rung.comparison;
	const hasText = lines.some(line => line.kind === 'added' && line.text.trim() !== '');
	// Blank lines are all alike but for what is in them.
	const present = placement.isExpected && !contradicts ? undefined : resultAt(file, lines, hasText ? fit && key : asItIs);
	return present !== undefined && present < last && first < present + newLines(lines).length ? present : undefined;
}

/**
Whether lines are added, and none removed but such as are added again.
*/
function isInsertion(lines: readonly HunkLine[]): boolean {
	const [added, removed] = (['added', 'removed'] as const).map(kind => new Set(lines.filter(line => line.kind === kind).map(line => line.text.trimEnd())));
	return removed!.size < added!.size && lines.every(({kind, text}) => kind !== 'removed' || added!.has(text.trimEnd()));
}

/**
The one place where a hunk's result stands.
*/
function resultAt(file: FileText, lines: readonly HunkLine[], key?: Key): number | undefined {
	const places = resultsOf(file, lines, key);
	return places.length === 1 ? places[0] : undefined;
}

/**
All places where a hunk's result stands, if the result says something.
*/
function resultsOf(file: FileText, lines: readonly HunkLine[], key: Key = withoutEnd): number[] {
	const hasAdded = lines.some(line => line.kind === 'added' && line.text.trim() !== '');
	const isFramed = lines[0]!.kind === 'context' && lines.at(-1)!.kind === 'context';
	const result = newLines(lines);
	return result.length === 0 || (!hasAdded && !isFramed) || oldLines(lines).length === 0 ? [] : findLines(file.keys(key), result.map(line => key(line)));
}
