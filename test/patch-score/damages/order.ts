import type {Hunk, PatchLine} from '../change.ts';
import {mapFiles, type Draft} from '../draft.ts';
import type {Random} from '../random.ts';
import {all, edits, type Damage} from './damage.ts';

/**
Files in another order, a file's hunks in another order, or a hunk with several changes as two, each with the context of the original file.
*/
function hunksSplitOrReordered(draft: Draft, random: Random): Draft | undefined {
	const way = random.pick(['split', 'split', 'hunks', 'hunks', 'files']);
	if (way === 'files') {
		return draft.files.length > 1 && new Set(draft.files.flatMap(({path, to}) => to === undefined ? [path] : [path, to])).size >= draft.files.length
			? {...draft, files: draft.files.toReversed()}
			: undefined;
	}

	let isChanged = false;
	const damaged = mapFiles(draft, file => {
		const hunks = way === 'hunks' ? random.shuffle(file.hunks) : file.hunks.flatMap(hunk => split(hunk, random));
		isChanged ||= file.action === 'update' && (hunks.length > file.hunks.length || hunks.some((hunk, index) => hunk !== file.hunks[index]));
		return file.action === 'update' ? {...file, hunks} : file;
	});
	return isChanged ? damaged : undefined;
}

/**
Cuts a hunk in the context between two of its changes. Each half shows the lines around it as the file has them before the patch.
*/
function split(hunk: Hunk, random: Random): Hunk[] {
	const cuts = hunk.lines.flatMap(({kind}, index) => index > 0 && kind !== ' ' && hunk.lines[index - 1]!.kind === ' ' && hunk.lines.slice(0, index).some(line => line.kind !== ' ') ? [index] : []);
	if (cuts.length === 0) {
		return [hunk];
	}

	const cut = random.pick(cuts);
	const context = random.int(1, 3);
	const original = (lines: PatchLine[]): PatchLine[] => lines.filter(({kind}) => kind !== '+').map(({text, lacksNewline}) => ({kind: ' ', text, ...(lacksNewline && {lacksNewline})}));
	const first = [...hunk.lines.slice(0, cut), ...original(hunk.lines.slice(cut)).slice(0, context - 1)];
	const above = original(hunk.lines.slice(0, cut)).slice(-context);
	const second = [...above, ...hunk.lines.slice(cut)];
	const oldBefore = hunk.lines.slice(0, cut).filter(({kind}) => kind !== '+').length - above.length;
	const newBefore = hunk.lines.slice(0, cut).filter(({kind}) => kind !== '-').length - above.length;
	const part = (lines: PatchLine[], [old, now]: [number, number]): Hunk => ({
		...hunk,
		lines,
		at: hunk.at + old,
		stated: {
			old: hunk.stated.old + old, new: hunk.stated.new + now, oldCount: lines.filter(({kind}) => kind !== '+').length, newCount: lines.filter(({kind}) => kind !== '-').length,
		},
	});
	return [part(first, [0, 0]), part(second, [oldBefore, newBefore])];
}

/**
A hunk, or a file's whole section, stands in the reply twice.
*/
function duplicatedHunk(draft: Draft, random: Random): Draft | undefined {
	const index = random.int(0, draft.files.length - 1);
	const file = draft.files[index]!;
	if (draft.format === 'whole' || (random.chance(0.3) && file.action === 'update' && file.to === undefined)) {
		return file.hunks.length === 0 && draft.format !== 'whole' ? undefined : {...draft, files: random.chance(0.5) ? [...draft.files, file] : draft.files.toSpliced(index, 0, file)};
	}

	if (file.action !== 'update' || file.hunks.length === 0) {
		return undefined;
	}

	const at = random.int(0, file.hunks.length - 1);
	const hunk = file.hunks[at]!;
	const hunks = random.chance(0.6) ? file.hunks.toSpliced(at, 0, hunk) : [...file.hunks, hunk];
	return mapFiles(draft, other => other === file ? {...file, hunks} : other);
}

export const orderDamages: readonly Damage[] = [
	{name: 'hunks_split_or_reordered', formats: edits, apply: hunksSplitOrReordered},
	{name: 'duplicated_hunk', formats: all, apply: duplicatedHunk},
];
