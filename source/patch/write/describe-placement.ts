import {placeOf, type Candidate} from '../place/place-hunk.ts';
import type {Repair, RungName} from '../repair.ts';

type Placed = Candidate & {decidedBy?: string};

/**
What was lenient in the placing of a hunk, each a predicate of "hunk N". `oldStart` is the number in its header.
*/
export function notesOf(placement: Placed, oldStart: number | undefined): string[] {
	const {reading, rung, fit, decidedBy} = placement;
	// Looser ones forgive line endings too: that is worth a note only where they are all that differs.
	const note = rung.structure === 'loose' && rung.comparison.name === 'line_endings' ? '' : rung.comparison.note;
	const [first] = placement.matches;
	const isElsewhere = oldStart !== undefined && first !== undefined && first.origin !== oldStart - 1;
	return [
		reading.note,
		note === '' ? undefined : note + (fit?.note ?? ''),
		looseNote(placement),
		decidedBy,
		isElsewhere ? `was found at line ${placeOf(placement) + 1}, not where its header says` : undefined,
	].filter(each => each !== undefined && each !== '') as string[];
}

function looseNote({rung, cost}: Placed): string | undefined {
	if (rung.structure !== 'loose') {
		return undefined;
	}

	return cost === 0 ? 'matched with its "..." standing for lines that it leaves out' : `matched although ${cost === 1 ? 'a line' : `${cost} lines`} of its context ${cost === 1 ? 'is' : 'are'} not as in the file`;
}

/**
The rung that a hunk was placed on, or undefined for the first, where it stands in the file as it is.
*/
function rungNameOf({rung, cost}: Placed): RungName | undefined {
	if (rung.structure === 'loose') {
		return cost === 0 ? 'ellipsis' : 'context';
	}

	return rung.comparison.name === 'exact' ? (rung.structure === 'blanks' ? 'blank_lines' : undefined) : rung.comparison.name;
}

export function repairOf(placement: Placed, where: {path: string; hunk: number}): Repair[] {
	const rung = rungNameOf(placement);
	return rung === undefined ? [] : [{...where, line: placeOf(placement) + 1, rung}];
}
