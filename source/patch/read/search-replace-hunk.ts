import type {Hunk, HunkLine} from '../edit.ts';

const maxCells = 100_000;

/**
The hunk that turns one text into another: lines that both have, in order, are context, so that what the model only repeated keeps the file's bytes.
Blocks too large for that (over 100,000 pairs between their first and last difference) replace all their middle.
*/
export function hunkBetween(before: readonly string[], after: readonly string[]): Hunk {
	let start = 0;
	while (start < before.length && start < after.length && before[start] === after[start]) {
		start++;
	}

	let tail = 0;
	while (tail < before.length - start && tail < after.length - start && before.at(-1 - tail) === after.at(-1 - tail)) {
		tail++;
	}

	return {
		lines: [
			...before.slice(0, start).map(text => ({kind: 'context' as const, text})),
			...middle(before.slice(start, before.length - tail), after.slice(start, after.length - tail)),
			...before.slice(before.length - tail).map(text => ({kind: 'context' as const, text})),
		],
		anchors: [],
		hasPrefixes: false,
		lacksFinalNewline: {old: false, new: false},
		notes: [],
	};
}

function middle(before: string[], after: string[]): HunkLine[] {
	if (before.length * after.length > maxCells) {
		return [...before.map(text => ({kind: 'removed' as const, text})), ...after.map(text => ({kind: 'added' as const, text}))];
	}

	const width = after.length + 1;
	const common = commonLengths(before, after);
	const lines: HunkLine[] = [];
	let [old, fresh] = [0, 0];
	while (old < before.length || fresh < after.length) {
		if (old < before.length && before[old] === after[fresh]) {
			lines.push({kind: 'context', text: before[old]!});
			old++;
			fresh++;
		} else if (fresh === after.length || (old < before.length && common[((old + 1) * width) + fresh]! >= common[(old * width) + fresh + 1]!)) {
			lines.push({kind: 'removed', text: before[old]!});
			old++;
		} else {
			lines.push({kind: 'added', text: after[fresh]!});
			fresh++;
		}
	}

	return lines;
}

/**
Length of the longest common subsequence of what is left from each pair of positions on.
*/
function commonLengths(before: string[], after: string[]): Uint32Array {
	const width = after.length + 1;
	const lengths = new Uint32Array((before.length + 1) * width);
	for (let old = before.length - 1; old >= 0; old--) {
		for (let fresh = after.length - 1; fresh >= 0; fresh--) {
			const cell = (old * width) + fresh;
			lengths[cell] = before[old] === after[fresh]
				? lengths[cell + width + 1]! + 1
				: Math.max(lengths[cell + width]!, lengths[cell + 1]!);
		}
	}

	return lengths;
}
