import {alterFile, isAlterable, isInHunk} from '../alter-file.ts';
import {linesOf, runsOf, type Run} from '../change.ts';
import {
	mapFiles,
	updatesOf,
	withText,
	type Draft,
	type FilePatch,
} from '../draft.ts';
import {placesOf} from '../places.ts';
import type {Random} from '../random.ts';
import {edits, type Damage} from './damage.ts';

const names = ['timeout', 'payload', 'cursor', 'registry', 'backlog', 'threshold'];

function freshLines(random: Random, indent = ''): string[] {
	const name = `${random.pick(names)}_${random.int(1, 999)}`;
	return random.pick([
		[`${indent}# ${name} is checked elsewhere`],
		[`${indent}${name} = ${random.int(2, 900)}`],
		['', `${indent}def ${name}():`, `${indent}    return ${random.int(2, 900)}`, ''],
		[`${indent}${name} = None`, `${indent}if ${name}:`, `${indent}    print(${name})`],
		[''],
	]);
}

const indentOf = (text: string): string => /^[\t ]*/v.exec(text)![0];

/**
The file has more, fewer or other lines outside of all hunks than when the patch was written.
*/
function staleShifted(draft: Draft, random: Random): Draft | undefined {
	let altered = draft;
	for (const index of draft.files.keys()) {
		for (let turn = random.int(1, 4); turn > 0; turn--) {
			altered = shiftOnce(altered, index, random) ?? altered;
		}
	}

	return draft.files.every(({path}) => altered.before.get(path)?.text === draft.before.get(path)?.text) ? undefined : altered;
}

function shiftOnce(draft: Draft, index: number, random: Random): Draft | undefined {
	const file = draft.files[index]!;
	if (!isAlterable(draft, file)) {
		return undefined;
	}

	const lines = linesOf(draft.before.get(file.path)!.text);
	const at = random.chance(0.3) ? 0 : random.int(0, lines.length);
	if (isInHunk(file, at, 1)) {
		return undefined;
	}

	switch (random.int(0, 3)) {
		case 0: {
			const remove = random.int(1, 5);
			const isClear = at + remove <= lines.length && Array.from({length: remove}, (_, step) => !isInHunk(file, at + step, 1)).every(Boolean);
			return isClear ? alterFile(draft, file, {at, remove}) : undefined;
		}

		case 1: {
			const from = random.int(0, lines.length);
			return alterFile(draft, file, {at, insert: lines.slice(from, from + random.int(1, 30))});
		}

		case 2: {
			return at < lines.length ? alterFile(draft, file, {at, remove: 1, insert: [alteredLine(lines[at]!, random)]}) : undefined;
		}

		default: {
			return alterFile(draft, file, {at, insert: freshLines(random)});
		}
	}
}

/**
The line says something else, beyond white space and punctuation.
*/
function alteredLine(line: string, random: Random): string {
	const words = line.matchAll(/[A-Z_a-z]\w{2,}|\d+/gv).toArray();
	if (words.length === 0 || random.chance(0.2)) {
		return `${line}${line.trim() === '' ? indentOf(line) + 'pass_through()' : `  # see ${random.pick(names)}`}`;
	}

	const word = random.pick(words);
	const other = /^\d/v.test(word[0]) ? String(Number(word[0]) + random.int(1, 9)) : `${word[0]}_${random.pick(['v2', 'new', 'old', 'impl'])}`;
	return line.slice(0, word.index) + other + line.slice(word.index + word[0].length);
}

/**
In the file, a context line of a hunk was changed, or lines were inserted or deleted there.
*/
function staleContext(draft: Draft, random: Random): Draft | undefined {
	const candidates = updatesOf(draft).filter(file => isAlterable(draft, file));
	if (candidates.length === 0) {
		return undefined;
	}

	const file = random.pick(candidates);
	const hunk = random.pick(file.hunks);
	let {at} = hunk;
	const places = hunk.lines.flatMap(({kind}) => {
		const place = at;
		at += kind === '+' ? 0 : 1;
		return kind === ' ' ? [place] : [];
	});
	if (places.length === 0) {
		return undefined;
	}

	const place = random.pick(places);
	const line = linesOf(draft.before.get(file.path)!.text)[place]!;
	const alteration = random.pick<{at: number; remove?: number; insert?: string[]}>([
		{at: place, remove: 1, insert: [alteredLine(line, random)]},
		{at: place, remove: 1, insert: [alteredLine(line, random)]},
		{at: place, remove: 1},
		{at: place, insert: freshLines(random, indentOf(line))},
	]);
	const altered = alterFile(draft, file, alteration);
	return altered && isPlainlyThere(altered) ? undefined : altered && {...altered, class: 'may_apply', likeness: 'unchecked'};
}

