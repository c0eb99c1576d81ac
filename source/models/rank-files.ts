import path from 'node:path';
import type {Phase} from '../domain/plan.ts';
import {isWithinScope} from '../domain/scope.ts';
import {namesIn} from './names-in.ts';

export type ListedFile = {path: string; bytes: number};

/**
Why a file is in the prompt, the best reason first.
*/
type Reason = 'scope' | 'named' | 'words' | 'central' | 'rest';
export type RankedFile = ListedFile & {reason: Reason};

const reasons: Reason[] = ['scope', 'named', 'words', 'central', 'rest'];
const centralNames = /^(?:readme(?:\..*)?|pyproject\.toml|setup\.(?:cfg|py)|package\.json|tsconfig\.json|cargo\.toml|go\.mod|conftest\.py)$/iv;
const largestCentralBytes = 20_000;

/**
Words that stand in too many phases and paths to tell them apart.
*/
const commonWords = new Set([
	'add',
	'and',
	'all',
	'are',
	'for',
	'from',
	'not',
	'the',
	'that',
	'this',
	'use',
	'with',
	'when',
	'must',
	'should',
	'file',
	'files',
	'code',
	'src',
	'source',
	'lib',
	'test',
	'tests',
	'init',
	'main',
	'index',
	'py',
	'ts',
	'js',
	'md',
	'json',
]);

/**
Orders files by what they have to do with a phase: those of its scope, those that its text names, those whose path shares words with it (more words first),
small central files, the rest; smaller before larger where nothing else decides.
*/
export function rankFiles(phase: Phase, files: ListedFile[]): RankedFile[] {
	const text = [phase.name, phase.description ?? '', ...phase.acceptance_criteria ?? []].join('\n');
	const scope = [...phase.scope?.paths ?? [], ...phase.scope?.read_only_context ?? []];
	const textWords = wordsOf(text);
	const named = namesIn(text);
	const telling = tellingWords(files);
	const scored = files.map(file => {
		const shared = [...wordsOf(file.path)].filter(word => textWords.has(word) && telling.has(word)).length;
		return {...file, shared, reason: reasonFor(file, {scope, named, shared})};
	});
	return scored
		.toSorted((a, b) => reasons.indexOf(a.reason) - reasons.indexOf(b.reason) || b.shared - a.shared || a.bytes - b.bytes || (a.path < b.path ? -1 : 1))
		.map(({path: filePath, bytes, reason}) => ({path: filePath, bytes, reason}));
}

function reasonFor(file: ListedFile, {scope, named, shared}: {scope: string[]; named: Set<string>; shared: number}): Reason {
	if (isWithinScope(file.path, scope)) {
		return 'scope';
	}

	if (namesOf(file.path).some(name => named.has(name))) {
		return 'named';
	}

	if (shared > 0) {
		return 'words';
	}

	return centralNames.test(path.posix.basename(file.path)) && file.bytes <= largestCentralBytes ? 'central' : 'rest';
}

/**
What a text may name a file by: its path, its name, or the dotted name of the Python module.
*/
function namesOf(file: string): string[] {
	const name = path.posix.basename(file);
	const moduleName = file.replace(/(?:\/__init__)?\.py$/v, '').replaceAll('/', '.');
	return [file, name, moduleName].filter(candidate => candidate.includes('.') && candidate !== '__init__.py');
}

/**
Words of the paths, without those in more than a third of them, such as the package's own name.
*/
function tellingWords(files: ListedFile[]): Set<string> {
	const counts = new Map<string, number>();
	for (const word of files.flatMap(file => [...wordsOf(file.path)])) {
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}

	const most = Math.max(2, files.length / 3);
	return new Set([...counts].filter(([, count]) => count <= most).map(([word]) => word));
}

function wordsOf(text: string): Set<string> {
	const words = text
		.replaceAll(/(?<=\p{Lowercase_Letter})(?=\p{Uppercase_Letter})/gv, ' ')
		.toLowerCase()
		.split(/[^\p{Letter}\p{Number}]+/v)
		.filter(word => word.length >= 3 && !commonWords.has(word));
	// Singular and plural are the same word here: `packs`, `pack`.
	return new Set(words.map(word => word.length > 3 ? word.replace(/s$/v, '') : word));
}
