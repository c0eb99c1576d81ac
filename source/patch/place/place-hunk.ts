import {newLines, type Hunk, type HunkLine} from '../edit.ts';
import type {EditedFile} from '../write/edited-file.ts';
import type {FileText} from '../write/file-text.ts';
import {isEnclosedBy, parentsOf} from './ancestors.ts';
import {changesOf, type Change, type Match} from './changes.ts';
import {findLines} from './find-lines.ts';
import type {Fit} from './fit.ts';
import {fitsWithoutBlanks} from './find-with-blanks.ts';
import {findOnRung} from './find-on-rung.ts';
import {readingsOf, type Reading} from './readings.ts';
import {isRungFor, rungs, type Rung} from './rungs.ts';

/**
A place that a hunk may belong to. `matches` has one item for each old line of the reading.
*/
export type Candidate = {
	rung: Rung;
	reading: Reading;
	matches: Array<Match | undefined>;
	changes: Change[];
	/**
	Lines of context that differ.
	*/
	cost: number;
	fit?: Fit;
};

/**
Where a hunk belongs, and which rung of the ladder found it; or the places between which nothing decides, or where its result stands already (0-based). `isExpected`: it is where its header says, which can be trusted.
*/
export type Placement =
	| {kind: 'placed'; decidedBy?: string; isExpected: boolean} & Candidate
	| {kind: 'ambiguous'; places: number[]}
	| {kind: 'present'; at: number}
	| {kind: 'absent'};

/**
Goes down the ladder: a rung is tried only when the ones above found nothing, and its place counts only when it is unique,
or a correct line number, the end of the file or an enclosing line decides.
`statedLine` is the hunk's place in the text before (0-based), if its number can be trusted.
*/
export function placeHunk(file: EditedFile, hunk: Hunk, statedLine: number | undefined): Placement {
	const readings = readingsOf(hunk);
	for (const rung of rungs) {
		if (!isRungFor(rung, hunk)) {
			continue;
		}

		for (const reading of readings) {
			const candidates = candidatesOn(rung, reading, {file, statedLine, isOfOneText: hunk.hasPrefixes});
			if (candidates.length > 0) {
				return doubt(decide(candidates, {file, hunk, statedLine}), {file, hunk});
			}
		}
	}

	return {kind: 'absent'};
}

/**
A hunk that fits elsewhere than its header says may be meant for there, if it fits there with its blank lines without a prefix as added ones.
*/
function doubt(placement: Placement, {file, hunk}: {file: EditedFile; hunk: Hunk}): Placement {
	return placement.kind === 'placed' && placement.matches[0]?.origin !== hunk.oldStart! - 1 && fitsWithoutBlanks(file.before.lines, hunk)
		? {kind: 'ambiguous', places: [placeOf(placement), file.placeOf(hunk.oldStart! - 1)]}
		: placement;
}

/**
Places in the text as the hunks before left it; if there are none, those in the text as it was that they left alone.
The hunks of a diff or an envelope are all written for the text as it was: its places count for them in any case.
*/
function candidatesOn(rung: Rung, reading: Reading, {file, statedLine, isOfOneText}: {file: EditedFile; statedLine: number | undefined; isOfOneText: boolean}): Candidate[] {
	const now = toCandidates(rung, reading, {
		file, text: file.now, stated: statedLine === undefined ? undefined : file.placeOf(statedLine), matchAt: at => ({at, origin: file.originOf(at)}),
	});
	if (!file.isChanged || (!isOfOneText && now.some(candidate => isOld(candidate)))) {
		return now;
	}

	const known = new Set(now.map(({matches}) => keyOf(matches.map(match => match?.origin ?? -1))));
	const before = toCandidates(rung, reading, {
		file, text: file.before, stated: statedLine, known, matchAt: origin => ({at: file.placeOf(origin), origin}),
	});
	return [...now, ...before];
}

/**
Whether every line that was found was in the file before the patch.
*/
const isOld = ({matches}: Candidate): boolean => matches.every(match => match?.origin !== -1);

const keyOf = (positions: readonly number[]): string => positions.join(',');

type Source = {file: EditedFile; text: FileText; stated: number | undefined; known?: ReadonlySet<string>; matchAt: (index: number) => Pick<Match, 'at' | 'origin'>};

