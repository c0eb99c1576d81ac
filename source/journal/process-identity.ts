import {readFileSync} from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import type {LockHolder} from './journal.ts';

/**
The holder of a lock that the process `pid` of this host is to take.
*/
export const lockHolder = (pid: number, since: string): LockHolder => ({
	pid, host: os.hostname(), startTicks: readProcess(pid)?.startTicks ?? 0, since,
});

/**
Whether the process that took the lock still runs on this host. A zombie does not; nor does a later process with the same pid.
*/
export function isAlive({pid, startTicks}: Pick<LockHolder, 'pid' | 'startTicks'>): boolean {
	const found = readProcess(pid);
	if (found) {
		return !found.isZombie && (startTicks === 0 || found.startTicks === startTicks);
	}

	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/**
Undefined where there is no /proc, or no such process. The fields are counted from the last parenthesis:
the name, in parentheses, may hold anything. Source: proc_pid_stat(5)
*/
function readProcess(pid: number): {startTicks: number; isZombie: boolean} | undefined {
	let stat: string;
	try {
		stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		return undefined;
	}

	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return {isZombie: fields[0] === 'Z', startTicks: Number(fields[19])};
}
