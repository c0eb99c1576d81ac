import {
	linesOf,
	newTexts,
	oldTexts,
	type Hunk,
} from './change.ts';
import {updatesOf, type Draft, type FilePatch} from './draft.ts';
import {likenessKey, placesOf} from './places.ts';

/**
Sees to it that a draft's class is honest. Undefined if the text, read literally, says another place than the one meant, or if it is unclear how many places it leaves:
no applier could know. A patch of one hunk that stands in several places, with nothing to decide, must be refused.
*/
export function settle(draft: Draft): Draft | undefined {
	if (draft.class === 'must_refuse') {
		return draft;
	}

	if (looksCut(draft)) {
		return {...draft, class: 'must_refuse'};
	}

	const verdicts = draft.likeness === 'unchecked' ? [] : draft.files.filter(file => file.action !== 'create' && draft.format !== 'whole').flatMap(file => verdictsOf(file, draft));
	if (verdicts.includes('elsewhere') || verdicts.includes('unclear') || (verdicts.includes('several') && verdicts.length > 1)) {
		return undefined;
	}

	if (verdicts.includes('several')) {
		return {...draft, class: 'must_refuse'};
	}

	return draft.class === 'must_apply' && updatesOf(draft).some(file => mayBeThere(file, draft)) ? {...draft, class: 'may_apply'} : draft;
}

/**
Whether a reply ends with a hunk that is shorter than its header says and ends in a change: it cannot be told from one that was cut off.
*/
function looksCut({format, files, style, onText}: Draft): boolean {
	const last = files.at(-1)?.hunks.at(-1);
	return format === 'unified' && style.fence === '' && onText.length === 0 && last?.header === undefined && last !== undefined && last.lines.at(-1)?.kind !== ' '
		&& (oldTexts(last).length < last.stated.oldCount || newTexts(last).length < last.stated.newCount);
}

/**
Whether the result of a hunk that adds stands in the file already, at its place, as two blank lines do before and after a third: then it may be there, or be meant once more.
*/
function mayBeThere(file: FilePatch, {before, format}: Draft): boolean {
	const lines = linesOf(before.get(file.path)!.text);
	return format !== 'whole' && file.hunks.some(hunk => {
		const result = newTexts(hunk);
		const grown = result.length - oldTexts(hunk).length;
		return grown > 0 && placesOf(lines, result).some(place => place >= hunk.at - grown && place <= hunk.at + grown);
	});
}

type Verdict = 'forced' | 'several' | 'unclear' | 'elsewhere';

function verdictsOf(file: FilePatch, {before, format, likeness}: Draft): Verdict[] {
	const lines = linesOf(before.get(file.path)!.text).map(line => line.endsWith('\r') ? line.slice(0, -1) : line);
	const key = likenessKey(likeness);
	const keyed = lines.map(line => key(line));
	const areNumbersRight = format === 'unified' && file.hunks.every(hunk => hunk.header === undefined && isNumberRight(hunk));
	return file.hunks.map(hunk => {
		const old = writtenOld(hunk);
		const literal = placesOf(lines, old, 3);
		if (literal.length > 0 && !literal.includes(hunk.at)) {
			return 'elsewhere';
		}

		if (old.length === 0) {
			return lines.length === 0 ? 'forced' : 'unclear';
		}

		const places = placesOf(keyed, old.map(line => key(line)), 3);
		if ((places.length === 1 && places[0] !== hunk.at) || (format === 'unified' && hunk.header === undefined && !isNumberRight(hunk) && places.includes(hunk.stated.old - 1))) {
			return 'elsewhere';
		}

		if (places.includes(hunk.at) && (areNumbersRight || places.length === 1)) {
			return 'forced';
		}

		return literal.length > 1 && !areNumbersRight && (hunk.anchors ?? []).length === 0 && hunk.section === '' ? 'several' : 'unclear';
	});
}

const writtenOld = (hunk: Hunk): string[] => oldTexts(hunk).map(line => line.endsWith('\r') ? line.slice(0, -1) : line);

const isNumberRight = ({stated, at}: Hunk): boolean => (stated.oldCount === 0 ? stated.old : stated.old - 1) === at;
