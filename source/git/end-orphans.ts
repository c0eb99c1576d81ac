import {readdir, readFile} from 'node:fs/promises';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {GitError} from './git-error.ts';

const variable = 'AUTOPACK_WORKTREE';
const deadlineMs = 5000;

/**
Environment of a git process that works in the worktree, by which `endOrphans` knows it and its children.
*/
export const markedFor = (worktree: string): Record<string, string> => ({[variable]: worktree});

/**
Ends git processes that a killed autopack left at work in the worktree: they would go on under our hands. Where there is no /proc, nothing is found.
*/
export async function endOrphans(worktree: string): Promise<void> {
	const deadline = performance.now() + deadlineMs;
	let orphans = await findOrphans(worktree);
	while (orphans.length > 0) {
		if (performance.now() > deadline) {
			throw new GitError(`Git processes of an earlier autopack do not end: ${orphans.join(', ')}. End them, then start again.`);
		}

		for (const pid of orphans) {
			kill(pid);
		}

		await delay(5);
		orphans = await findOrphans(worktree);
	}
}

async function findOrphans(worktree: string): Promise<number[]> {
	const names = await readdir('/proc').catch(() => []);
	const pids = names.filter(name => /^\d+$/v.test(name)).map(Number);
	const found = await Promise.all(pids.map(async pid => await isMarked(pid, worktree) ? [pid] : []));
	return found.flat();
}

/**
A process that has ended meanwhile, or is another user's, is not ours; a zombie's environment is empty.
*/
async function isMarked(pid: number, worktree: string): Promise<boolean> {
	const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
	return environment.split('\0').includes(`${variable}=${worktree}`);
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
			throw error;
		}
	}
}
