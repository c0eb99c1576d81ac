import type {HunkLine} from '../edit.ts';
import type {EditedFile} from '../write/edited-file.ts';

/**
Where an old line of a hunk was found: its index in the text now (-1 when an earlier hunk has removed it), in the text before (-1 when one has added it), and the file's own line.
*/
export type Match = {at: number; origin: number; own: string};

/**
What a hunk does at one point of the file as it is now: `count` lines from `at` on go, `added` (indexes into the hunk's lines) come.
`isDone` when an earlier hunk did just that.
*/
export type Change = {at: number; count: number; origin: number; added: number[]; isDone: boolean};

/**
The changes of a hunk whose old lines were found at `matches` (undefined: not found, which only context may be). Undefined when the place of one of them is open.
*/
export function changesOf(lines: readonly HunkLine[], matches: ReadonlyArray<Match | undefined>, file: EditedFile): Change[] | undefined {
	const changes: Change[] = [];
	let old = 0;
	for (let start = 0; start < lines.length; start++) {
		if (lines[start]!.kind === 'context') {
			old++;
			continue;
		}

		let end = start;
		while (end < lines.length && lines[end]!.kind !== 'context') {
			end++;
		}

		const indexes = Array.from({length: end - start}, (_, index) => start + index);
		const added = indexes.filter(index => lines[index]!.kind === 'added');
		const removed = matches.slice(old, old + indexes.length - added.length);
		const place = removed.length > 0 ? removalAt(removed) : insertionAt(start === 0 ? undefined : matches[old - 1], matches[old], file);
		if (!place) {
			return undefined;
		}

		const isDone = place.origin !== -1 && file.hasDone({...place, lines: added.map(index => lines[index]!.text)});
		if (!isDone && place.at === -1) {
			return undefined;
		}

		changes.push({...place, added, isDone});
		old += removed.length;
		start = end - 1;
	}

	return changes;
}

type Place = {at: number; count: number; origin: number};

/**
`at` is -1 when an earlier hunk has touched a line that is to be removed.
*/
function removalAt(removed: ReadonlyArray<Match | undefined>): Place | undefined {
	const [first] = removed;
	if (!first || removed.includes(undefined)) {
		return undefined;
	}

	const isRun = (position: 'at' | 'origin') => first[position] !== -1 && removed.every((match, index) => match![position] === first[position] + index);
	const [isWhole, isFromBefore] = [isRun('at'), isRun('origin')];
	return isWhole || isFromBefore ? {at: isWhole ? first.at : -1, count: removed.length, origin: isFromBefore ? first.origin : -1} : undefined;
}

/**
Between the lines before and after, as far as they are known; -1 when an earlier hunk has put lines between them.
*/
function insertionAt(previous: Match | undefined, next: Match | undefined, file: EditedFile): Place | undefined {
	if (!previous && !next) {
		return file.now.lines.length === 0 ? {at: 0, count: 0, origin: 0} : undefined;
	}

	const origin = originOfGap(previous, next);
	const [after, before] = [previous && previous.at !== -1 ? previous.at + 1 : -1, next?.at ?? -1];
	const isOpen = after !== -1 && before !== -1 && after !== before;
	const at = after === -1 ? before : after;
	return {at: isOpen ? -1 : at, count: 0, origin};
}

function originOfGap(previous: Match | undefined, next: Match | undefined): number {
	if (previous && previous.origin !== -1) {
		return previous.origin + 1;
	}

	return previous ? -1 : next!.origin;
}
