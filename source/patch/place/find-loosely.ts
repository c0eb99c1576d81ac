import type {HunkLine} from '../edit.ts';
import {isElisionLine} from '../write/elision.ts';
import type {FileText} from '../write/file-text.ts';
import {alignLoosely, type Alignment} from './align.ts';
import type {Comparison} from './comparisons.ts';
import type {OldLine} from './match-context.ts';
import {indentOf} from './indentation.ts';
import {isBareBlank} from './readings.ts';
import {createRivals} from './rival.ts';

/**
All places where a hunk stands but for lines of its context: single ones that are missing, new or changed, outer ones, and what an ellipsis stands for.
None that nearly fits elsewhere too.
*/
export function findLoosely({key}: Comparison, lines: readonly HunkLine[], text: FileText): Alignment[] {
	const fixed = fixedLines(lines);
	const old = lines.flatMap((line, index): OldLine[] => line.kind === 'added'
		? []
		: [{
			key: key(line.text), isFixed: fixed.has(index), isGap: isGap(line),
		}]);
	const keys = text.keys(key);
	const alignments = alignLoosely(keys, old) ?? [];
	const rivals = createRivals(keys, old.map(line => line.key));
	return alignments.filter(alignment => isEvident(alignment, old) && (alignment.cost === 0
		? areGapsInside(text.lines, alignment, leadOf(lines))
		: !isOpenEnded(lines, alignment, keys.length) && !isContradicted(keys, old, alignment) && !rivals(alignment.positions)));
}

/**
Indexes of the lines that have to be where the hunk has them: what is removed, and the neighbours of each change.
An insertion among blank lines needs the first lines with text on both sides.
*/
function fixedLines(lines: readonly HunkLine[]): Set<number> {
	const fixed = new Set(lines.flatMap((line, index) => line.kind === 'removed' || isBareBlank(line) ? [index] : []));
	for (let start = 0; start < lines.length; start++) {
		let end = start;
		while (end < lines.length && lines[end]!.kind !== 'context') {
			end++;
		}

		if (end === start) {
			continue;
		}

		const isInsertion = lines.slice(start, end).every(line => line.kind === 'added' || line.text.trim() === '');
		fixNeighbours(lines, {from: start - 1, step: -1, isInsertion}, fixed);
		fixNeighbours(lines, {from: end, step: 1, isInsertion}, fixed);
		start = end;
	}

	return fixed;
}

function fixNeighbours(lines: readonly HunkLine[], {from, step, isInsertion}: {from: number; step: number; isInsertion: boolean}, fixed: Set<number>): void {
	for (let index = from; lines[index]?.kind === 'context' && !isGap(lines[index]!); index += step) {
		fixed.add(index);
		if (!isInsertion || lines[index]!.text.trim() !== '') {
			return;
		}
	}
}

/**
`...` or `# ... existing code ...` as context stands for lines that were left out.
*/
const isGap = (line: HunkLine): boolean => line.kind === 'context' && isElisionLine(line.text);

/**
Whether a line of context that is not at its place stands elsewhere in the file: then the hunk may be meant for there. Lines of fewer than six letters and digits stand anywhere.
*/
function isContradicted(keys: readonly string[], old: readonly OldLine[], {positions}: Alignment): boolean {
	const found = new Set(positions);
	return old.some(({key, isGap: isEllipsis}, index) => positions[index] === -1 && !isEllipsis && (key.match(/[\p{Letter}\p{Number}]/gv)?.length ?? 0) >= 6
		&& keys.some((line, place) => line === key && !found.has(place)));
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
Whether enough of a hunk is where it should be: no more lines may differ than two, and more lines with text in them have to be there than differ.
*/
function isEvident({positions, cost}: Alignment, old: readonly OldLine[]): boolean {
	const found = old.filter((line, index) => positions[index] !== -1 && line.key !== '').length;
	return cost <= 2 && found > cost && (cost === 0 || found >= 2);
}
