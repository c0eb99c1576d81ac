import type {Hunk} from '../edit.ts';
import {placeHunk, type Candidate, type Placement} from '../place/place-hunk.ts';
import {rungs} from '../place/rungs.ts';
import {isSound} from '../place/stated-lines.ts';
import type {Repair} from '../repair.ts';
import {EditedFile} from './edited-file.ts';
import type {FileText} from './file-text.ts';
import {notesOf, repairOf} from './describe-placement.ts';
import {groupNotes, type HunkNote} from './group-notes.ts';
import {presentAt} from './present-at.ts';
import {refuseHunk, refuseCharacters} from './refuse-hunk.ts';
import {renderHunk} from './render-hunk.ts';

/**
What became of a file's hunks. `present` are those whose result was already in the file.
*/
export type HunksOutcome = {notes: string[]; repairs: Repair[]; applied: number; present: Array<{hunk: number; line: number}>};

type Context = {path: string; file: EditedFile; number: number; total: number; hunk: Hunk; statedLine: number | undefined};

/**
Applies hunks in order, each to what those before it left; `text` is changed. Refuses when one has no place or several.
*/
export function applyHunks(path: string, text: FileText, hunks: readonly Hunk[]): HunksOutcome {
	const outcome: HunksOutcome = {
		notes: [], repairs: [], applied: 0, present: [],
	};
	const file = new EditedFile(text);
	const areNumbersSound = isSound(text.lines, hunks);
	const seen = new Map<string, number>();
	const notes: HunkNote[] = [];
	for (const [index, hunk] of hunks.entries()) {
		const key = JSON.stringify([hunk.lines, hunk.oldStart, hunk.anchors]);
		const twin = seen.get(key);
		if (twin !== undefined) {
			notes.push({hunk: index + 1, text: `repeats hunk ${twin} and was applied once`});
			continue;
		}

		seen.set(key, index + 1);
		const statedLine = hunk.oldStart === undefined ? undefined : hunk.oldStart - 1;
		applyHunk({
			path, file, hunk, number: index + 1, total: hunks.length, statedLine: areNumbersSound ? statedLine : undefined,
		}, outcome, notes);
	}

	outcome.notes.push(...groupNotes(path, notes));
	return outcome;
}

function applyHunk(context: Context, outcome: HunksOutcome, notes: HunkNote[]): void {
	const {path, file, hunk, number} = context;
	const placement = place(context);
	if (placement.kind === 'placed' && placement.changes.every(change => change.isDone)) {
		notes.push({hunk: number, text: 'repeats another one and was applied once'});
		return;
	}

	const present = placement.kind === 'present' ? placement.at : presentAt(file, hunk, placement);
	if (placement.kind === 'present' || (present !== undefined && placement.kind !== 'ambiguous')) {
		outcome.present.push({hunk: number, line: present! + 1});
		return;
	}

	if (placement.kind !== 'placed') {
		throw refuseHunk(context, placement);
	}

	const rendered = renderHunk(file.now, hunk, placement);
	if (!rendered) {
		throw refuseCharacters(context);
	}

	const texts = [...hunk.notes, ...rendered.notes, ...notesOf(placement, hunk.oldStart)];
	notes.push(...texts.map(text => ({hunk: number, text})));
	outcome.repairs.push(...repairOf(placement, {path, hunk: number}));
	write(file, placement, rendered);
	outcome.applied++;
}

function write(file: EditedFile, {changes, reading}: Candidate, {added, lastLine, losesLastReturn, hasFinalNewline}: NonNullable<ReturnType<typeof renderHunk>>): void {
	if (lastLine !== undefined) {
		file.rewriteLine(file.now.lines.length - 1, lastLine);
	}

	// From the end on, so that the places of the others stay right.
	for (const change of changes.filter(({isDone}) => !isDone).toSorted((a, b) => b.at - a.at)) {
		file.replace(change.at, change.count, change.added.map(index => added.get(index)!));
		file.recordDone({...change, lines: change.added.map(index => reading.lines[index]!.text)});
	}

	const last = file.now.lines.at(-1);
	if (losesLastReturn && last?.endsWith('\r')) {
		file.rewriteLine(file.now.lines.length - 1, last.slice(0, -1));
	}

	file.now.hasFinalNewline = hasFinalNewline;
}

/**
A hunk that has nothing to be found by goes into an empty file, or to the end that it names.
*/
function place({file, hunk, statedLine}: Context): Placement {
	if (hunk.lines.some(line => line.kind !== 'added')) {
		return placeHunk(file, hunk, statedLine);
	}

	const at = file.now.lines.length;
	const indexes = hunk.lines.map((_, index) => index);
	return at === 0 || hunk.isAtEnd
		? {
			kind: 'placed', isExpected: true, rung: rungs[0]!, reading: {lines: hunk.lines, hasPrefixes: hunk.hasPrefixes, blanksHavePrefix: false}, matches: [], cost: 0,
			changes: [{
				at, count: 0, origin: file.before.lines.length, added: indexes, isDone: false,
			}],
		}
		: {kind: 'ambiguous', places: []};
}
