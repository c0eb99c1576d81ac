import {stat} from 'node:fs/promises';
import {execa} from 'execa';
import {gitEnvironment, gitOptions} from './git-environment.ts';
import {GitError} from './git-error.ts';

type Options = {input?: string; env?: Record<string, string>};

export type GitResult = {exitCode: number; stdout: string; stderr: string};

/**
Runs git in `directory` and returns what it printed, as it is. Rejects with GitError when git fails.
*/
export async function runGit(directory: string, args: readonly string[], options: Options = {}): Promise<string> {
	const result = await tryGit(directory, args, options);
	if (result.exitCode !== 0) {
		throw failureOf(directory, args, result);
	}

	return result.stdout;
}

/**
As runGit, for those who make sense of a failure themselves.
*/
export async function tryGit(directory: string, args: readonly string[], options: Options = {}): Promise<GitResult> {
	const {exitCode, stdout, stderr} = await spawnGit(directory, args, {...options, encoding: 'utf8'});
	return {exitCode, stdout: stdout as string, stderr};
}

/**
As tryGit, with the output in bytes.
*/
export async function readGit(directory: string, args: readonly string[]): Promise<{exitCode: number; bytes: Uint8Array}> {
	const {exitCode, stdout} = await spawnGit(directory, args, {encoding: 'buffer'});
	return {exitCode, bytes: stdout as Uint8Array};
}

export function failureOf(directory: string, args: readonly string[], {stderr, exitCode}: GitResult): GitError {
	const reason = stderr.trim().split('\n').map(line => line.replace(/^(?:fatal|error): /v, '')).join(' ');
	return new GitError(`"git ${args[0]}" failed in ${directory}: ${reason || `exit code ${exitCode}`}`);
}
