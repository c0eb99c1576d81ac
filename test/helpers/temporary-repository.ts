import {
	mkdir,
	mkdtemp,
	realpath,
	rm,
	writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {onTestFinished, vi} from 'vitest';

const identity = {
	GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/**
Git as a person would run it, with neither their nor the machine's configuration. Returns what it printed, without the last newline.
*/
export async function git(directory: string, ...args: string[]): Promise<string> {
	const {stdout} = await execa('git', args, {
		cwd: directory, stdin: 'ignore', env: {
			GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C', ...identity,
		},
	});
	return stdout;
}

/**
A directory of its own (real path), which goes when the test ends.
*/
export async function temporaryDirectory(name = 'autopack test'): Promise<string> {
	const directory = await realpath(await mkdtemp(path.join(os.tmpdir(), 'autopack-')));
	onTestFinished(async () => rm(directory, {recursive: true, force: true}));
	const named = path.join(directory, name);
	await mkdir(named);
	return named;
}

/**
Writes files, given by path; parents are made.
*/
export async function writeAll(directory: string, files: Record<string, string>): Promise<void> {
	for (const [file, content] of Object.entries(files)) {
		await mkdir(path.dirname(path.join(directory, file)), {recursive: true});
		await writeFile(path.join(directory, file), content);
	}
}

/**
Commits everything in the directory and returns the commit.
*/
export async function commitAll(root: string, message = 'Change'): Promise<string> {
	await git(root, 'add', '--all', '--force', '.');
	await git(root, 'commit', '--quiet', '--allow-empty', '--message', message);
	return git(root, 'rev-parse', 'HEAD');
}

const readme = {'readme.md': 'Hello\n'};

/**
A repository on branch `main` with one commit of the files.
*/
export async function temporaryRepository(files: Record<string, string> = readme): Promise<{root: string; head: string}> {
	const root = await temporaryDirectory();
	await git(root, 'init', '--quiet', '--initial-branch', 'main');
	await writeAll(root, files);
	return {root, head: await commitAll(root, 'First')};
}

/**
For the rest of the test, our own git reads this global configuration only, whatever the machine has.
*/
export function useGitHome(home: string): void {
	vi.stubEnv('HOME', home);
	vi.stubEnv('XDG_CONFIG_HOME', path.join(home, '.config'));
	onTestFinished(() => {
		vi.unstubAllEnvs();
	});
}
