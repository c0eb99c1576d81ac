import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import process from 'node:process';
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
Milliseconds from the start of a process on a terminal of 120×40 until its screen satisfies `isDone`, and its memory until it ends.
*/
export async function timeScreen(args: string[], isDone: (screen: string) => boolean, options: {cwd?: string; env?: Record<string, string | undefined>} = {}): Promise<{ms: number; terminal: Terminal}> {
	const began = performance.now();
	const terminal = new Terminal({
		command: process.execPath, args, columns: 120, rows: 40, ...options,
	});
	while (!isDone(terminal.screen())) {
		await new Promise(resolve => {
			setTimeout(resolve, 2);
		});
	}

	return {ms: performance.now() - began, terminal};
}

/**
Largest resident set of a living process so far, in MiB (VmHWM of /proc; Linux only).
*/
export const peakMemoryMb = (pid: number): number =>
	Number(/VmHWM:\s+(?<kibibytes>\d+)/v.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.groups?.kibibytes) / 1024;
