import {stat} from 'node:fs/promises';
import path from 'node:path';
import {execa, type Result} from 'execa';
import {markedFor} from './end-orphans.ts';
import {gitEnvironment, gitOptions} from './git-environment.ts';
import {GitCommandError, GitError} from './git-error.ts';

type RunOptions = {input?: string; env?: Record<string, string>};

export type GitResult = {exitCode: number; stdout: string; stderr: string};

/**
Runs git in `directory` and returns what it printed, as it is. Rejects with GitError when git fails.
*/
export async function runGit(directory: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
	const result = await tryGit(directory, args, options);
	if (result.exitCode !== 0) {
		throw failureOf(directory, args, result);
	}

	return result.stdout;
}

/**
As runGit, in a worktree of ours. Git does not look further up for a repository: if the worktree's own `.git` is gone,
it must not find the one that the directories above may lie in.
*/
export const runInWorktree = async (worktree: string, args: readonly string[], options: {input?: string} = {}): Promise<string> =>
	runGit(worktree, args, {...options, env: {...markedFor(worktree), GIT_CEILING_DIRECTORIES: path.dirname(worktree)}});

/**
As runGit, for those who make sense of a failure themselves.
*/
export async function tryGit(directory: string, args: readonly string[], {input, env}: RunOptions = {}): Promise<GitResult> {
	const result = await execa('git', [...gitOptions, ...args], {
		...executionOptions(directory), ...(input === undefined ? {stdin: 'ignore'} : {input}), env: {...gitEnvironment, ...env},
	});
	return {exitCode: await exitCodeOf(directory, result), stdout: result.stdout, stderr: result.stderr};
}

/**
A git that goes on until its input ends, with its output as a stream of bytes.
*/
// eslint-disable-next-line @typescript-eslint/promise-function-async -- the running process is wanted, not its end
export const startGit = (directory: string, args: readonly string[]) => execa('git', [...gitOptions, ...args], {
	...executionOptions(directory), env: gitEnvironment, encoding: 'buffer', buffer: false, stdin: 'pipe',
});

/**
Detached: a Ctrl-C in the terminal is for autopack, and must not end git in the middle of a change.
*/
const executionOptions = (cwd: string) => ({
	cwd, reject: false, stripFinalNewline: false, detached: true,
} as const);

async function exitCodeOf(directory: string, result: Pick<Result, 'exitCode' | 'code' | 'shortMessage'>): Promise<number> {
	if (result.exitCode !== undefined) {
		return result.exitCode;
	}

	if (result.code !== 'ENOENT') {
		throw new GitCommandError(`Git did not finish in ${directory}: ${result.shortMessage}`);
	}

	await refuseMissing(directory);
	throw new GitError('Git is not installed, or not on the PATH. Install git 2.39 or newer.');
}

/**
Throws GitError unless there is such a directory.
*/
export async function refuseMissing(directory: string): Promise<void> {
	const found = await stat(directory).catch(() => undefined);
	if (!found?.isDirectory()) {
		throw new GitError(found ? `${directory} is not a directory.` : `The directory ${directory} does not exist.`);
	}
}

export function failureOf(directory: string, args: readonly string[], {stderr, exitCode}: GitResult): GitCommandError {
	const reason = stderr.trim().replaceAll(/^(?:fatal|error): /gmv, '').replaceAll(/\s+/gv, ' ');
	return new GitCommandError(`"git ${args[0]}" failed in ${directory}: ${reason || `exit code ${exitCode}`}`);
}
