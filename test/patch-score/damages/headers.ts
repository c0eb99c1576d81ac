import {
	hunksOf,
	mapFiles,
	mapHunks,
	type Draft,
	type FilePatch,
} from '../draft.ts';
import {hunkHeader} from '../formats/unified.ts';
import type {Random} from '../random.ts';
import {changed, type Damage} from './damage.ts';

const isEdit = (file: FilePatch): boolean => file.action === 'update' && file.hunks.length > 0;

/**
Wrong line numbers in a diff's hunk headers: all shifted, each wrong by itself, all 1, past the end, zero.
*/
function lineNumbersOff(draft: Draft, random: Random): Draft | undefined {
	const way = random.int(0, 5);
	const shift = random.pick([-40, -7, -3, -1, 1, 2, 5, 13, 100]);
	const wrong = (start: number): number => {
		switch (way) {
			case 0: {
				return Math.max(1, start + shift);
			}

			case 1: {
				return Math.max(1, start + random.int(-30, 30));
			}

			case 2: {
				return 1;
			}

			case 3: {
				return start + 5000;
			}

			case 4: {
				return random.int(1, 400);
			}

			default: {
				return 0;
			}
		}
	};

	const damaged = mapHunks(draft, (hunk, file) => isEdit(file) ? {...hunk, stated: {...hunk.stated, old: wrong(hunk.stated.old), new: random.chance(0.5) ? wrong(hunk.stated.new) : hunk.stated.new}} : hunk);
	return changed(draft, damaged);
}

/**
Wrong counts. A last hunk that is shorter than stated and ends in a change is what a cut-off reply looks like: it may be refused.
*/
function countsWrong(draft: Draft, random: Random): Draft | undefined {
	const way = random.int(0, 4);
	const all = hunksOf(draft);
	let mayBeCut = false;
	const damaged = mapHunks(draft, hunk => {
		const {stated} = hunk;
		const off = (count: number): number => Math.max(0, count + random.pick([-5, -2, -1, 1, 1, 2, 3, 10]));
		const counts = [
			() => ({oldCount: off(stated.oldCount), newCount: off(stated.newCount)}),
			() => ({oldCount: stated.newCount, newCount: stated.oldCount}),
			() => ({oldCount: 1, newCount: 1}),
			() => ({oldCount: stated.oldCount, newCount: off(stated.newCount)}),
			() => ({oldCount: Math.max(1, stated.oldCount - 3), newCount: Math.max(1, stated.newCount - 3)}),
		][way]!();
		const isChangeLast = hunk.lines.at(-1)!.kind !== ' ';
		mayBeCut ||= hunk === all.at(-1) && isChangeLast && (counts.oldCount > stated.oldCount || counts.newCount > stated.newCount);
		return {...hunk, stated: {...stated, ...counts}};
	});
	const isAddOrDelete = draft.files.some(file => file.action !== 'update');
	const isNothing = hunksOf(damaged).every((hunk, index) => hunkHeader(hunk) === hunkHeader(all[index]!));
	return isNothing ? undefined : {...damaged, class: mayBeCut || (isAddOrDelete && hunksOf(damaged).some(({stated}) => stated.oldCount === 0 && stated.newCount === 0)) ? 'may_apply' : damaged.class};
}

/**
Hunk headers without numbers, as some models write them.
*/
function bareHunkHeader(draft: Draft, random: Random): Draft | undefined {
	const bare = random.pick(['@@', '@@ @@', '@@ ... @@', '@@ -,+ @@', '@@ -1,N +1,N @@', '@@ -XX,XX +XX,XX @@', '@@ -?,? +?,? @@', 'section', 'section', 'section only']);
	return changed(draft, mapHunks(draft, hunk => {
		const withSection = bare === 'section' ? `@@ @@ ${hunk.section}` : `@@ ${hunk.section}`;
		return {...hunk, header: bare.startsWith('section') ? (hunk.section === '' ? '@@ @@' : withSection) : bare};
	}));
}