function toCandidates(rung: Rung, reading: Reading, {file, text, stated, known, matchAt}: Source): Candidate[] {
	const candidates: Candidate[] = [];
	for (const {positions, cost, fit, ...found} of findOnRung(rung, reading, {text, stated})) {
		if (known && known.size > 0 && known.has(keyOf(positions))) {
			continue;
		}

		const matches = positions.map(position => position === -1 ? undefined : {...matchAt(position), own: text.lines[position]!});
		const changes = changesOf(found.reading.lines, matches, file);
		if (changes && (rung.structure !== 'loose' || changes.every(change => !change.isDone))) {
			candidates.push({
				rung, reading: found.reading, matches, changes, cost, fit,
			});
		}
	}

	return candidates;
}

type Hints = {file: EditedFile; hunk: Hunk; statedLine: number | undefined};

function decide(candidates: Candidate[], hints: Hints): Placement {
	const least = candidates.map(candidate => candidate.cost).reduce((low, cost) => Math.min(low, cost));
	const tied = candidates.filter(candidate => candidate.cost === least);
	const cheapest = tied[0]!.rung.structure === 'loose' ? distinct(tied) : tied;
	const done = doneElsewhere(cheapest, hints);
	if (done !== undefined) {
		return {kind: 'present', at: done};
	}

	const isExpected = ({matches}: Candidate) => hints.statedLine !== undefined && matches[0]?.origin === hints.statedLine;
	if (cheapest.length === 1) {
		return {kind: 'placed', isExpected: isExpected(cheapest[0]!), ...cheapest[0]!};
	}

	for (const [decidedBy, isMeant] of deciders(hints)) {
		const meant = cheapest.filter(candidate => isMeant(candidate));
		if (meant.length === 1) {
			return {
				kind: 'placed', isExpected: isExpected(meant[0]!), ...meant[0]!, decidedBy,
			};
		}
	}

	return {kind: 'ambiguous', places: cheapest.map(candidate => placeOf(candidate))};
}

/**
Candidates that change the same lines are one, whichever lines an ellipsis stands for in each.
*/
function distinct(candidates: readonly Candidate[]): Candidate[] {
	const byChanges = new Map(candidates.toReversed().map(candidate => [JSON.stringify(candidate.changes), candidate]));
	return byChanges.values().toArray().toReversed();
}

/**
Where the definition that the header names has the result already, if the only place is in another one: the hunk was applied before, and the place is its twin.
*/
function doneElsewhere([only, ...others]: Candidate[], {file, hunk, statedLine}: Hints): number | undefined {
	const addsText = hunk.lines.some(({kind, text}) => kind === 'added' && text.trim() !== '');
	const isExpected = statedLine !== undefined && only!.matches[0]?.origin === statedLine;
	if (others.length > 0 || hunk.anchors.length === 0 || !addsText || isExpected) {
		return undefined;
	}

	const {lines} = file.now;
	const parents = parentsOf(lines);
	const isNamed = (at: number) => isEnclosedBy(hunk.anchors, {lines, parents, at});
	const result = newLines(hunk.lines);
	return isNamed(firstText(only!)) ? undefined : findLines(lines, result).find(at => isNamed(at));
}

/**
Index, in the text now, of the first line of a hunk that is there; of its first change if there is none.
*/
export function placeOf({matches, changes}: Candidate): number {
	return matches.find(match => match && match.at !== -1)?.at ?? changes[0]!.at;
}

/**
What may decide between several places, each a note and a test.
*/
function deciders({file, hunk, statedLine}: Hints): Array<[string, (candidate: Candidate) => boolean]> {
	const parents = hunk.anchors.length > 0 ? parentsOf(file.now.lines) : undefined;
	return [
		['', ({matches}) => statedLine !== undefined && matches[0]?.origin === statedLine],
		['matched in several places, of which only one was in the file before the patch', candidate => isOld(candidate)],
		['matched in several places, of which the end of the file decided', ({matches}) => hunk.isAtEnd === true && matches.at(-1)?.at === file.now.lines.length - 1],
		['matched in several places, of which the enclosing line of its header decided', candidate =>
			parents !== undefined && isEnclosedBy(hunk.anchors, {lines: file.now.lines, parents, at: firstText(candidate)})],
	];
}

/**
Index of a hunk's first line that is not blank.
*/
function firstText(candidate: Candidate): number {
	const old: HunkLine[] = candidate.reading.lines.filter(line => line.kind !== 'added');
	const first = old.findIndex((line, index) => line.text.trim() !== '' && (candidate.matches[index]?.at ?? -1) !== -1);
	return candidate.matches[first]?.at ?? placeOf(candidate);
}
