import type {Alignment} from './alignment.ts';
import {findLines, isAt} from './find-lines.ts';
import {
	matchInside,
	matchOutside,
	maxOmitted,
	type OldLine,
} from './match-context.ts';

type Part = {core: OldLine[]; before: OldLine[]};

const maxPlaces = 200;

/**
Changes and ellipses of a hunk that are aligned one by one; a real hunk has a few.
*/
const maxParts = 100;

/**
All places at which the fixed lines stand in their order, and the context between and around them too but for single lines that are missing, new or changed,
for some that the hunk leaves out, and for what an ellipsis stands for. Undefined when there are too many to tell apart.
*/
export function alignLoosely(keys: readonly string[], old: readonly OldLine[]): Alignment[] | undefined {
	const {parts, after} = partsOf(old);
	const first = parts[0];
	if (!first) {
		return [];
	}

	if (parts.length > maxParts || old.filter(line => line.isGap).length > maxParts) {
		return undefined;
	}

	let open: Alignment[] = [];
	const places = findLines(keys, first.core.map(line => line.key));
	if (places.length > maxPlaces) {
		return undefined;
	}

	for (const at of places) {
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
		} else if (index > 0 && old[index - 1]!.isFixed && !line.mayFollowOmission) {
			parts.at(-1)!.core.push(line);
		} else {
			parts.push({core: [line], before: loose});
			loose = [];
		}
	}

	return {parts, after: loose};
}

/**
The alignments that go on from one with the next part: its core follows after the context between, of which a line may differ or some of the file may be left out.
*/
function extend(keys: readonly string[], {positions, cost}: Alignment, {before, core}: Part): Alignment[] {
	const from = positions.at(-1)! + 1;
	const wanted = core.map(line => line.key);
	const hasGap = before.some(line => line.isGap);
	const places = hasGap
		? findLines(keys, wanted).filter(at => at >= from).slice(0, maxPlaces)
		: range(from + before.length - 1, maxOmitted + 2).filter(at => at >= from && isAt(keys, at, wanted));
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
