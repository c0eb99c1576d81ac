import type {Alignment} from './alignment.ts';
import {findLines} from './find-lines.ts';

/**
An old line of a hunk; one that `mayBeAdded` is blank and need not be in the file.
*/
type Line = {key: string; mayBeAdded: boolean};

/**
All places at which the lines stand one after the other, but for blank ones that may be added lines. How many of those are in the file follows from the text around them.
*/
export function alignBlanks(keys: readonly string[], lines: readonly Line[]): Alignment[] {
	const run = longestRun(lines);
	const wanted = lines.slice(run.start, run.end).map(line => line.key);
	if (wanted.every(key => isBlank(key))) {
		return [];
	}

	return findLines(keys, wanted).flatMap(at => {
		const head = walk(keys, {at: at - 1, step: -1}, lines.slice(0, run.start).toReversed());
		const tail = walk(keys, {at: at + wanted.length, step: 1}, lines.slice(run.end));
		return head && tail ? [{positions: [...head.toReversed(), ...wanted.map((_, index) => at + index), ...tail], cost: 0}] : [];
	});
}

const isBlank = (key: string | undefined): boolean => key?.trim() === '';

/**
The longest run of lines that have to be there.
*/
function longestRun(lines: readonly Line[]): {start: number; end: number} {
	let best = {start: 0, end: 0};
	for (let start = 0; start < lines.length;) {
		let end = start;
		while (end < lines.length && !lines[end]!.mayBeAdded) {
			end++;
		}

		const hasText = lines.slice(start, end).some(line => !isBlank(line.key));
		best = hasText && end - start > best.end - best.start ? {start, end} : best;
		start = end + 1;
	}

	return best;
}

/**
Where each line stands from `at` on, nearest line first; undefined if they are not there.
*/
function walk(keys: readonly string[], {at, step}: {at: number; step: 1 | -1}, lines: readonly Line[]): number[] | undefined {
	const positions: number[] = [];
	let place = at;
	for (let index = 0; index < lines.length;) {
		let end = index;
		while (end < lines.length && isBlank(lines[end]!.key)) {
			end++;
		}

		if (end === index) {
			if (keys[place] !== lines[index]!.key) {
				return undefined;
			}

			positions.push(place);
			place += step;
			index++;
			continue;
		}

		const blanks = lines.slice(index, end);
		const left = countToTake(keys, {at: place, step}, {blanks, isLast: end === lines.length});
		if (left === undefined) {
			return undefined;
		}

		let optional = left;
		for (const {mayBeAdded} of blanks) {
			const isThere = !mayBeAdded || optional > 0;
			optional -= mayBeAdded && isThere ? 1 : 0;
			positions.push(isThere ? place : -1);
			place += isThere ? step : 0;
		}

		index = end;
	}

	return positions;
}

/**
How many of the blank lines that may be added ones are in the file: all blank lines of the file have to be used up before text goes on.
*/
function countToTake(keys: readonly string[], {at, step}: {at: number; step: 1 | -1}, {blanks, isLast}: {blanks: readonly Line[]; isLast: boolean}): number | undefined {
	let size = 0;
	while (size <= blanks.length && isBlank(keys[at + (size * step)])) {
		size++;
	}

	const certain = blanks.filter(line => !line.mayBeAdded).length;
	const count = isLast ? Math.min(size, blanks.length) - certain : size - certain;
	return count >= 0 && count <= blanks.length - certain ? count : undefined;
}
