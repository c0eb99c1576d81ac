import {newLines, oldLines, type Hunk} from '../edit.ts';
import {findLines, isAt} from '../place/find-lines.ts';
import {quoteLines, quoteNearest} from '../place/nearest-place.ts';
import {placeHunk, type Placement} from '../place/place-hunk.ts';
import {RefusedError} from '../refusal.ts';
import {rungs} from '../place/rungs.ts';
import {StatedPlaces} from '../place/stated-places.ts';
import {renderHunk} from './render-hunk.ts';
import type {FileText} from './file-text.ts';

/**
What became of a file's hunks. `present` are those whose result was already in the file.
*/
export type HunksOutcome = {notes: string[]; applied: number; present: Array<{hunk: number; line: number}>};

type Context = {path: string; file: FileText; number: number; total: number; hunk: Hunk; stated: StatedPlaces};

/**
Applies hunks in order, each to what those before it left; `file` is changed. Refuses when one has no place or several.
*/
export function applyHunks(path: string, file: FileText, hunks: readonly Hunk[]): HunksOutcome {
	const outcome: HunksOutcome = {notes: [], applied: 0, present: []};
	const stated = new StatedPlaces(file.lines, hunks);
	const seen = new Map<string, number>();
	for (const [index, hunk] of hunks.entries()) {
		const key = JSON.stringify([hunk.lines, hunk.oldStart, hunk.anchors]);
		const twin = seen.get(key);
		if (twin !== undefined) {
			outcome.notes.push(`${path}: hunk ${index + 1} repeats hunk ${twin} and was applied once`);
			continue;
		}

		seen.set(key, index + 1);
		applyHunk({
			path, file, hunk, stated, number: index + 1, total: hunks.length,
		}, outcome);
	}

	return outcome;
}

function applyHunk(context: Context, outcome: HunksOutcome): void {
	const {path, file, hunk, number, stated} = context;
	const wanted = oldLines(hunk);
	const placement = place(context, wanted);
	const present = placement.kind === 'placed' ? insertedBefore(file, hunk, placement.at) : presentAt(file, hunk);
	if (present !== undefined && placement.kind !== 'ambiguous') {
		outcome.present.push({hunk: number, line: present + 1});
		return;
	}

	if (placement.kind !== 'placed') {
		throw notPlaced(context, placement, wanted);
	}

	const rendered = renderHunk(file, hunk, placement);
	if (!rendered) {
		throw new RefusedError('not_found', `${nameOf(context)} matches only if typographic characters count as plain ones, and its new lines leave open which are meant. Copy the file's own characters. ${quoteNearest(file.lines, wanted)}`);
	}

	const name = `${path}: hunk ${number}`;
	outcome.notes.push(...[...hunk.notes, ...rendered.notes, ...placementNotes(placement, hunk, stated)].map(note => `${name} ${note}`));
	file.replace(placement.at, wanted.length, rendered.lines);
	file.hasFinalNewline = rendered.hasFinalNewline;
	stated.record(hunk, rendered.lines.length - wanted.length);
	outcome.applied++;
}

function place({file, hunk, stated}: Context, wanted: readonly string[]): Placement {
	if (wanted.length === 0) {
		return file.lines.length === 0 ? {kind: 'placed', at: 0, rung: rungs[0]!} : {kind: 'ambiguous', places: [], rung: rungs[0]!};
	}

	return placeHunk(file, {
		lines: wanted,
		added: hunk.lines.filter(line => line.kind === 'added').map(line => line.text),
		anchors: hunk.anchors,
		statedPlace: () => stated.placeOf(hunk),
	});
}

/**
An insertion whose context stands on one side only would match again after it was applied: 0-based place of what it inserts, if it is there.
*/
function insertedBefore({lines}: FileText, hunk: Hunk, at: number): number | undefined {
	const added = hunk.lines.filter(line => line.kind === 'added').length;
	if (hunk.lines.length === added || hunk.lines.some(line => line.kind === 'removed')) {
		return undefined;
	}

	const result = newLines(hunk);
	const places = [
		...(hunk.lines.at(-1)!.kind === 'added' ? [at] : []),
		...(hunk.lines[0]!.kind === 'added' ? [at - added] : []),
	];
	return places.find(start => isAt(lines, start, result));
}

/**
0-based place where the hunk's result stands already; only when it is one place and says something.
*/
function presentAt(file: FileText, hunk: Hunk): number | undefined {
	const hasAdded = hunk.lines.some(line => line.kind === 'added' && line.text.trim() !== '');
	const isFramed = hunk.lines[0]!.kind === 'context' && hunk.lines.at(-1)!.kind === 'context';
	if (!hasAdded && !isFramed) {
		return undefined;
	}

	const loose = rungs[2]!;
	const places = findLines(file.keys(loose), newLines(hunk).map(line => loose.key(line)));
	return places.length === 1 ? places[0] : undefined;
}

function placementNotes(placement: Extract<Placement, {kind: 'placed'}>, hunk: Hunk, stated: StatedPlaces): string[] {
	const {rung, shift, at, decidedBy} = placement;
	const notes = rung.note === '' ? [] : [shift ? `${rung.note} by ${shift.pad.length}${shift.pad.includes('\t') ? ' (tabs)' : ''}` : rung.note];
	if (decidedBy === 'enclosing line') {
		notes.push('matched in several places, of which the enclosing line of its header decided');
	}

	const expected = stated.rawPlaceOf(hunk);
	if (expected !== undefined && expected !== at && hunk.lines.some(line => line.kind !== 'added')) {
		notes.push(`was found at line ${at + 1}, not where its header says`);
	}

	return notes;
}

const nameOf = ({path, number, total}: Context): string => total === 1 ? `${path}: the hunk` : `${path}: hunk ${number} of ${total}`;

function notPlaced(context: Context, placement: Exclude<Placement, {kind: 'placed'}>, wanted: readonly string[]): RefusedError {
	const {file, hunk, stated} = context;
	if (placement.kind === 'absent') {
		return new RefusedError('not_found', `${nameOf(context)} does not fit: its context and removed lines are not in the file. ${quoteNearest(file.lines, wanted, stated.rawPlaceOf(hunk))}\nCopy the lines to be changed exactly as they stand in the file.`);
	}

	if (wanted.length === 0) {
		return new RefusedError('ambiguous', `${nameOf(context)} has only added lines, so its place is unknown. Give the lines around it too. The file ends:\n${quoteLines(file.lines, file.lines.length - 6, 6)}`);
	}

	const {places} = placement;
	const shown = places.slice(0, 3);
	const height = Math.min(wanted.length + 1, 6);
	return new RefusedError(
		'ambiguous',
		`${nameOf(context)} fits at ${places.length} places: lines ${places.slice(0, 10).map(at => at + 1).join(', ')}${places.length > 10 ? ', …' : ''}. Give more of the lines around the one that is meant.\n`
		+ shown.map(at => quoteLines(file.lines, at - 1, height)).join('\n  ...\n'),
	);
}
