import type {Hunk} from '../change.ts';
import {
	hunksOf,
	mapFiles,
	mapHunks,
	type Draft,
	type Tree,
} from '../draft.ts';
import type {Random} from '../random.ts';
import {plain} from '../places.ts';
import {
	all,
	changed,
	edits,
	type Damage,
} from './damage.ts';

const mapTexts = (tree: Tree, map: (text: string, path: string) => string): Tree => new Map([...tree].map(([path, file]) => [path, {...file, text: map(file.text, path)}]));

const hasCarriageReturn = ({before, after}: Draft): boolean => [...before.values(), ...after.values()].some(({text}) => text.includes('\r'));

/**
The reply's lines end in CRLF, all of them or only those of hunks; the files' do not.
*/
function crlfPatch(draft: Draft, random: Random): Draft | undefined {
	if (hasCarriageReturn(draft)) {
		return undefined;
	}

	if (draft.format === 'whole' || draft.files.some(file => file.action === 'create') || random.chance(0.6)) {
		return {...draft, onText: [...draft.onText, reply => reply.replaceAll('\n', '\r\n')]};
	}

	const way = random.pick(['all', 'all', 'added', 'some']);
	const damaged = mapHunks(draft, hunk => ({
		...hunk,
		lines: hunk.lines.map(line => way === 'all' || (way === 'added' && line.kind === '+') || (way === 'some' && random.chance(0.5)) ? {...line, text: `${line.text}\r`, ...(line.raw !== undefined && {raw: `${line.raw}\r`})} : line),
	}));
	return changed(draft, {...damaged, class: way === 'all' ? damaged.class : 'may_apply', likeness: 'end'});
}

/**
The files' lines end in CRLF; the reply's do not. What comes out is CRLF throughout.
*/
function crlfFile(draft: Draft): Draft | undefined {
	if (hasCarriageReturn(draft) || draft.files.some(file => file.action === 'create') || draft.before.values().some(({text}) => !text.includes('\n'))) {
		return undefined;
	}

	const crlf = (tree: Tree): Tree => mapTexts(tree, text => text.replaceAll('\n', '\r\n'));
	return {...draft, before: crlf(draft.before), after: crlf(draft.after)};
}

/**
The files lack their final newline, and the patch says nothing of it.
*/
function noEofNewline(draft: Draft): Draft | undefined {
	const isClear = draft.files.every(file => file.action !== 'create' && [draft.before.get(file.path), draft.after.get(file.to ?? file.path)]
		.every(version => version === undefined || (/[^\n]\n$/v.test(version.text) && !version.text.includes('\r'))));
	const cut = (tree: Tree): Tree => mapTexts(tree, text => text.slice(0, -1));
	return isClear ? {...draft, before: cut(draft.before), after: cut(draft.after)} : undefined;
}

/**
The files lack their final newline before and after, a hunk reaches it, and the marker for it is left out or written in other words.
*/
function noEofMarker(draft: Draft, random: Random): Draft | undefined {
	const marks = draft.files.some(file => file.hunks.some(hunk => hunk.lines.some(({lacksNewline}) => lacksNewline)));
	const draftAtEnd = marks ? draft : withoutFinalNewline(draft);
	if (!draftAtEnd) {
		return undefined;
	}

	const isSame = draftAtEnd.files.every(file => {
		const texts = [draftAtEnd.before.get(file.path)?.text, draftAtEnd.after.get(file.to ?? file.path)?.text];
		return texts.every(text => text !== undefined && text !== '') && texts[0]!.endsWith('\n') === texts[1]!.endsWith('\n');
	});
	const spelling = random.pick(['', '', '', String.raw`\ No newline at the end of the file`, String.raw`\ no newline at end of file`]);
	return isSame
		? mapHunks(draftAtEnd, hunk => ({
			...hunk, lines: hunk.lines.flatMap(line => line.lacksNewline ? [{...line, lacksNewline: false, ...(spelling !== '' && {raw: `${line.raw ?? `${line.kind}${line.text}`}\n${spelling}`})}] : [line]),
		}))
		: undefined;
}

