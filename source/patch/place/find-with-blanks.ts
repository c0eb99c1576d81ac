import type {Hunk} from '../edit.ts';
import type {FileText} from '../write/file-text.ts';
import {alignBlanks} from './align-blanks.ts';
import type {Alignment} from './alignment.ts';
import type {Comparison} from './comparisons.ts';
import {isAt} from './find-lines.ts';
import {isBareBlank, type Reading} from './readings.ts';

/**
Blank lines without a prefix that touch a change may be added ones; the others only if all of them are, and blank context has its prefix.
*/
export function findWithBlanks({key}: Comparison, {lines, blanksHavePrefix}: Reading, text: FileText): Alignment[] {
	const mayBeAdded = blanksThatMayBeAdded(lines);
	const open = lines.flatMap((line, index) => line.kind === 'added' ? [] : [mayBeAdded[index]!]);
	if (!open.includes(true)) {
		return [];
	}

	const near = touchingChanges(lines);
	const touching = lines.flatMap((line, index) => line.kind === 'added' ? [] : [near[index]!]);
	const old = lines.filter(line => line.kind !== 'added');
	return alignBlanks(text.keys(key), old.map((line, index) => ({key: key(line.text), mayBeAdded: open[index]!})))
		.filter(({positions}) => {
			if (isMixed(lines, positions)) {
				return false;
			}

			const isFar = (index: number) => open[index]! && !touching[index]!;
			return positions.every((position, index) => !(position === -1 && isFar(index))) || (blanksHavePrefix && positions.every((position, index) => position === -1 || !isFar(index)));
		});
}

/**
For each line, whether it may be a blank one that lost its `+`. Those that a hunk begins with are context, and so are those next to an added blank line that has its `+`.
*/
function blanksThatMayBeAdded(lines: Reading['lines']): boolean[] {
	const may = lines.map(line => isBareBlank(line));
	for (const step of [1, -1]) {
		let isOpen = step === -1;
		for (let index = step === 1 ? 0 : lines.length - 1; lines[index]; index += step) {
			const line = lines[index]!;
			const isInside = index > 0 && index < lines.length - 1;
			isOpen = isBareBlank(line) ? isOpen : !(line.kind === 'added' && line.text.trim() === '' && isInside);
			may[index] &&= isOpen;
		}
	}

	return may;
}

/**
Whether, among lines that are removed and added, the file has some of the blank lines without a prefix and some not: then it is open which ones are added.
*/
function isMixed(lines: Reading['lines'], positions: readonly number[]): boolean {
	let [old, kinds] = [0, new Set<string>()];
	return lines.some(line => {
		const position = line.kind === 'added' ? undefined : positions[old++];
		if (line.kind === 'context' && !isBareBlank(line)) {
			kinds = new Set();
		} else {
			kinds.add(isBareBlank(line) ? (position === -1 ? 'new' : 'old') : line.kind);
		}

		return kinds.has('removed') && kinds.has('new') && kinds.has('old');
	});
}

/**
For each line, whether there are only blank lines without a prefix between it and one that is added or removed.
*/
function touchingChanges(lines: Reading['lines']): boolean[] {
	const touching = lines.map(() => false);
	for (const step of [1, -1]) {
		let isNear = false;
		for (let index = step === 1 ? 0 : lines.length - 1; lines[index]; index += step) {
			touching[index] ||= isNear;
			isNear = lines[index]!.kind !== 'context' || (isNear && isBareBlank(lines[index]!));
		}
	}

	return touching;
}

/**
Whether a hunk stands where its header says, if all its blank lines without a prefix are added ones.
*/
export function fitsWithoutBlanks(before: readonly string[], {lines, oldStart}: Hunk): boolean {
	const old = lines.filter(line => line.kind !== 'added' && !isBareBlank(line)).map(line => line.text);
	return oldStart !== undefined && old.length > 0 && lines.some(line => isBareBlank(line)) && isAt(before, oldStart - 1, old);
}
