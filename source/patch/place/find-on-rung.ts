import type {HunkLine} from '../edit.ts';
import type {FileText} from '../write/file-text.ts';
import type {Alignment} from './alignment.ts';
import {findLoosely} from './find-loosely.ts';
import {findWhole} from './find-whole.ts';
import {findWithBlanks} from './find-with-blanks.ts';
import type {Fit, Pair} from './fit.ts';
import {addMissingBlanks, type Reading} from './readings.ts';
import type {Rung} from './rungs.ts';

type Found = Alignment & {reading: Reading; fit?: Fit};

/**
All places in a text where one rung finds the old lines of a hunk, and how its added lines have to be written there.
Where they are too many to be told apart, some of them, among them `stated` (0-based) if it is one.
*/
export function findOnRung(rung: Rung, reading: Reading, {text, stated}: {text: FileText; stated: number | undefined}): Found[] {
	const old = reading.lines.filter(line => line.kind !== 'added');
	if (old.length === 0) {
		return [];
	}

	const {fit: fitOf} = rung.comparison;
	const found = alignOn(rung, reading, {old, text, stated});
	return fitOf
		? found.flatMap(each => {
			const fit = fitOf(pairsOf(each, text));
			const added = each.reading.lines.filter(line => line.kind === 'added');
			return fit && added.every(line => fit.convert(line.text) !== undefined) ? [{...each, fit}] : [];
		})
		: found;
}

function alignOn(rung: Rung, reading: Reading, {old, text, stated}: {old: readonly HunkLine[]; text: FileText; stated: number | undefined}): Found[] {
	switch (rung.structure) {
		case 'whole': {
			return findWhole(rung.comparison, old, {text, stated}).map(alignment => ({...alignment, reading}));
		}

		case 'blanks': {
			return findWithBlanks(rung.comparison, reading, text).map(({positions, cost}) => ({
				positions: positions.filter(position => position !== -1), cost, reading: addMissingBlanks(reading, positions),
			}));
		}

		case 'loose': {
			return findLoosely(rung.comparison, reading, text).map(alignment => ({...alignment, reading}));
		}
	}
}

function pairsOf({reading, positions}: Found, text: FileText): Pair[] {
	return reading.lines.filter(line => line.kind !== 'added').flatMap(({text: line, kind}, index) => positions[index] === -1 ? [] : [{text: line, own: text.lines[positions[index]!]!, isContext: kind === 'context'}]);
}