function withoutFinalNewline(draft: Draft): Draft | undefined {
	const cut = noEofNewline(draft);
	let reached = 0;
	const marked = cut && mapFiles(cut, file => {
		const count = draft.before.get(file.path)!.text.split('\n').length - 1;
		return {
			...file,
			hunks: file.hunks.map(hunk => {
				const end = hunk.at + hunk.lines.filter(({kind}) => kind !== '+').length;
				const lastOld = hunk.lines.findLastIndex(({kind}) => kind !== '+');
				const lastNew = hunk.lines.findLastIndex(({kind}) => kind !== '-');
				if (end !== count) {
					return hunk;
				}

				reached++;
				return {...hunk, lines: hunk.lines.map((line, index) => index === lastOld || index === lastNew ? {...line, lacksNewline: true} : line)};
			}),
		};
	});
	return reached > 0 ? marked : undefined;
}

const typographic: ReadonlyArray<[plain: RegExp, written: (match: string, before: string) => string]> = [
	[/'/gv, (_, before) => /\w$/v.test(before) ? '\u{2019}' : '\u{2018}'],
	[/"/gv, (_, before) => /[\w!\),.?\]]$/v.test(before) ? '\u{201D}' : '\u{201C}'],
	[/ - /gv, () => ' \u{2013} '],
	[/--/gv, () => '\u{2014}'],
	[/\.\.\./gv, () => '\u{2026}'],
	[/\b \b/gv, () => '\u{A0}'],
];

const typographicCharacter = /[\u{A0}\u{2013}\u{2014}\u{2018}\u{2019}\u{201C}\u{201D}\u{2026}]/gv;

/**
Typographic characters for plain ones in old lines, or plain ones for the file's typographic ones in context. Added lines are as meant, or changed in the same way
where old lines show what was changed and the file has no typographic character of its own.
*/
function unicodePunct(draft: Draft, random: Random): Draft | undefined {
	if (hasCarriageReturn(draft)) {
		return undefined;
	}

	if (random.chance(0.25)) {
		return plainContext(draft);
	}

	const [pattern, spell] = random.pick(typographic);
	const isAll = random.chance(0.35);
	const turn = (text: string): string => text.replaceAll(pattern, (match, index: number) => spell(match, text.slice(0, index)));
	const texts = [...draft.before.values(), ...draft.after.values()].map(({text}) => text).join('\n');
	const written = (hunk: Hunk, isAdded: boolean): string[] => hunk.lines.filter(({kind}) => (kind === '+') === isAdded).flatMap(({text}) => turn(text).match(typographicCharacter) ?? []);
	const isShown = hunksOf(draft).every(hunk => written(hunk, true).every(character => written(hunk, false).includes(character)));
	const isOwn = texts.match(typographicCharacter) !== null;
	if (isOwn || (isAll && (!isShown || draft.files.some(file => file.action !== 'update')))) {
		return undefined;
	}

	const damaged = mapHunks(draft, (hunk, file) => ({...hunk, lines: hunk.lines.map(line => file.action !== 'update' || (line.kind === '+' && !isAll) ? line : {...line, text: turn(line.text)})}));
	return JSON.stringify(damaged.files) === JSON.stringify(draft.files) || hunksOf(damaged).some(hunk => !isMore(hunk.lines)) ? undefined : {...damaged, likeness: 'plain'};
}

const isMore = (lines: ReadonlyArray<{kind: string; text: string}>): boolean =>
	plain(lines.filter(({kind}) => kind !== '+').map(({text}) => text).join('\n')) !== plain(lines.filter(({kind}) => kind !== '-').map(({text}) => text).join('\n'));

function plainContext(draft: Draft): Draft | undefined {
	const isClear = hunksOf(draft).every(hunk => hunk.lines.every(line => line.kind === ' ' || plain(line.text) === line.text));
	const damaged = mapHunks(draft, hunk => ({...hunk, lines: hunk.lines.map(line => line.kind === ' ' ? {...line, text: plain(line.text)} : line)}));
	return isClear && JSON.stringify(damaged.files) !== JSON.stringify(draft.files) ? {...damaged, likeness: 'plain'} : undefined;
}

export const endingDamages: readonly Damage[] = [
	{name: 'crlf_patch', formats: all, apply: crlfPatch},
	{name: 'crlf_file', formats: all, apply: crlfFile},
	{name: 'no_eof_newline', formats: all, apply: noEofNewline},
	{name: 'no_eof_marker', formats: ['unified'], apply: noEofMarker},
	{name: 'unicode_punct', formats: edits, apply: unicodePunct},
];