/**
Whether all old lines of some hunk stand, as written, in another place than the one meant.
*/
function isPlainlyThere(draft: Draft): boolean {
	return updatesOf(draft).some(file => {
		const lines = linesOf(draft.before.get(file.path)!.text).map(line => line.trim());
		return file.hunks.some(hunk => placesOf(lines, hunk.lines.filter(({kind}) => kind !== '+').map(({text}) => text.trim())).some(place => place !== hunk.at));
	});
}

/**
In the file, a line that the patch takes away says something else by now, or is gone: the patch contradicts the file.
*/
function staleConflict(draft: Draft, random: Random): Draft | undefined {
	const candidates = updatesOf(draft).filter(file => isAlterable(draft, file)).flatMap(file => runsOf(file.hunks)
		.filter(run => run.removed.some(text => text.trim() !== '')).map(run => ({file, run})));
	if (candidates.length === 0) {
		return undefined;
	}

	const {file, run} = random.pick(candidates);
	const lines = linesOf(draft.before.get(file.path)!.text);
	const altered = conflicting(lines, run, random);
	const trimmed = altered.map(line => line.trim());
	const hunk = file.hunks.find(({at, lines: body}) => run.at >= at && run.at < at + body.filter(({kind}) => kind !== '+').length)!;
	const sides = [hunk.lines.filter(({kind}) => kind !== '+'), hunk.lines.filter(({kind}) => kind !== '-')].map(side => side.map(({text}) => text.trim()));
	return sides.some(side => placesOf(trimmed, side, 1).length > 0) || altered.join('\n') === lines.join('\n') ? undefined : {...draft, before: withText(draft.before, file.path, altered.map(line => `${line}\n`).join('')), class: 'must_refuse'};
}

function conflicting(lines: readonly string[], run: Run, random: Random): string[] {
	const offsets = run.removed.flatMap((text, index) => text.trim() === '' ? [] : [index]);
	const at = run.at + random.pick(offsets);
	switch (random.int(0, 3)) {
		case 0: {
			return lines.toSpliced(at, 1);
		}

		case 1: {
			return lines.toSpliced(run.at, run.removed.length, ...run.removed.map(text => text.trim() === '' ? text : alteredLine(text, random)));
		}

		default: {
			return lines.with(at, alteredLine(lines[at]!, random));
		}
	}
}

/**
A diff deletes a file whose text is no longer what it deletes. (An envelope's deletion carries no text, so nothing can tell.)
*/
function staleDelete(draft: Draft, random: Random): Draft | undefined {
	const deleted = draft.files.filter(file => file.action === 'delete' && file.hunks.length > 0);
	const file = deleted[0] ?? draft.files.find(candidate => isAlterable(draft, candidate));
	if (file === undefined) {
		return undefined;
	}

	const {text} = draft.before.get(file.path)!;
	const lines = linesOf(text);
	if (lines.length > 600 || text.includes('\r')) {
		return undefined;
	}

	const at = random.int(0, lines.length - 1);
	const altered = random.pick([
		() => lines.with(at, alteredLine(lines[at]!, random)),
		() => [...lines, 'kept = True'],
		() => lines.toSpliced(at, 0, `kept_${at} = True`),
		() => ['# new head', ...lines],
		() => lines.length > 1 ? lines.toSpliced(at, 1) : ['other'],
	])();
	if (altered.filter(line => line.trim() !== '').join('\n') === lines.filter(line => line.trim() !== '').join('\n')) {
		return undefined;
	}

	const stale = {...draft, before: withText(draft.before, file.path, altered.map(line => `${line}\n`).join('')), class: 'must_refuse'} as const;
	return deleted.length > 0 ? stale : mapFiles(stale, (other: FilePatch) => other === file ? deletionOf(file.path, lines) : other);
}

function deletionOf(path: string, lines: readonly string[]): FilePatch {
	return {
		action: 'delete',
		path,
		executable: false,
		text: '',
		header: [`diff --git a/${path} b/${path}`, 'deleted file mode 100644', 'index 3b18e51..0000000', `--- a/${path}`, '+++ /dev/null'],
		hunks: [{
			lines: lines.map(text => ({kind: '-', text})), at: 0, section: '', stated: {
				old: 1, new: 0, oldCount: lines.length, newCount: 0,
			},
		}],
	};
}

export const staleDamages: readonly Damage[] = [
	{name: 'stale_shifted', formats: edits, apply: staleShifted},
	{name: 'stale_context', formats: edits, apply: staleContext},
	{name: 'stale_conflict', formats: edits, apply: staleConflict},
	{name: 'stale_delete', formats: ['unified'], apply: staleDelete},
];
