import {readdir, readFile} from 'node:fs/promises';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';

const rounds = 100;
const roundMs = 10;

function kill(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch (error) {
		// Gone already is what was wanted; not ours to kill (set-uid) is nothing to stop for.
		if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) {
			throw error;
		}
	}
}

export function killGroup(leader: number, signal: NodeJS.Signals): void {
	kill(-leader, signal);
}

/**
Asks the processes of a sandbox's group to end, but not bubblewrap's own: with these, the others would be killed at once.
*/
export async function terminateInside(leader: number): Promise<void> {
	for (const {pid, name, group} of await listProcesses()) {
		if (group === leader && name !== 'bwrap') {
			kill(pid, 'SIGTERM');
		}
	}
}

/**
Waits, for at most 5 s, until the first process of a sandbox has ended, and all others with it.
*/
export async function waitForEnd(pid: number | undefined): Promise<void> {
	if (pid === undefined) {
		return;
	}

	const deadline = performance.now() + 5000;
	while (performance.now() < deadline) {
		const found = await readProcess(String(pid));
		if (!found || found.state === 'Z' || found.state === 'X') {
			return;
		}

		await delay(1);
	}
}

type Found = {pid: number; name: string; state: string; group: number};

/**
See proc_pid_stat(5). A name may hold anything, parentheses too.
*/
async function readProcess(pid: string): Promise<Found | undefined> {
	const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
	const {name, state, group} = /^\d+ \((?<name>.*)\) (?<state>\S) \d+ (?<group>\d+)/sv.exec(text)?.groups ?? {};
	return name === undefined || state === undefined
		? undefined
		: {
			pid: Number(pid), name, state, group: Number(group),
		};
}

async function listProcesses(): Promise<Found[]> {
	const names = await readdir('/proc').catch(() => []);
	const found = await Promise.all(names.filter(name => /^\d+$/v.test(name)).map(async pid => readProcess(pid)));
	return found.filter(each => each !== undefined);
}

async function environmentOf(pid: string): Promise<string> {
	try {
		return await readFile(`/proc/${pid}/environ`, 'latin1');
	} catch {
		// Ended meanwhile, or another user's.
		return '';
	}
}

async function findMarked(markers: string[]): Promise<number[]> {
	const names = await readdir('/proc').catch(() => []);
	const pids = names.filter(name => /^\d+$/v.test(name));
	const environments = await Promise.all(pids.map(async pid => environmentOf(pid)));
	return pids.filter((_, index) => markers.some(marker => environments[index]?.includes(marker))).map(Number);
}

/**
Kills every process whose environment holds the marker, wherever it moved itself (a daemon leaves its group and its parent), and waits until they are gone.
Needs Linux's /proc; elsewhere it finds nothing.
*/
export async function killMarked(marker: string): Promise<void> {
	for (let round = 0; round < rounds; round++) {
		const pids = await findMarked([marker]);
		if (pids.length === 0) {
			return;
		}

		for (const pid of pids) {
			kill(pid, 'SIGKILL');
		}

		await delay(roundMs);
	}
}

/**
Waits, for at most 5 s, until no process has one of the markers in its environment. Needs Linux's /proc; elsewhere it finds nothing.
*/
export async function waitForMarked(markers: string[]): Promise<void> {
	for (let round = 0; round < 500; round++) {
		const pids = await findMarked(markers);
		if (pids.length === 0) {
			return;
		}

		await delay(roundMs);
	}
}
