import {Buffer} from 'node:buffer';
import type {Change, FileChange, FileVersion} from './change.ts';
import {readBlobs, runGit} from './git.ts';
import {parseGitDiff, type GitFile} from './parse-git-diff.ts';
import type {Random} from './random.ts';

const maxFiles = 6;
const maxLines = 3000;
const maxChangedLines = 200;
const maxBytes = 250_000;
const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/**
Changes of a repository: those of its commits, merges aside, that touch one to six text files of reasonable size. At most `count` commits are looked at, chosen by `random`.
*/
export async function readCommits(directory: string, {random, count}: {random: Random; count: number}): Promise<Change[]> {
	const list = await listCommits(directory);
	const chosen = random.shuffle(list.toSorted()).slice(0, count);
	const whole = await withAllBlobs(directory, chosen);
	const commits = await Promise.all(chunk(whole, 200).map(async names => diffs(directory, names)));
	const kept = commits.flat().filter(files => isUsable(files));
	const names = new Set(kept.flat().flatMap(({oldBlob, newBlob}) => [oldBlob, newBlob]).filter(name => !/^0+$/v.test(name)));
	const blobs = await readBlobs(directory, [...names]);
	return kept.map(files => files.map(file => changeOf(file, blobs)))
		.filter(files => files.every(file => file !== undefined))
		.map(files => ({source: directory, files}));
}

/**
The history of what is checked out; of all branches where nothing is.
*/
async function listCommits(directory: string): Promise<string[]> {
	const heads = decoder.decode(await runGit(directory, ['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => new Uint8Array()));
	return decoder.decode(await runGit(directory, ['rev-list', '--no-merges', heads === '' ? '--all' : 'HEAD'])).trim().split('\n');
}

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
	return Array.from({length: Math.ceil(items.length / size)}, (_, index) => items.slice(index * size, (index + 1) * size));
}

/**
Of the commits, those with few files whose objects are all there: a clone may lack large ones.
*/
async function withAllBlobs(directory: string, commits: readonly string[]): Promise<string[]> {
	const output = decoder.decode(await runGit(directory, ['diff-tree', '--stdin', '--root', '-r', '--raw', '--no-abbrev', '--format=%x00%H'], commits.map(name => `${name}\n`).join('')));
	const files = output.split('\0').slice(1).map(text => {
		const [name, ...raw] = text.split('\n');
		const fields = raw.filter(line => line.startsWith(':')).map(line => line.slice(1).split(' '));
		return {name: name!, modes: fields.flatMap(of => of.slice(0, 2)), blobs: fields.flatMap(of => of.slice(2, 4)).filter(blob => !/^0+$/v.test(blob))};
	}).filter(({blobs, modes}) => modes.every(mode => isFileMode(mode)) && blobs.length > 0 && blobs.length <= maxFiles * 4);
	const present = decoder.decode(await runGit(directory, ['cat-file', '--batch-check'], files.flatMap(({blobs}) => blobs).map(blob => `${blob}\n`).join('')));
	const missing = new Set(present.split('\n').filter(line => !/ blob \d+$/v.test(line)).map(line => line.split(' ', 1)[0]!));
	return files.filter(({blobs}) => blobs.every(blob => !missing.has(blob))).map(({name}) => name);
}

async function diffs(directory: string, commits: readonly string[]): Promise<GitFile[][]> {
	const output = Buffer.from(await runGit(directory, ['diff-tree', '--stdin', '--root', '-r', '-M', '--raw', '-p', '--no-abbrev', '--no-ext-diff', '--no-textconv', '--no-color', '--format=%x00commit %H'], commits.map(name => `${name}\n`).join('')));
	return output.toString('utf8').split(/\0commit [\da-f]{40}\n/v).slice(1).map(text => text.replace(/^\n/v, '')).filter(text => text.includes('diff --git')).map(text => parseGitDiff(text));
}

function isUsable(files: readonly GitFile[]): boolean {
	const lines = files.flatMap(file => file.hunks).flatMap(hunk => hunk.lines).filter(line => line.kind !== ' ');
	const hasConflict = lines.some(({kind, text}) => kind === '+' && /^(?:<{7}|>{7}|\|{7}) /v.test(text));
	return files.length > 0 && !hasConflict && files.length <= maxFiles && lines.length <= maxChangedLines
		&& files.every(file => isFileMode(file.oldMode) && isFileMode(file.newMode) && !(file.oldMode === '100755' && file.newMode === '100644')
			&& file.header.every(line => !line.startsWith('Binary files')) && isOrdinary(file.path) && isOrdinary(file.to));
}

/**
No name that git quotes, and none of the files that no model may touch.
*/
const isOrdinary = (path: string): boolean => /^(?!\.autopack)[\w +\-.\/]+$/v.test(path);

const isFileMode = (mode: string): boolean => ['000000', '100644', '100755'].includes(mode);

function changeOf(file: GitFile, blobs: ReadonlyMap<string, Uint8Array>): FileChange | undefined {
	const before = versionOf(file.oldMode, blobs.get(file.oldBlob));
	const after = versionOf(file.newMode, blobs.get(file.newBlob));
	if (before === 'unusable' || after === 'unusable') {
		return undefined;
	}

	const to = file.to === file.path ? undefined : file.to;
	return {
		path: file.path, to, before, after, header: file.header, hunks: file.hunks,
	};
}

function versionOf(mode: string, content: Uint8Array | undefined): FileVersion | 'unusable' | undefined {
	if (mode === '000000') {
		return undefined;
	}

	try {
		const text = decoder.decode(content);
		const isText = content !== undefined && content.length <= maxBytes && !text.includes('\0') && !text.includes('PRIVATE KEY') && text.split('\n', maxLines + 1).length <= maxLines;
		return isText ? {text, executable: mode === '100755'} : 'unusable';
	} catch {
		return 'unusable';
	}
}
