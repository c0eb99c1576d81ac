import {readFile, rm} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {failureOf, runGit, tryGit} from './run-git.ts';
import {hasMarker} from './worktree-marker.ts';

const retries = 25;
const retryDelayMs = 20;
const halfMade = /failed to read .*worktrees\/(?<name>[^\/]+)\/commondir/v;

/**
Runs `git worktree …`. Git reads the data of every worktree first, and dies of one that another git is making at that moment: then it is tried again.
One of ours that stays half made, because its git was killed, is forgotten.
*/
export async function runWorktreeCommand(root: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
	for (let retry = 0; ; retry++) {
		const result = await tryGit(root, ['worktree', ...args], {env});
		if (result.exitCode === 0) {
			return result.stdout;
		}

		const name = halfMade.exec(result.stderr)?.groups?.name;
		if (name === undefined || retry > retries) {
			throw failureOf(root, ['worktree', ...args], result);
		}

		await (retry === retries ? forgetOurs(root, name) : delay(retryDelayMs));
	}
}

async function forgetOurs(root: string, name: string): Promise<void> {
	const commonDir = await runGit(root, ['rev-parse', '--path-format=absolute', '--git-common-dir']);
	const data = path.join(commonDir.replace(/\n$/v, ''), 'worktrees', name);
	const gitFile = await readFile(path.join(data, 'gitdir'), 'utf8').catch(() => '');
	if (await hasMarker(path.dirname(gitFile.trim()))) {
		await rm(data, {recursive: true});
	}
}
