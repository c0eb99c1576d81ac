import {mapFiles, type Draft} from '../draft.ts';
import type {Random} from '../random.ts';
import {prefixed, type Damage} from './damage.ts';

const renamed = (path: string, random: Random): string => {
	const slash = path.lastIndexOf('/') + 1;
	const [folder, name] = [path.slice(0, slash), path.slice(slash)];
	return random.pick([`${folder}renamed_${name}`, `${folder}${name.replace(/(?=\.[^.]*$|$)/v, '_v2')}`, `${folder}_${name}`]);
};

const moved = (path: string, random: Random): string => {
	const slash = path.lastIndexOf('/') + 1;
	const [folder, name] = [path.slice(0, slash), path.slice(slash)];
	return random.pick([`moved/${name}`, `${folder}core/${name}`, `src/${path}`, folder === '' ? `up/${name}` : `${folder.split('/').slice(0, -2).map(part => `${part}/`).join('')}${name}`]);
};

/**
A file that is edited gets another path too. In a diff, what names the two paths is complete, lacks parts, or is only in `---` and `+++`.
*/
function relocate(draft: Draft, random: Random, path: (from: string, random: Random) => string): Draft | undefined {
	const file = draft.files.find(candidate => candidate.action === 'update' && (candidate.hunks.length > 0 || candidate.to !== undefined));
	const to = file && path(file.path, random);
	if (!file || to === undefined || draft.before.has(to) || draft.after.has(to)) {
		return undefined;
	}

	const {style, isClear} = headerStyle(random);
	const {[file.to ?? file.path]: version, ...rest} = Object.fromEntries(draft.after);
	const mode = file.header.filter(line => /^(?:old|new) mode /v.test(line));
	const header = draft.format === 'unified' ? style(file.path, to, {mode, hasHunks: file.hunks.length > 0}) : file.header;
	return {
		...mapFiles(draft, other => other === file ? {...file, to, header} : other),
		after: new Map([...Object.entries(rest), [to, version!]]),
		class: draft.format === 'envelope' || isClear ? draft.class : 'may_apply',
	};
}

type HeaderStyle = (path: string, to: string, facts: {mode: string[]; hasHunks: boolean}) => string[];

function headerStyle(random: Random): {style: HeaderStyle; isClear: boolean} {
	const names = (path: string, to: string): string[] => [`--- a/${path}`, `+++ b/${to}`];
	const moves = (path: string, to: string): string[] => [`rename from ${path}`, `rename to ${to}`];
	const git = (path: string, to: string): string => `diff --git a/${path} b/${to}`;
	if (random.chance(0.08)) {
		return {isClear: false, style: (path, to, {mode}) => [git(path, to), ...mode, ...(mode.length > 0 ? moves(path, to) : []), ...names(path, to)]};
	}

	return random.pick<{style: HeaderStyle; isClear: boolean}>([
		{isClear: true, style: (path, to, {mode, hasHunks}) => [git(path, to), ...mode, `similarity index ${hasHunks ? 87 : 100}%`, ...moves(path, to), ...(hasHunks ? ['index 3b18e51..9daeafb 100644', ...names(path, to)] : [])]},
		{isClear: true, style: (path, to, {mode, hasHunks}) => [git(path, to), ...mode, `similarity index ${hasHunks ? 87 : 100}%`, ...moves(path, to), ...(hasHunks ? ['index 3b18e51..9daeafb 100644', ...names(path, to)] : [])]},
		{isClear: true, style: (path, to, {mode, hasHunks}) => [git(path, to), ...mode, ...moves(path, to), ...(hasHunks ? names(path, to) : [])]},
		{isClear: true, style: (path, to, {mode, hasHunks}) => [git(path, to), ...mode, ...moves(path, to), ...(hasHunks ? ['index 3b18e51..9daeafb 100644', ...names(path, to)] : [])]},
	]);
}

export const relocationDamages: readonly Damage[] = [
	{name: 'rename_edit', formats: prefixed, apply: (draft, random) => relocate(draft, random, renamed)},
	{name: 'move_edit', formats: prefixed, apply: (draft, random) => relocate(draft, random, moved)},
];
