import {
	linesOf,
	oldTexts,
	type Hunk,
	type PatchLine,
} from '../change.ts';
import {
	hunksOf,
	mapFiles,
	mapHunks,
	type Draft,
} from '../draft.ts';
import {placesOf} from '../places.ts';
import type {Random} from '../random.ts';
import {edits, type Damage} from './damage.ts';

/**
How many context lines a hunk has at its two ends.
*/
function outerContext(hunk: Hunk): {above: number; below: number} {
	const first = hunk.lines.findIndex(({kind}) => kind !== ' ');
	const last = hunk.lines.findLastIndex(({kind}) => kind !== ' ');
	return {above: first, below: hunk.lines.length - 1 - last};
}

/**
Less context than a diff has, not the same above and below. The header is counted anew, or says in part what was: what is shorter than it says and ends in a change may be cut off.
*/
function ctxTrimmed(draft: Draft, random: Random): Draft | undefined {
	const isMoved = random.chance(0.7);
	const isCounted = isMoved || random.chance(0.5);
	const last = hunksOf(draft).at(-1);
	let mayBeCut = false;
	const even = random.chance(0.3) ? random.int(0, 2) : undefined;
	const damaged = mapHunks(draft, (hunk, file) => {
		if (file.action !== 'update') {
			return hunk;
		}

		const {above, below} = outerContext(hunk);
		const keep = {above: Math.min(above, even ?? random.int(0, 3)), below: Math.min(below, even ?? random.int(0, 3))};
		const lines = hunk.lines.slice(above - keep.above, hunk.lines.length - below + keep.below);
		const old = lines.filter(({kind}) => kind !== '+').length;
		if (lines.every(({kind, text}) => kind === '+' || text.trim() === '')) {
			return hunk;
		}

		const cut = above - keep.above;
		const stated = {
			old: hunk.stated.old + (isMoved ? cut : 0), new: hunk.stated.new + (isMoved ? cut : 0), oldCount: old, newCount: lines.filter(({kind}) => kind !== '-').length,
		};
		mayBeCut ||= !isCounted && hunk === last && lines.length < hunk.lines.length && lines.at(-1)!.kind !== ' ' && draft.format === 'unified';
		return {
			...hunk, lines, at: hunk.at + cut, stated: isCounted ? stated : {...hunk.stated},
		};
	});
	return hunksOf(damaged).every((hunk, index) => hunk.lines.length === hunksOf(draft)[index]!.lines.length) ? undefined : {...damaged, class: mayBeCut ? 'may_apply' : damaged.class};
}

/**
One or two context lines left out, anywhere in a hunk. Where the rest stands, nobody says for sure.
*/
function ctxLineDropped(draft: Draft, random: Random): Draft | undefined {
	const isMany = random.chance(0.3);
	let dropped = 0;
	let isElsewhere = false;
	const damaged = mapFiles(draft, file => ({
		...file, hunks: file.hunks.map(hunk => {
			const context = hunk.lines.flatMap(({kind}, index) => kind === ' ' ? [index] : []);
			if (file.action !== 'update' || context.length === 0 || (dropped > 0 && !random.chance(0.3))) {
				return hunk;
			}

			dropped++;
			const gone = new Set(Array.from({length: isMany ? 2 : 1}, () => random.pick(context)));
			const isOuter = gone.size === 1 && (gone.has(0) || gone.has(hunk.lines.length - 1));
			const shorter = {...hunk, lines: hunk.lines.filter((_, index) => !gone.has(index)), at: hunk.at + (gone.has(0) ? 1 : 0)};
			isElsewhere ||= isLiteral(shorter, {lines: linesOf(draft.before.get(file.path)!.text), but: isOuter ? shorter.at : undefined});
			return shorter;
		}),
	}));
	return dropped === 0 || isElsewhere ? undefined : {...damaged, class: 'may_apply', likeness: 'unchecked'};
}

/**
Whether a hunk that lost lines stands in the file as it is, in another place than `but`: then its text says something else than was meant.
*/
function isLiteral(hunk: Hunk, {lines, but}: {lines: readonly string[]; but: number | undefined}): boolean {
	const old = oldTexts(hunk).map(line => line.trim());
	return old.length === 0 || placesOf(lines.map(line => line.trim()), old).some(place => place !== but);
}

