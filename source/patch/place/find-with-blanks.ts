import type {FileText} from '../write/file-text.ts';
import {alignBlanks} from './align-blanks.ts';
import type {Alignment} from './align.ts';
import type {Comparison} from './comparisons.ts';
import {isBareBlank, type Reading} from './readings.ts';

/**
Blank lines without a prefix that touch a change may be added ones; the others only if all of them are, and blank context has its prefix.
Those that a hunk begins with are context.
*/
export function findWithBlanks({key}: Comparison, {lines, blanksHavePrefix}: Reading, text: FileText): Alignment[] {
	const start = lines.findIndex(line => !isBareBlank(line));
	const open = lines.flatMap((line, index) => line.kind === 'added' ? [] : [isBareBlank(line) && index > start]);
	if (!open.includes(true)) {
		return [];
	}

	const near = touchingChanges(lines);
	const touching = lines.flatMap((line, index) => line.kind === 'added' ? [] : [near[index]!]);
	const old = lines.filter(line => line.kind !== 'added');
	return alignBlanks(text.keys(key), old.map((line, index) => ({key: key(line.text), mayBeAdded: open[index]!})))
		.filter(({positions}) => {
			const isFar = (index: number) => open[index]! && !touching[index]!;
			return positions.every((position, index) => !(position === -1 && isFar(index))) || (blanksHavePrefix && positions.every((position, index) => position === -1 || !isFar(index)));
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
