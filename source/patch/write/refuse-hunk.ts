import {oldLines, type Hunk} from '../edit.ts';
import {quoteLines, quoteNearest} from '../place/nearest-place.ts';
import type {Placement} from '../place/place-hunk.ts';
import {RefusedError} from '../refusal.ts';
import type {EditedFile} from './edited-file.ts';

/**
A hunk that was not applied; `number` counts from 1. Lines are quoted as they were before the patch: that is what the model has read.
*/
export type RefusedHunk = {path: string; file: EditedFile; hunk: Hunk; number: number; total: number};

const nameOf = ({path, number, total}: RefusedHunk): string => total === 1 ? `${path}: the hunk` : `${path}: hunk ${number} of ${total}`;

/**
Says where a hunk does not fit, with the nearest place, or between which places nothing decides.
*/
export function refuseHunk(refused: RefusedHunk, placement: Extract<Placement, {kind: 'absent' | 'ambiguous'}>): RefusedError {
	return placement.kind === 'absent' ? refuseAbsent(refused) : refuseAmbiguous(refused, placement.places);
}

function refuseAbsent(refused: RefusedHunk): RefusedError {
	const {file, hunk} = refused;
	const {lines} = file.before;
	const {quote, line} = quoteNearest(lines, oldLines(hunk.lines), hunk.oldStart === undefined ? undefined : hunk.oldStart - 1);
	return new RefusedError(
		'not_found',
		`${nameOf(refused)} does not fit: its context and removed lines are not in the file. ${quote}\nCopy the lines to be changed exactly as they stand in the file.`,
		{path: refused.path, hunk: refused.number, line},
	);
}

function refuseAmbiguous(refused: RefusedHunk, places: readonly number[]): RefusedError {
	const {path, number: hunk, file} = refused;
	const origins = places.map(place => file.originOf(place));
	const areOld = !origins.includes(-1);
	const {lines} = areOld ? file.before : file.now;
	const shown = areOld ? origins : places;
	if (places.length === 0) {
		return new RefusedError(
			'ambiguous',
			`${nameOf(refused)} has only added lines, so its place is unknown. Give the lines around it too. The file ends:\n${quoteLines(lines, lines.length - 6, 6)}`,
			{path, hunk},
		);
	}

	const height = Math.min(oldLines(refused.hunk.lines).length + 1, 6);
	return new RefusedError(
		'ambiguous',
		`${nameOf(refused)} fits at ${places.length} places: lines ${shown.slice(0, 10).map(at => at + 1).join(', ')}${places.length > 10 ? ', …' : ''}. Give more of the lines around the one that is meant.\n`
		+ shown.slice(0, 3).map(at => quoteLines(lines, at - 1, height)).join('\n  ...\n'),
		{path, hunk, line: shown[0]! + 1},
	);
}

/**
Says that it is open which characters a hunk's added lines are to have.
*/
export function refuseCharacters(refused: RefusedHunk): RefusedError {
	const {quote, line} = quoteNearest(refused.file.before.lines, oldLines(refused.hunk.lines));
	return new RefusedError(
		'ambiguous',
		`${nameOf(refused)} leaves open which characters its new lines are to have: line endings, typographic characters or spaces at the ends of lines differ from the file's. Copy the file's own. ${quote}`,
		{path: refused.path, hunk: refused.number, line},
	);
}
