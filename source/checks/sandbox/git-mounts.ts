import {
	readdir,
	readFile,
	realpath,
	stat,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {contains} from './contains.ts';
import type {Mount} from './mounts.ts';

/**
Sections of git's configuration without which a repository cannot be read. The others may hold keys: in URLs, headers, credential helpers.
*/
const keptSection = /^\[(?:core|extensions)\]/iv;
const configNames = ['config', 'config.worktree'];
const systemConfig = ['/etc', ['gitconfig']] as const;

export function withoutSecrets(config: string): string {
	let isKept = false;
	return config.split('\n').filter(line => {
		if (line.trimStart().startsWith('[')) {
			isKept = keptSection.test(line.trimStart());
		}

		return isKept;
	}).map(line => `${line}\n`).join('');
}

const readText = async (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

/**
The directories of a worktree's git data: its own, the repository's, and those that objects are borrowed from. A `.git` file that the repository knows nothing of is not believed.
*/
async function gitDirectories(gitFile: string, text: string): Promise<string[]> {
	const own = path.resolve(path.dirname(gitFile), text.replace(/^gitdir: /v, '').trim());
	const [back, common] = await Promise.all([readText(path.join(own, 'gitdir')), readText(path.join(own, 'commondir'))]);
	return back === undefined || common === undefined || await realpath(back.trim()).catch(() => undefined) !== await realpath(gitFile) ? [] : [own, path.resolve(own, common.trim())];
}

async function borrowedFrom(directory: string): Promise<string[]> {
	const alternates = await readText(path.join(directory, 'objects/info/alternates'));
	return (alternates ?? '').split('\n').filter(line => path.isAbsolute(line));
}

/**
Copies of the configuration files, less their secrets, in `copies`, to be put over them.
*/
async function safeConfigs(copies: string, directory: string, names: readonly string[] = configNames): Promise<Mount[]> {
	const mounts = await Promise.all(names.map(async (name): Promise<Mount[]> => {
		const at = path.join(directory, name);
		const text = await readText(at);
		if (text === undefined) {
			return [];
		}

		const source = path.join(copies, at.replaceAll('/', '_').slice(-200));
		await writeFile(source, withoutSecrets(text));
		return [{how: 'read', at, source}];
	}));
	return mounts.flat();
}

async function hiddenModules(directory: string): Promise<Mount[]> {
	const names = await readdir(directory).catch((): string[] => []);
	return names.includes('modules') ? [{how: 'hide-directory', at: path.join(directory, 'modules')}] : [];
}

/**
The git data of a tree, read-only, and the machine's configuration of git: `git status` works in the sandbox, a commit does not. `copies` is a directory that the sandbox does not see.
*/
export async function gitMounts(tree: string, copies: string): Promise<Mount[]> {
	const gitFile = path.join(tree, '.git');
	const stats = await stat(gitFile).catch(() => undefined);
	const system = await safeConfigs(copies, ...systemConfig);
	if (!stats) {
		return system;
	}

	const directories = stats.isDirectory() ? [gitFile] : await gitDirectories(gitFile, await readText(gitFile) ?? '');
	const borrowed = await Promise.all(directories.map(async directory => borrowedFrom(directory)));
	const all = [...new Set([...directories, ...borrowed.flat()])];
	const outermost = all.filter(directory => all.every(other => other === directory || !contains(other, directory)));
	const covers = await Promise.all(directories.map(async directory => [...await safeConfigs(copies, directory), ...await hiddenModules(directory)]));
	return [
		...system,
		...outermost.map((at): Mount => ({how: 'read', at})),
		...(stats.isDirectory() ? [] : [{how: 'read', at: gitFile} satisfies Mount]),
		...covers.flat(),
	];
}
