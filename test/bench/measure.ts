import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {Terminal} from '../helpers/terminal.ts';

export const median = (values: number[]): number => {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/**
Wall time of a process in milliseconds, and what it printed.
*/
export async function timeProcess(args: string[], options: {cwd?: string; env?: NodeJS.ProcessEnv} = {}): Promise<{ms: number; stdout: string}> {
	const began = performance.now();
	const child = spawn(process.execPath, args, {...options, stdio: ['ignore', 'pipe', 'ignore']});
	let stdout = '';
	child.stdout.setEncoding('utf8').on('data', text => {
		stdout += String(text);
	});
	await once(child, 'close');
	return {ms: performance.now() - began, stdout};
}

/**
Milliseconds from the start of a process on a terminal of 120×40 until it has written `text`; the process goes on.
*/
export async function timeOutput(args: string[], text: string, options: {cwd?: string; env?: Record<string, string | undefined>} = {}): Promise<{ms: number; terminal: Terminal}> {
	const began = performance.now();
	const terminal = new Terminal({
		command: process.execPath, args, columns: 120, rows: 40, ...options,
	});
	while (!terminal.output.includes(text)) {
		await delay(1);
	}

	return {ms: performance.now() - began, terminal};
}

/**
Resident set of a living process, now and at its largest, in MiB (VmRSS and VmHWM of /proc; Linux only).
*/
export function memoryOf(pid: number): {nowMb: number; peakMb: number} {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const read = (name: string) => Number(new RegExp(String.raw`${name}:\s+(?<kibibytes>\d+)`, 'v').exec(status)?.groups?.kibibytes) / 1024;
	return {nowMb: read('VmRSS'), peakMb: read('VmHWM')};
}
