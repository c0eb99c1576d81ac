import {
	linesOf,
	newTexts,
	oldTexts,
	type Hunk,
	type PatchLine,
} from '../change.ts';
import {hunksOf, mapHunks, type Draft} from '../draft.ts';
import {placesOf} from '../places.ts';
import type {Random} from '../random.ts';
import {
	changed,
	edits,
	prefixed,
	type Damage,
} from './damage.ts';

/**
Whether a hunk still says something if white space counts for nothing.
*/
const isMore = (hunk: Hunk): boolean => oldTexts(hunk).map(line => line.trim()).join('\n') !== newTexts(hunk).map(line => line.trim()).join('\n');

/**
Whether a SEARCH/REPLACE block no longer says which of its lines are old: a line that was changed by the damage reads as one that the patch adds.
*/
function isBlurred(before: Draft, after: Draft): boolean {
	const hunks = hunksOf(after);
	return before.format === 'search-replace' && hunksOf(before).some((hunk, index) => {
		const added = new Set(hunks[index]!.lines.filter(({kind}) => kind === '+').map(({text}) => text.trim()));
		return hunk.lines.some(({kind, text}, line) => kind !== '+' && text !== hunks[index]!.lines[line]!.text && added.has(text.trim()));
	});
}

/**
White space at the end of context or of all old lines: taken away, or added. Added lines keep theirs; where they end in some too, nobody knows whose it is.
*/
function trailingWs(draft: Draft, random: Random): Draft | undefined {
	const way = random.pick(['strip', 'add', 'add', 'blank']);
	const kinds = random.pick([' ', ' -']);
	const pad = random.pick([' ', '  ', ' '.repeat(4), '\t']);
	const share = random.pick([0.2, 0.5, 1]);
	const damaged = mapHunks(draft, hunk => ({
		...hunk,
		lines: hunk.lines.map(line => {
			if (!kinds.includes(line.kind) || !random.chance(share)) {
				return line;
			}

			const stripped = line.text.trimEnd();
			const text = {strip: stripped, add: `${line.text}${pad}`, blank: stripped === '' ? ' '.repeat(8) : line.text}[way]!;
			return {...line, text};
		}),
	}));
	const isOwn = way !== 'strip' && hunksOf(draft).some(hunk => hunk.lines.some(({kind, text}) => kind === '+' && text !== text.trimEnd()));
	return isOwn || hunksOf(draft).some(hunk => !isMore(hunk)) || isBlurred(draft, damaged) ? undefined : changed(draft, {...damaged, likeness: 'end'});
}

/**
Blank context lines without the space that stands before context.
*/
function blankCtxNoSpace(draft: Draft, random: Random): Draft | undefined {
	const share = random.pick([0.5, 1, 1]);
	return changed(draft, mapHunks(draft, hunk => ({
		...hunk, lines: hunk.lines.map(line => line.kind === ' ' && line.text === '' && random.chance(share) ? {...line, raw: ''} : line),
	})));
}

/**
Blank added lines without their plus. Only inside a hunk; where one of them could as well be context, the file has to decide, and may not.
*/
function blankAddNoPlus(draft: Draft): Draft | undefined {
	let isForced = true;
	const damaged = mapHunks(draft, (hunk, file) => {
		const bare = hunk.lines.map(({kind, text}, index) => kind === '+' && text === '' && index > 0 && index < hunk.lines.length - 1);
		if (file.action === 'delete' || !bare.includes(true)) {
			return hunk;
		}

		isForced &&= file.action === 'create' || (isMarked(hunk, bare) && isOneReading(hunk, {bare, lines: linesOf(draft.before.get(file.path)!.text)}));
		return {...hunk, lines: hunk.lines.map((line, index) => bare[index] ? {...line, raw: ''} : line)};
	});
	const style = {...draft.style, hasBareBlanks: draft.files.some(file => file.action === 'create' && /\S\n{2,}\S/v.test(file.text))};
	const isChanged = style.hasBareBlanks || JSON.stringify(damaged.files) !== JSON.stringify(draft.files);
	return isChanged ? {...damaged, style, class: isForced ? damaged.class : 'may_apply'} : undefined;
}

/**
Whether a hunk shows some change by a plus or minus, beside its bare blank lines; more than a few of those have too many readings.
*/
const isMarked = (hunk: Hunk, bare: readonly boolean[]): boolean =>
	hunk.lines.some(({kind}, index) => kind !== ' ' && !bare[index]) && bare.filter(Boolean).length <= 6;

/**
Each bare blank line may be read as context or as added: whether only "all added" stands in the file.
*/
function isOneReading(hunk: Hunk, {bare, lines}: {bare: boolean[]; lines: string[]}): boolean {
	const blanks = bare.flatMap((isBare, index) => isBare ? [index] : []);
	const trimmed = lines.map(line => line.trimEnd());
	for (let choice = 1; choice < 2 ** blanks.length; choice++) {
		const asContext = new Set(blanks.filter((_, bit) => Math.floor(choice / (2 ** bit)) % 2 === 1));
		const old = hunk.lines.filter((line, index) => line.kind !== '+' || asContext.has(index)).map(({text}) => text.trimEnd());
		if (placesOf(trimmed, old, 1).length > 0) {
			return false;
		}
	}

	return true;
}

