import {findLines, isAt} from './find-lines.ts';
import {matchInside, matchOutside, type OldLine} from './match-context.ts';

/**
Where each old line stands (0-based, -1 for none), and how many lines of context differ.
*/
export type Alignment = {positions: number[]; cost: number};

type Part = {core: OldLine[]; before: OldLine[]};

const maxPlaces = 200;
/**
Changes and ellipses of a hunk that are aligned one by one; a real hunk has a few.
*/
const maxParts = 100;

/**
All places at which the fixed lines stand in their order, and the context between and around them too but for single lines that are missing, new or changed,
and but for what an ellipsis stands for. Undefined when there are too many to tell apart.
*/
export function alignLoosely(keys: readonly string[], old: readonly OldLine[]): Alignment[] | undefined {
	const {parts, after} = partsOf(old);
	const first = parts[0];
	if (!first || parts.length > maxParts || old.filter(line => line.isGap).length > maxParts) {
		return [];
	}

	let open: Alignment[] = [];
	const places = findLines(keys, first.core.map(line => line.key));
	for (const at of places.length > maxPlaces ? [] : places) {
		const head = matchOutside(keys, {at: at - 1, step: -1}, first.before.toReversed());
		open.push({positions: [...head.positions.toReversed(), ...range(at, first.core.length)], cost: head.cost});
	}

	for (const part of parts.slice(1)) {
		open = open.length > maxPlaces ? open : open.flatMap(alignment => extend(keys, alignment, part));
	}

	return open.length > maxPlaces
		? undefined
		: open.map(({positions, cost}) => {
			const tail = matchOutside(keys, {at: positions.at(-1)! + 1, step: 1}, after);
			return {positions: [...positions, ...tail.positions], cost: cost + tail.cost};
		});
}

function partsOf(old: readonly OldLine[]): {parts: Part[]; after: OldLine[]} {
	const parts: Part[] = [];
	let loose: OldLine[] = [];
	for (const [index, line] of old.entries()) {
		if (!line.isFixed) {
			loose.push(line);
		} else if (index > 0 && old[index - 1]!.isFixed) {
			parts.at(-1)!.core.push(line);
		} else {
			parts.push({core: [line], before: loose});
			loose = [];
		}
	}

	return {parts, after: loose};
}

/**
The alignments that go on from one with the next part: its core follows after the context between, of which one line may differ.
*/
function extend(keys: readonly string[], {positions, cost}: Alignment, {before, core}: Part): Alignment[] {
	const from = positions.at(-1)! + 1;
	const wanted = core.map(line => line.key);
	const hasGap = before.some(line => line.isGap);
	const places = hasGap
		? findLines(keys, wanted).filter(at => at >= from).slice(0, maxPlaces)
		: [-1, 0, 1].map(offset => from + before.length + offset).filter(at => at >= from && isAt(keys, at, wanted));
	const found: Alignment[] = [];
	for (const at of places) {
		const inside = matchInside(keys, {from, to: at}, before);
		if (inside) {
			found.push({positions: [...positions, ...inside.positions, ...range(at, core.length)], cost: cost + inside.cost});
		}
	}

	return found;
}

const range = (start: number, length: number): number[] => Array.from({length}, (_, index) => start + index);
