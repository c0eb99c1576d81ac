import {isAlterable} from '../alter-file.ts';
import {
	linesOf,
	newTexts,
	oldTexts,
	type Hunk,
} from '../change.ts';
import {
	mapFiles,
	withText,
	type Draft,
	type FilePatch,
} from '../draft.ts';
import {placesOf} from '../places.ts';
import type {Random} from '../random.ts';
import {edits, type Damage} from './damage.ts';

/**
The only hunk of a file stands in two places: its lines are copied elsewhere in the file. Undefined where the copy would touch the hunk.
*/
function withTwin(draft: Draft, random: Random): {draft: Draft; file: FilePatch; shift: number} | undefined {
	const file = draft.files.find(candidate => isAlterable(draft, candidate) && candidate.hunks.length === 1);
	const [hunk] = file?.hunks ?? [];
	if (!file || !hunk) {
		return undefined;
	}

	const lines = linesOf(draft.before.get(file.path)!.text);
	const old = oldTexts(hunk);
	const isEarlier = random.chance(0.5);
	const above = random.int(0, Math.max(0, hunk.at - 1));
	const below = random.int(Math.min(lines.length, hunk.at + old.length + 1), lines.length);
	const at = isEarlier ? above : below;
	if (old.filter(line => line.trim() !== '').length === 0 || (isEarlier ? at >= hunk.at : at <= hunk.at + old.length)) {
		return undefined;
	}

	const spacer = ['', `marker_${random.int(1, 9999)} = None`, ''];
	const insert = [...spacer, ...old, ...spacer];
	const shift = isEarlier ? insert.length : 0;
	const twin = (text: string, place: number): string => linesOf(text).toSpliced(place, 0, ...insert).map(line => `${line}\n`).join('');
	const grown = newTexts(hunk).length - old.length;
	const to = file.to ?? file.path;
	return {
		file,
		shift,
		draft: {
			...draft,
			before: withText(draft.before, file.path, twin(draft.before.get(file.path)!.text, at)),
			after: withText(draft.after, to, twin(draft.after.get(to)!.text, at + (isEarlier ? 0 : grown))),
		},
	};
}

/**
The old lines stand in several places, and nothing in the reply says which is meant.
*/
function ambiguous(draft: Draft, random: Random): Draft | undefined {
	const natural = random.chance(0.4) ? naturallyAmbiguous(draft, random) : undefined;
	if (natural) {
		return natural;
	}

	const twin = withTwin(draft, random);
	return twin && {
		...mapFiles(twin.draft, file => file === twin.file ? {...file, hunks: file.hunks.map(hunk => withoutHints(hunk, {format: draft.format, random}))} : file),
		class: 'must_refuse',
	};
}

function withoutHints(hunk: Hunk, {format, random}: {format: Draft['format']; random: Random}): Hunk {
	if (format !== 'unified') {
		return {...hunk, anchors: []};
	}

	return random.chance(0.6) ? {...hunk, section: '', header: random.pick(['@@ @@', '@@', '@@ ... @@'])} : {...hunk, section: '', stated: {...hunk.stated, old: hunk.stated.old + 7000, new: hunk.stated.new + 7000}};
}

/**
Context taken away until the lines of the only hunk stand in several places of the real file.
*/
function naturallyAmbiguous(draft: Draft, random: Random): Draft | undefined {
	const file = draft.files.find(candidate => candidate.action === 'update' && candidate.hunks.length === 1);
	if (!file) {
		return undefined;
	}

	const [hunk] = file.hunks as [Hunk];
	const first = hunk.lines.findIndex(({kind}) => kind !== ' ');
	const last = hunk.lines.findLastIndex(({kind}) => kind !== ' ');
	const lines = linesOf(draft.before.get(file.path)!.text);
	for (const [above, below] of random.shuffle([[0, 0], [0, 1], [1, 0], [1, 1]])) {
		const body = hunk.lines.slice(Math.max(0, first - above!), last + 1 + below!);
		const old = body.filter(({kind}) => kind !== '+').map(({text}) => text);
		const isVague = old.some(line => line.trim() !== '') && placesOf(lines, old, 2).length > 1;
		const isDone = placesOf(lines, body.filter(({kind}) => kind !== '-').map(({text}) => text), 1).length > 0;
		if (isVague && !isDone) {
			const vague = withoutHints({...hunk, lines: body}, {format: draft.format, random});
			return {...mapFiles(draft, other => other === file ? {...file, hunks: [vague]} : other), class: 'must_refuse'};
		}
	}

	return undefined;
}

/**
The old lines stand in several places, and the hunk's line numbers are right.
*/
function ambiguousLineNumberOk(draft: Draft, random: Random): Draft | undefined {
	const twin = withTwin(draft, random);
	return twin && mapFiles(twin.draft, file => file === twin.file
		? {
			...file,
			hunks: file.hunks.map(hunk => ({...hunk, at: hunk.at + twin.shift, stated: {...hunk.stated, old: hunk.stated.old + twin.shift, new: hunk.stated.new + twin.shift}})),
		}
		: file);
}

export const ambiguityDamages: readonly Damage[] = [
	{name: 'ambiguous', formats: edits, apply: ambiguous},
	{name: 'ambiguous_line_number_ok', formats: ['unified'], apply: ambiguousLineNumberOk},
];