const spellings = ['...', '...', '...', '    ...', '\u{2026}', '# ...', '    # ... existing code ...', '# ... (unchanged) ...', '[...]', '// ...'];

/**
`...` for context lines: between the changes of a hunk, in its outer context, or where two hunks become one.
*/
function ctxEllipsis(draft: Draft, random: Random): Draft | undefined {
	const spelling = random.pick(spellings);
	if (hunksOf(draft).some(hunk => hunk.lines.some(({text}) => /^\W*(?:\.\.\.|\u{2026})/v.test(text.trim())))) {
		return undefined;
	}

	const dots: PatchLine = {kind: ' ', text: spelling, ...(draft.format !== 'search-replace' && random.chance(0.3) && {raw: spelling})};
	const isJoin = random.chance(0.5);
	let skipped = 0;
	let isForced = spelling.trim() === '...';
	const damaged = mapFiles(draft, file => {
		const lines = linesOf(draft.before.get(file.path)?.text ?? '');
		if (file.action !== 'update') {
			return file;
		}

		const hunks = isJoin ? joined(file.hunks, dots) : file.hunks.map(hunk => shortened(hunk, dots, random));
		skipped += hunks.filter((hunk, index) => hunk !== file.hunks[index]).length;
		isForced &&= hunks.every(hunk => areSegmentsUnique(hunk, {dots, lines}));
		return {...file, hunks};
	});
	return skipped === 0 ? undefined : {...damaged, class: isForced && !looksCut(damaged) ? draft.class : 'may_apply', likeness: 'unchecked'};
}

function joined(hunks: readonly Hunk[], dots: PatchLine): Hunk[] {
	const result: Hunk[] = [];
	for (const hunk of hunks) {
		const last = result.at(-1);
		if (last?.lines.at(-1)!.kind === ' ' && hunk.lines[0]!.kind === ' ') {
			const lines = [...last.lines, dots, ...hunk.lines];
			result[result.length - 1] = {...last, lines, stated: {...last.stated, oldCount: last.stated.oldCount + 1 + hunk.stated.oldCount, newCount: last.stated.newCount + 1 + hunk.stated.newCount}};
		} else {
			result.push(hunk);
		}
	}

	return result;
}

/**
A run of three or more context lines between changes keeps its outer ones; of an outer run of three, the middle one goes.
*/
function shortened(hunk: Hunk, dots: PatchLine, random: Random): Hunk {
	const starts = hunk.lines.flatMap(({kind}, index) => kind === ' ' && hunk.lines[index - 1]?.kind !== ' ' ? [index] : []);
	const runs = starts.map(start => {
		const length = hunk.lines.slice(start).findIndex(({kind}) => kind !== ' ');
		return {start, length: length === -1 ? hunk.lines.length - start : length};
	}).filter(({length}) => length >= 3);
	if (runs.length === 0) {
		return hunk;
	}

	const {start, length} = random.pick(runs);
	const lines = [...hunk.lines.slice(0, start + 1), dots, ...hunk.lines.slice(start + length - 1)];
	const gone = hunk.lines.length - lines.length;
	return {...hunk, lines, stated: random.chance(0.5) ? hunk.stated : {...hunk.stated, oldCount: hunk.stated.oldCount - gone, newCount: hunk.stated.newCount - gone}};
}

/**
Whether the last hunk of a diff is shorter than its header says and ends in a change, as one that was cut off does.
*/
function looksCut(draft: Draft): boolean {
	const last = hunksOf(draft).at(-1)!;
	const old = last.lines.filter(({kind}) => kind !== '+').length;
	return draft.format === 'unified' && last.lines.at(-1)!.kind !== ' ' && old < last.stated.oldCount;
}

function areSegmentsUnique(hunk: Hunk, {dots, lines}: {dots: PatchLine; lines: string[]}): boolean {
	const segments: string[][] = [[]];
	for (const line of hunk.lines) {
		if (line === dots) {
			segments.push([]);
		} else if (line.kind !== '+') {
			segments.at(-1)!.push(line.text);
		}
	}

	return segments.every(segment => segment.length > 0 && placesOf(lines, segment, 2).length === 1);
}

export const contextDamages: readonly Damage[] = [
	{name: 'ctx_trimmed', formats: edits, apply: ctxTrimmed},
	{name: 'ctx_line_dropped', formats: edits, apply: ctxLineDropped},
	{name: 'ctx_ellipsis', formats: edits, apply: ctxEllipsis},
];
