import type {HunkLine} from '../edit.ts';
import type {FileText} from '../write/file-text.ts';
import {alignLoosely} from './align.ts';
import type {Alignment} from './alignment.ts';
import type {Comparison} from './comparisons.ts';
import {
	changedRuns,
	fixedLines,
	isGap,
	isOpenTo,
	linesAfterOmissions,
} from './fixed-lines.ts';
import type {OldLine} from './match-context.ts';
import {indentOf} from './indentation.ts';
import type {Reading} from './readings.ts';
import {createRivals} from './rival.ts';

/**
All places where a hunk stands but for lines of its context: single ones that are missing, new or changed, outer ones, and what an ellipsis stands for.
None that nearly fits elsewhere too.
*/
export function findLoosely({key}: Comparison, reading: Reading, text: FileText): Alignment[] {
	const {lines} = reading;
	const [fixed, afterOmissions] = [fixedLines(lines), linesAfterOmissions(reading)];
	const old = lines.flatMap((line, index): OldLine[] => line.kind === 'added'
		? []
		: [{
			key: key(line.text), isFixed: fixed.has(index), isGap: isGap(line), mayFollowOmission: afterOmissions.has(index),
		}]);
	const keys = text.keys(key);
	const alignments = alignLoosely(keys, old) ?? alignLoosely(keys, old.map(line => ({...line, mayFollowOmission: false}))) ?? [];
	const rivals = createRivals(keys, old.map(line => line.key));
	return alignments.filter(alignment => isEvident(alignment, old) && (alignment.cost === 0
		? areGapsInside(text.lines, alignment, leadOf(lines))
		: !isOpenEnded(lines, alignment, keys.length) && areNeighboursCertain(reading, keys, alignment) && isOnlyOmission(old, alignment) && isCoreUnique(keys, old, alignment) && !isContradicted(keys, old, alignment) && !rivals(alignment.positions)));
}

/**
Whether a line of context that is not at its place stands at one other place of the file: then the hunk may be meant for there.
Lines that stand at several, or of fewer than six letters and digits, tell nothing.
*/
function isContradicted(keys: readonly string[], old: readonly OldLine[], {positions}: Alignment): boolean {
	const found = new Set(positions);
	return old.some(({key, isGap: isEllipsis}, index) => positions[index] === -1 && !isEllipsis && (key.match(/[\p{Letter}\p{Number}]/gv)?.length ?? 0) >= 6
		&& keys.filter((line, place) => line === key && !found.has(place)).length === 1);
}

/**
Old lines before the first change and the one after them.
*/
const leadOf = (lines: readonly HunkLine[]): number => lines.findIndex(line => line.kind !== 'context') + 1;

/**
Whether, in the first `lead` old lines, an ellipsis below a line that opens a block stands for lines of that block alone: `def f():` and `...` say where a change is.
*/
function areGapsInside(lines: readonly string[], {positions}: Alignment, lead: number): boolean {
	const found = positions.slice(0, lead).filter(position => position !== -1);
	return found.every((position, index) => {
		const next = found[index + 1] ?? position;
		const [above, below] = [indentOf(lines[position]!).length, indentOf(lines[next]!).length];
		const isOpener = below > above && /[\(:\[\{]\s*$/v.test(lines[position]!);
		return !isOpener || lines.slice(position + 1, next).every(line => line.trim() === '' || indentOf(line).length > above);
	});
}

/**
Whether a hunk begins or ends with lines that it inserts, and not at the beginning or the end of the file: then only one neighbour tells their place.
*/
function isOpenEnded(lines: readonly HunkLine[], {positions}: Alignment, size: number): boolean {
	const isInserted = (run: readonly HunkLine[]) => run.length > 0 && run.every(line => line.kind === 'added');
	const head = lines.slice(0, lines.findIndex(line => line.kind === 'context'));
	const tail = lines.slice(lines.findLastIndex(line => line.kind === 'context') + 1);
	return (isInserted(head) && positions[0] !== 0) || (isInserted(tail) && positions.at(-1) !== size - 1);
}

/**
Whether what is added stands next to the right one of lines that are alike: where context that goes on from a neighbour of added lines breaks off, the file may not have that neighbour once more,
for the hunk may have left out the one or the other.
*/
function areNeighboursCertain(reading: Reading, keys: readonly string[], {positions}: Alignment): boolean {
	const {lines} = reading;
	const placeOf = placesByLine(lines, positions);
	return changedRuns(lines).every(run => ([-1, 1] as const).filter(step => isOpenTo(reading, run, step)).every(step => {
		const nearest = step === 1 ? run.end : run.start - 1;
		let index = nearest;
		while (lines[index + step]?.kind === 'context' && placeOf[index + step] === placeOf[index]! + step) {
			index += step;
		}

		const [place, next] = [placeOf[index]!, lines[index + step]?.kind === 'context' ? placeOf[index + step]! : undefined];
		const omitted = next === undefined ? [] : (next === -1 ? [keys[place + step]] : keys.slice(Math.min(place, next) + 1, Math.max(place, next)));
		return lines[nearest]?.kind !== 'context' || !omitted.includes(keys[placeOf[nearest]!]);
	}));
}

/**
Where the file has lines between a change and its neighbour, it has all lines of the hunk.
*/
function isOnlyOmission(old: readonly OldLine[], {positions}: Alignment): boolean {
	return !positions.includes(-1) || old.every((line, index) => !line.mayFollowOmission || positions[index] === positions[index - 1]! + 1);
}

/**
Where the file has several lines at one point that the hunk leaves out, what has to be where the hunk has it may stand nowhere else: the context beyond the omission may belong to another place.
*/
function isCoreUnique(keys: readonly string[], old: readonly OldLine[], {positions}: Alignment): boolean {
	const found = positions.filter(position => position !== -1);
	const omitsSeveral = found.some((position, index) => index > 0 && position - found[index - 1]! > 2);
	return !omitsSeveral || coresOf(old, positions).every(core => placesOf(keys, core).length === 1);
}

/**
The keys of fixed lines that follow one another.
*/
function coresOf(old: readonly OldLine[], positions: readonly number[]): string[][] {
	const cores: string[][] = [];
	for (const [index, {key, isFixed}] of old.entries()) {
		const goesOn = isFixed && old[index - 1]?.isFixed && positions[index] === positions[index - 1]! + 1;
		if (goesOn) {
			cores.at(-1)!.push(key);
		} else if (isFixed) {
			cores.push([key]);
		}
	}

	return cores;
}

const placesOf = (keys: readonly string[], core: readonly string[]): number[] =>
	keys.flatMap((key, place) => key === core[0] && core.every((line, index) => keys[place + index] === line) ? [place] : []);

/**
For each line of a hunk, where it stands (-1: nowhere), from the places of its old lines.
*/
function placesByLine(lines: readonly HunkLine[], positions: readonly number[]): number[] {
	let old = 0;
	return lines.map(line => line.kind === 'added' ? -1 : positions[old++]!);
}

/**
Whether enough of a hunk is where it should be: no more lines may differ than two, and more of its lines with text have to be there than are not.
*/
function isEvident({positions, cost}: Alignment, old: readonly OldLine[]): boolean {
	const found = old.filter((line, index) => positions[index] !== -1 && line.key !== '').length;
	const missing = old.filter((line, index) => positions[index] === -1 && !line.isGap).length;
	return cost <= 2 && found > missing && (cost === 0 || found >= 2);
}
