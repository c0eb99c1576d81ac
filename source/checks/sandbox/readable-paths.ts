import {lstat, readlink, realpath} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {contains} from './contains.ts';
import {systemDirectories} from './system-mounts.ts';

/**
`prefixes` hold an installation or an environment, `paths` modules.
*/
type InterpreterPaths = {python: string; prefixes: string[]; paths: string[]};

export type ReadableOptions = {
	env: Readonly<Record<string, string | undefined>>;
	/**
	The user's checkout: what is in it and no environment of Python is not shown.
	*/
	workspace: string;
	/**
	From the settings: shown as they are.
	*/
	named: string[];
	interpreters: InterpreterPaths[];
};

/**
Never shown whole for being on a search path, nor anything above them.
*/
const closed = ['/dev', '/home', '/proc', '/root', '/run', '/sys', '/tmp', '/var'];

const splitPath = (text: string | undefined): string[] => (text ?? '').split(path.delimiter).filter(entry => path.isAbsolute(entry)).map(entry => path.resolve(entry));

/**
A directory of programs, with the libraries beside it; that of a version manager's shims, with the programs that they start.
*/
function programDirectories(directory: string): string[] {
	const parent = path.dirname(directory);
	switch (path.basename(directory)) {
		case 'shims': {
			return [parent];
		}

		case 'bin':
		case 'sbin': {
			return [directory, ...['lib', 'lib64', 'libexec'].map(name => path.join(parent, name))];
		}

		default: {
			return [directory];
		}
	}
}

/**
The symbolic links from a file to what it is in the end, each by its path.
*/
async function linksFrom(file: string, rest = 20): Promise<string[]> {
	const target = rest === 0 ? undefined : await readlink(file).catch(() => undefined);
	return target === undefined ? [file] : [file, ...await linksFrom(path.resolve(path.dirname(file), target), rest - 1)];
}

async function existing(file: string): Promise<string[]> {
	try {
		await lstat(file);
		return [...new Set([file, await realpath(file)])];
	} catch {
		return [];
	}
}

/**
What a check may read besides the system and its tree: the interpreters with their environments, what the search paths name, and what the settings say.
Absolute paths, none inside another.
*/
export async function readablePaths({env, workspace, named, interpreters}: ReadableOptions): Promise<string[]> {
	const home = homedir();
	const isTooWide = (directory: string) => [...closed, home, workspace].some(each => contains(directory, each));
	const isShown = (directory: string) => systemDirectories.some(each => contains(each, directory));
	const environments = interpreters.flatMap(({prefixes}) => prefixes);
	const isPrivate = (directory: string) => contains(workspace, directory) && environments.every(each => !contains(each, directory));
	const libraries = [...interpreters.flatMap(({paths}) => paths), ...splitPath(env.PYTHONPATH), ...splitPath(env.LD_LIBRARY_PATH)];
	const links = await Promise.all(interpreters.map(async ({python}) => linksFrom(python)));
	const wanted = [
		...named.filter(directory => directory !== '/'),
		...[...environments, ...links.flat(), ...splitPath(env.PATH).flatMap(directory => programDirectories(directory))].filter(directory => !isTooWide(directory)),
		...libraries.filter(directory => !isTooWide(directory) && !isPrivate(directory)),
	];
	const found = await Promise.all([...new Set(wanted)].map(async file => existing(file)));
	const all = [...new Set(found.flat())].filter(file => named.includes(file) || !(isTooWide(file) || isShown(file)));
	return all.filter(file => all.every(other => other === file || !contains(other, file)));
}
