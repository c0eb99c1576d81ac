import type {Alignment} from './alignment.ts';

/**
An old line of a hunk: its key, and whether it has to be where the hunk has it (removed lines and the neighbours of a change), is an ellipsis,
or may come after lines of the file that the hunk leaves out though both it and the line before are fixed.
*/
export type OldLine = {key: string; isFixed: boolean; isGap: boolean; mayFollowOmission: boolean};

/**
Lines that a hunk may leave out at one point.
*/
export const maxOmitted = 6;

/**
Matches context between two fixed places, `from` to `to` (exclusive), of which one line may be missing, new or changed, or some of the file left out, and ellipses stand for any lines.
Undefined when it differs in more.
*/
export function matchInside(keys: readonly string[], {from, to}: {from: number; to: number}, lines: readonly OldLine[]): Alignment | undefined {
	const gap = lines.findIndex(line => line.isGap);
	if (gap !== -1) {
		return matchGaps(keys, {from, to}, lines);
	}

	const size = to - from;
	let head = 0;
	while (head < lines.length && head < size && keys[from + head] === lines[head]!.key) {
		head++;
	}

	let tail = 0;
	while (tail < lines.length - head && tail < size - head && keys[to - 1 - tail] === lines[lines.length - 1 - tail]!.key) {
		tail++;
	}

	const [leftOfLines, leftOfFile] = [lines.length - head - tail, size - head - tail];
	if (leftOfLines > 1 || leftOfFile > (leftOfLines === 0 ? maxOmitted : 1)) {
		return undefined;
	}

	const positions = lines.map((_, index) => index < head ? from + index : (index < head + leftOfLines ? -1 : to - lines.length + index));
	return {positions, cost: Math.max(leftOfLines, Math.min(2, leftOfFile))};
}

/**
Every piece between ellipses has to stand there in its order: the first at the beginning, the last at the end.
*/
function matchGaps(keys: readonly string[], {from, to}: {from: number; to: number}, lines: readonly OldLine[]): Alignment | undefined {
	const positions = Array.from({length: lines.length}, () => -1);
	let [start, end] = [0, lines.length - 1];
	let [low, high] = [from, to];
	for (; !lines[start]!.isGap; start++, low++) {
		if (low >= high || keys[low] !== lines[start]!.key) {
			return undefined;
		}

		positions[start] = low;
	}

	for (; !lines[end]!.isGap; end--) {
		high--;
		if (high < low || keys[high] !== lines[end]!.key) {
			return undefined;
		}

		positions[end] = high;
	}

	for (let index = start; index <= end; index++) {
		if (lines[index]!.isGap) {
			continue;
		}

		while (low < high && keys[low] !== lines[index]!.key) {
			low++;
		}

		if (low >= high) {
			return undefined;
		}

		positions[index] = low;
		low++;
	}

	return {positions, cost: 0};
}

/**
Matches context outward from `at`, nearest line first. One line may be missing, new or changed, or some of the file left out, if all that follow fit; else what is left is trimmed.
Each line that differs costs one. Beyond an ellipsis the lines may stand anywhere, in their order.
*/
export function matchOutside(keys: readonly string[], {at, step}: {at: number; step: 1 | -1}, lines: readonly OldLine[]): Alignment {
	const gap = lines.findIndex(line => line.isGap);
	const near = matchNear(keys, {at, step}, gap === -1 ? lines : lines.slice(0, gap));
	const positions = [...near.positions];
	let {cost} = near;
	let place = positions.findLast(position => position !== -1) ?? (at - step);
	for (const line of lines.slice(near.positions.length)) {
		const found = line.isGap ? -1 : nextPlace(keys, {from: place + step, step}, line.key);
		cost += line.isGap || found !== -1 ? 0 : 1;
		place = found === -1 ? place : found;
		positions.push(found);
	}

	return {positions, cost};
}

/**
What may differ in context: a line of the hunk, the file, or both; or several lines of the file that the hunk leaves out, which counts as two that differ.
*/
const skipsOfOne = [{ours: 1, theirs: 1}, {ours: 1, theirs: 0}, {ours: 0, theirs: 1}];
const skipsOfMore = Array.from({length: maxOmitted - 1}, (_, index) => ({ours: 0, theirs: index + 2}));

function nextPlace(keys: readonly string[], {from, step}: {from: number; step: 1 | -1}, key: string): number {
	return step === 1 ? keys.indexOf(key, from) : (from < 0 ? -1 : keys.lastIndexOf(key, from));
}

function matchNear(keys: readonly string[], {at, step}: {at: number; step: 1 | -1}, lines: readonly OldLine[]): Alignment {
	const count = (from: number, index: number): number => {
		let matched = 0;
		while (index + matched < lines.length && keys[from + (matched * step)] === lines[index + matched]!.key) {
			matched++;
		}

		return matched;
	};

	const head = count(at, 0);
	const positions = lines.map((_, index) => index < head ? at + (index * step) : -1);
	const skips = [...skipsOfOne, ...skipsOfMore].map(({ours, theirs}) => ({ours, theirs, matched: count(at + ((head + theirs) * step), head + ours)}));
	const best = skips.find(({ours, matched}) => matched > 0 && head + ours + matched === lines.length);
	if (head === lines.length || !best) {
		return {positions, cost: lines.length - head};
	}

	for (let index = head + best.ours; index < lines.length; index++) {
		positions[index] = at + ((index - best.ours + best.theirs) * step);
	}

	return {positions, cost: Math.max(best.ours, Math.min(2, best.theirs))};
}
