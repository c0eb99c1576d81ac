import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import type {Random} from './random.ts';

const root = path.resolve(import.meta.dirname, '../..');
const maxLines = 2500;
const standardFiles = 150;

/**
Texts that every clone has, by path: the sample project, this project's own sources, and files of the installed Python's standard library, chosen by `random`.
*/
export async function sourceTexts(random: Random): Promise<Map<string, string>> {
	const sample = await textsIn(path.join(root, 'source/demo/project'), {as: 'sample', keep: /\.(?:py|md|toml)$/v});
	const own = await textsIn(path.join(root, 'source'), {as: 'own', keep: /^(?!demo\/).*\.tsx?$/v});
	const docs = await textsIn(path.join(root, 'docs'), {as: 'docs', keep: /\.md$/v});
	const standard = await textsIn(await standardLibrary(), {as: 'lib', keep: /^(?:\w+|asyncio\/\w+|email\/\w+|json\/\w+|unittest\/\w+|http\/\w+|xml\/\w+\/\w+|concurrent\/\w+\/\w+)\.py$/v});
	const chosen = random.shuffle([...standard].toSorted(([a], [b]) => a < b ? -1 : 1)).slice(0, standardFiles);
	return new Map([...sample, ...own, ...docs, ...chosen].toSorted(([a], [b]) => a < b ? -1 : 1));
}

/**
Texts that are the same on every machine and hardly ever change: the sample project, and sources of packages whose versions the lockfile holds.
*/
export async function fixedTexts(): Promise<Map<string, string>> {
	const sample = await textsIn(path.join(root, 'source/demo/project'), {as: 'sample', keep: /\.(?:py|md|toml)$/v});
	const pinned = await Promise.all(['execa/lib', 'diff/libesm'].map(async name => textsIn(path.join(root, 'node_modules', name), {as: name, keep: /\.js$/v})));
	return new Map([...sample, ...pinned.flat()].toSorted(([a], [b]) => a < b ? -1 : 1));
}

/**
Where python3 keeps its standard library; undefined if there is no python3.
*/
async function standardLibrary(): Promise<string | undefined> {
	try {
		const {stdout} = await execa('python3', ['-I', '-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))']);
		return stdout.trim();
	} catch {
		return undefined;
	}
}

async function textsIn(directory: string | undefined, {as, keep}: {as: string; keep: RegExp}): Promise<Array<[string, string]>> {
	if (directory === undefined) {
		return [];
	}

	const names = await readdir(directory, {recursive: true});
	const files = await Promise.all(names.filter(name => keep.test(name)).map(async name => {
		const text = await textOf(path.join(directory, name));
		return text === undefined ? [] : [[`${as}/${name}`, text] as [string, string]];
	}));
	return files.flat();
}

async function textOf(file: string): Promise<string | undefined> {
	try {
		const text = new TextDecoder('utf-8', {fatal: true}).decode(await readFile(file));
		const count = text.split('\n').length;
		return text.endsWith('\n') && !text.includes('\0') && count > 5 && count <= maxLines ? text : undefined;
	} catch {
		return undefined;
	}
}
