import {availableParallelism, totalmem} from 'node:os';
import process from 'node:process';
import * as z from 'zod';

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

/**
What processes of a check may use. See docs/sandbox.md for the defaults.
*/
export const sandboxLimitsSchema = z.strictObject({
	/**
	Of each process.
	*/
	memoryMb: z.int().positive().optional(),
	/**
	Of each process.
	*/
	cpuSeconds: z.int().positive().optional(),
	/**
	Processes and threads of one call together.
	*/
	processes: z.int().positive().optional(),
	/**
	Of each file.
	*/
	fileMb: z.int().positive().optional(),
});

export type SandboxLimits = z.infer<typeof sandboxLimitsSchema>;

/**
Of the private `/tmp` and of shared memory, each: both are memory.
*/
export const scratchBytes = gibibyte;

/**
Half of the memory that this machine, or this container, has: 2 to 16 GiB.
*/
function defaultMemoryBytes(): number {
	const limit = process.constrainedMemory();
	const available = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
	return Math.min(16 * gibibyte, Math.max(2 * gibibyte, Math.floor(available / 2)));
}

export type LimitedCall = {
	timeoutMs: number;
	/**
	Other runtimes reserve far more addresses than they use.
	*/
	isPython?: boolean;
};

/**
What this process may raise its limits to at most, by prlimit's option; those that are not named have no ceiling.
*/
export type Ceilings = Partial<Record<string, number>>;

const limitNames: Record<string, string> = {
	data: 'Max data size', as: 'Max address space', cpu: 'Max cpu time', nproc: 'Max processes', fsize: 'Max file size',
};

/**
Reads the hard limits of this process.
@param text - of /proc/self/limits: a table of name, soft limit, hard limit and unit
*/
export function readCeilings(text: string): Ceilings {
	const lines = text.split('\n');
	return Object.fromEntries(Object.entries(limitNames).flatMap(([option, name]) => {
		const line = lines.find(each => each.startsWith(name)) ?? name;
		const hard = line.slice(name.length).trim().split(/\s+/v, 2)[1];
		return hard === undefined || hard === 'unlimited' ? [] : [[option, Number(hard)]];
	}));
}

/**
Options of prlimit, none above its ceiling. `--data` counts the memory that a process can write and shares with nobody; `--as` counts all of its addresses, shared memory too.
*/
export function limitArguments(limits: SandboxLimits, ceilings: Ceilings, {timeoutMs, isPython = false}: LimitedCall): string[] {
	const allProcessors = Math.ceil(timeoutMs / 1000) * availableParallelism();
	const {cpuSeconds = allProcessors, processes = 1024, fileMb = 1024} = limits;
	const memory = limits.memoryMb === undefined ? defaultMemoryBytes() : limits.memoryMb * mebibyte;
	const wanted = {
		data: memory, ...(isPython && {as: memory}), cpu: cpuSeconds, nproc: processes, fsize: fileMb * mebibyte, core: 0,
	};
	return Object.entries(wanted).map(([option, limit]) => `--${option}=${Math.min(limit, ceilings[option] ?? limit)}`);
}
