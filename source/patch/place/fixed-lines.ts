import type {HunkLine} from '../edit.ts';
import {isElisionLine} from '../write/elision.ts';
import {isBareBlank, type Reading} from './readings.ts';

/**
A run of a hunk's lines that are added or removed, `start` to `end` (exclusive).
*/
type Run = {start: number; end: number};

const isBlank = (line: HunkLine | undefined): boolean => line?.text.trim() === '';

/**
`...` or `# ... existing code ...` as context stands for lines that were left out.
*/
export const isGap = (line: HunkLine): boolean => line.kind === 'context' && isElisionLine(line.text);

/**
The changes of a hunk.
*/
export function changedRuns(lines: readonly HunkLine[]): Run[] {
	const runs: Run[] = [];
	for (let start = 0; start < lines.length; start++) {
		let end = start;
		while (end < lines.length && lines[end]!.kind !== 'context') {
			end++;
		}

		if (end === start) {
			continue;
		}

		runs.push({start, end});
		start = end;
	}

	return runs;
}

/**
Whether a change has no removed line with text, so that its place depends on its neighbours alone.
*/
const isInsertion = (lines: readonly HunkLine[], {start, end}: Run): boolean => lines.slice(start, end).every(line => line.kind === 'added' || isBlank(line));

/**
Whether what a change adds may belong before or after a line that is missing next to it, above (-1) or below: not if the change has a removed line with text on that side.
Old and new lines without prefixes have no common order.
*/
export function isOpenTo({lines, hasPrefixes}: Reading, run: Run, step: 1 | -1): boolean {
	const nearest = lines[step === 1 ? run.end - 1 : run.start]!;
	return isInsertion(lines, run) || nearest.kind === 'added' || (!hasPrefixes && lines.slice(run.start, run.end).some(line => line.kind === 'added'));
}

/**
Indexes of the lines that have to be where the hunk has them: what is removed, and the neighbours of each change.
An insertion with blank lines on both sides needs the first lines with text beyond them; with text on one side, the blank ones on the other suffice.
*/
export function fixedLines(lines: readonly HunkLine[]): Set<number> {
	const fixed = new Set(lines.flatMap((line, index) => line.kind === 'removed' || isBareBlank(line) ? [index] : []));
	for (const run of changedRuns(lines)) {
		const sides = [neighbours(lines, run, -1), neighbours(lines, run, 1)];
		const needsBlanks = isInsertion(lines, run);
		const needsText = needsBlanks && sides.every(([nearest]) => nearest === undefined || isBlank(lines[nearest]));
		const needed = sides.flatMap(side => side.filter((index, number) => number === 0 || needsText || (needsBlanks && isBlank(lines[index]))));
		for (const index of needed) {
			fixed.add(index);
		}
	}

	return fixed;
}

/**
Indexes of the context next to a change, nearest first: blank lines and the first line with text.
*/
function neighbours(lines: readonly HunkLine[], {start, end}: Run, step: 1 | -1): number[] {
	const found: number[] = [];
	for (let index = step === 1 ? end : start - 1; lines[index]?.kind === 'context' && !isGap(lines[index]!); index += step) {
		found.push(index);
		if (!isBlank(lines[index])) {
			break;
		}
	}

	return found;
}

/**
Indexes of the lines before which the file may have lines that the hunk leaves out, between a change and its neighbour: only where that leaves one reading, and context with text tells the place.
None in a hunk with an ellipsis, which says where lines are left out. A hunk without prefixes has to do nothing but remove lines at one place.
*/
export function linesAfterOmissions(reading: Reading): Set<number> {
	const {lines, hasPrefixes} = reading;
	const runs = changedRuns(lines);
	if (lines.some(line => isGap(line)) || !(hasPrefixes || (runs.length === 1 && isFirmRemoval(lines, runs[0]!)))) {
		return new Set();
	}

	return new Set(runs.flatMap(run => ([-1, 1] as const)
		.filter(step => !isOpenTo(reading, run, step) && neighbours(lines, run, step).some(index => !isBlank(lines[index])))
		.map(step => step === 1 ? run.end : run.start)));
}

/**
Whether a change only removes lines, and its neighbours do not look like the lines at its ends, so that no other lines can be meant.
*/
const isFirmRemoval = (lines: readonly HunkLine[], {start, end}: Run): boolean =>
	lines.slice(start, end).every(line => line.kind === 'removed') && lines[start]!.text !== lines[end]?.text && lines[end - 1]!.text !== lines[start - 1]?.text;
