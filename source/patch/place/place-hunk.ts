import type {FileText} from '../write/file-text.ts';
import {isEnclosedBy, parentsOf} from './ancestors.ts';
import {findLines} from './find-lines.ts';
import {shiftBetween, shiftLine, type Shift} from './indentation.ts';
import {rungs, type Rung} from './rungs.ts';

type Wanted = {
	/**
	The hunk's context and removed lines; at least one that is not blank, unless the exact rung finds them.
	*/
	lines: readonly string[];
	added: readonly string[];
	anchors: readonly string[];
	/**
	0-based place that the header states, corrected for earlier hunks; asked for only when several places match.
	*/
	statedPlace: () => number | undefined;
};

/**
Where a hunk belongs, and which rung of the ladder found it; or the places between which nothing decides (0-based).
*/
export type Placement =
	| {kind: 'placed'; at: number; rung: Rung; shift?: Shift; decidedBy?: 'line number' | 'enclosing line'}
	| {kind: 'ambiguous'; places: number[]; rung: Rung}
	| {kind: 'absent'};

/**
Goes down the ladder: a rung is tried only when the one above found nothing, and its place counts only when it is unique
or a correct line number or an enclosing line decides.
*/
export function placeHunk(file: FileText, wanted: Wanted): Placement {
	const hasText = wanted.lines.some(line => line.trim() !== '');
	for (const rung of rungs) {
		if (!hasText && rung.name !== 'exact' && rung.name !== 'trailing_whitespace' && rung.name !== 'line_endings') {
			break;
		}

		const places = placesOn(rung, file, wanted);
		if (places.length > 0) {
			return decide({
				rung, places, file, wanted,
			});
		}
	}

	return {kind: 'absent'};
}

function placesOn(rung: Rung, file: FileText, wanted: Wanted): number[] {
	const places = findLines(file.keys(rung), wanted.lines.map(line => rung.key(line)));
	return rung.name === 'indentation' ? shiftedPlaces(places, file, wanted) : places;
}

/**
Of the places that match but for their indentation, those where one shift explains all lines. Gives up when that is too much work to be a real patch.
*/
function shiftedPlaces(places: number[], file: FileText, wanted: Wanted): number[] {
	const maxComparisons = 2_000_000;
	if (places.length * wanted.lines.length > maxComparisons) {
		return [];
	}

	return places.filter(at => {
		const shift = shiftBetween(wanted.lines, file.lines, at);
		return shift && wanted.added.every(line => shiftLine(line, shift) !== undefined);
	});
}

function decide({rung, places, file, wanted}: {rung: Rung; places: number[]; file: FileText; wanted: Wanted}): Placement {
	const placed = (at: number) => ({
		kind: 'placed' as const, at, rung, shift: rung.name === 'indentation' ? shiftBetween(wanted.lines, file.lines, at) : undefined,
	});
	if (places.length === 1) {
		return placed(places[0]!);
	}

	const stated = wanted.statedPlace();
	if (stated !== undefined && places.includes(stated)) {
		return {...placed(stated), decidedBy: 'line number'};
	}

	const enclosed = wanted.anchors.length > 0 ? enclosedPlaces(places, file, wanted) : [];
	return enclosed.length === 1 ? {...placed(enclosed[0]!), decidedBy: 'enclosing line'} : {kind: 'ambiguous', places, rung};
}

function enclosedPlaces(places: number[], {lines}: FileText, wanted: Wanted): number[] {
	const parents = parentsOf(lines);
	const first = Math.max(0, wanted.lines.findIndex(line => line.trim() !== ''));
	return places.filter(at => isEnclosedBy(wanted.anchors, {lines, parents, at: at + first}));
}