/**
Context lines without their leading space: all, some, the first of each hunk, or those that begin in the first column.
*/
function ctxNoLeadingSpace(draft: Draft, random: Random): Draft | undefined {
	const way = random.pick(['all', 'all', 'some', 'first', 'flush']);
	let isAmbiguous = false;
	const damaged = mapHunks(draft, hunk => ({
		...hunk,
		lines: hunk.lines.map((line, index) => {
			const isChosen = {
				all: true, some: random.chance(0.4), first: index === 0, flush: /^\S/v.test(line.text),
			}[way];
			if (line.kind !== ' ' || !isChosen || line.text === '') {
				return line;
			}

			isAmbiguous ||= /^(?:[+\-\\]|@@|diff --git|\*\*\*|```)/v.test(line.text);
			return {...line, raw: line.text};
		}),
	}));
	return isAmbiguous ? undefined : changed(draft, {...damaged, likeness: 'trim'});
}

const indentOf = (text: string): string => /^[\t ]*/v.exec(text)![0];

const reText = (line: PatchLine, text: string): PatchLine => ({...line, text});

/**
All lines of a hunk moved by the same number of columns, as when a method is written as if it stood alone.
*/
function bodyReindented(draft: Draft, random: Random): Draft | undefined {
	const isOut = random.chance(0.5);
	const onlyOne = random.chance(0.3) ? random.int(0, hunksOf(draft).length - 1) : undefined;
	let index = -1;
	let isClear = true;
	const damaged = mapHunks(draft, (hunk, file) => {
		index++;
		const texts = hunk.lines.map(({text}) => text).filter(text => text.trim() !== '');
		if (file.action !== 'update' || (onlyOne !== undefined && index !== onlyOne) || texts.some(text => indentOf(text).includes('\t'))) {
			return hunk;
		}

		isClear &&= isMore(hunk) && oldTexts(hunk).some(text => text.trim() !== '');
		const most = Math.min(...texts.map(text => indentOf(text).length));
		const shift = isOut ? -random.pick([most, most, Math.min(most, 4), Math.min(most, 2)]) : random.pick([1, 2, 4, 4, 8]);
		return {...hunk, lines: hunk.lines.map(line => line.text.trim() === '' ? line : reText(line, shift > 0 ? ' '.repeat(shift) + line.text : line.text.slice(-shift)))};
	});
	return isClear ? changed(draft, {...damaged, likeness: 'trim'}) : undefined;
}

/**
Tabs for spaces or spaces for tabs in the indentation: of old lines only, or of all lines of the patch.
*/
function indentTabsSpaces(draft: Draft, random: Random): Draft | undefined {
	const width = random.pick([4, 4, 8, 2]);
	const isAll = random.chance(0.6);
	const isTabs = hunksOf(draft).some(hunk => hunk.lines.some(({text}) => text.startsWith('\t')));
	const lines = hunksOf(draft).flatMap(hunk => hunk.lines).filter(({text}) => text.trim() !== '');
	const unit = isTabs ? /^\t*(?![\t ])/v : new RegExp(String.raw`^(?: {${width}})*(?![\t ])`, 'v');
	const isClear = draft.files.every(file => file.action === 'update') && lines.every(({text}) => unit.test(text) && unit.exec(text)![0] === indentOf(text))
		&& hunksOf(draft).every(hunk => isMore(hunk) && oldTexts(hunk).some(text => indentOf(text) !== '' && text.trim() !== ''));
	if (!isClear) {
		return undefined;
	}

	const turn = (text: string): string => (isTabs ? ' '.repeat(indentOf(text).length * width) : '\t'.repeat(indentOf(text).length / width)) + text.trimStart();
	return changed(draft, {
		...mapHunks(draft, hunk => ({...hunk, lines: hunk.lines.map(line => line.text.trim() === '' || (line.kind === '+' && !isAll) ? line : reText(line, turn(line.text)))})),
		likeness: 'trim',
	});
}

export const whitespaceDamages: readonly Damage[] = [
	{name: 'trailing_ws', formats: edits, apply: trailingWs},
	{name: 'blank_ctx_no_space', formats: prefixed, apply: blankCtxNoSpace},
	{name: 'blank_add_no_plus', formats: prefixed, apply: blankAddNoPlus},
	{name: 'ctx_no_leading_space', formats: prefixed, apply: ctxNoLeadingSpace},
	{name: 'body_reindented', formats: edits, apply: bodyReindented},
	{name: 'indent_tabs_spaces', formats: edits, apply: indentTabsSpaces},
];