/**
`---` and `+++` only: no `diff --git`, no `index`, no `new file mode`.
*/
function noGitHeader(draft: Draft): Draft | undefined {
	const isLost = draft.files.some(file => file.executable || file.to !== undefined || file.hunks.length === 0 || (file.action === 'create' && draft.after.get(file.path)!.executable));
	return isLost ? undefined : mapFiles(draft, file => ({...file, header: file.header.filter(line => line.startsWith('--- ') || line.startsWith('+++ '))}));
}

const prefixes: ReadonlyArray<[old: string, now: string]> = [['', ''], ['', ''], ['a/', 'a/'], ['b/', 'b/'], ['b/', 'a/'], ['old/', 'new/'], ['./', './'], ['i/', 'w/'], ['a/', ''], ['', 'b/'], ['orig/', 'mod/'], ['original/', 'modified/']];

/**
Other prefixes than `a/` and `b/`, or none, in `---` and `+++` lines, with or without a `diff --git` line that says the same.
*/
function badPrefix(draft: Draft, random: Random): Draft | undefined {
	const [old, now] = random.pick(prefixes);
	const hasCreate = draft.files.some(file => file.action === 'create');
	const isUnclear = draft.files.some(file => /^(?:[abciow]|old|new|orig|mod|original|modified)\//v.test(file.path) || file.to !== undefined || file.hunks.length === 0);
	if (isUnclear || (hasCreate && now !== '' && now !== 'b/' && now !== './')) {
		return undefined;
	}

	const git = random.pick(['same', 'none', 'kept']);
	const isUnsaid = (hasCreate && git === 'kept') || (git === 'none' && draft.files.some(file => file.executable));
	return isUnsaid
		? undefined
		: mapFiles(draft, file => ({
			...file,
			header: file.header.filter(line => git !== 'none' || line.startsWith('--- ') || line.startsWith('+++ ')).map(line => {
				const isGit = line.startsWith('diff --git ');
				return (isGit && git === 'same') || line.startsWith('--- a/') || line.startsWith('+++ b/')
					? line.replace(/(?<= )a\//v, () => old).replace(/(?<= )b\//v, () => now)
					: line;
			}),
		}));
}

/**
What belongs to a diff inside an envelope: `---` and `+++` lines, `@@ -1,3 +1,4 @@`, a `diff --git` line.
*/
function udiffHeadersInEnvelope(draft: Draft, random: Random): Draft | undefined {
	const names = random.chance(0.7);
	const numbers = random.pick(['right', 'wrong', 'none']);
	const hasGit = names && random.chance(0.2);
	if (!names && numbers === 'none') {
		return undefined;
	}

	return changed(draft, mapFiles(draft, file => file.action === 'delete'
		? file
		: {
			...file,
			header: [
				...(hasGit ? [`diff --git a/${file.path} b/${file.to ?? file.path}`] : []),
				...(names ? [file.action === 'create' ? '--- /dev/null' : `--- a/${file.path}`, `+++ b/${file.to ?? file.path}`] : []),
				...(file.action === 'create' && numbers !== 'none' ? [`@@ -0,0 +1,${file.text.split('\n').length - 1} @@`] : []),
			],
			hunks: file.hunks.map(hunk => numbers === 'none' ? hunk : {...hunk, header: hunkHeader(numbers === 'right' ? hunk : {...hunk, stated: {...hunk.stated, old: random.int(1, 300), new: random.int(1, 300)}})}),
		}));
}

export const headerDamages: readonly Damage[] = [
	{name: 'line_numbers_off', formats: ['unified'], apply: lineNumbersOff},
	{name: 'counts_wrong', formats: ['unified'], apply: countsWrong},
	{name: 'bare_hunk_header', formats: ['unified'], apply: bareHunkHeader},
	{name: 'no_git_header', formats: ['unified'], apply: noGitHeader},
	{name: 'bad_prefix', formats: ['unified'], apply: badPrefix},
	{name: 'udiff_headers_in_envelope', formats: ['envelope'], apply: udiffHeadersInEnvelope},
];
