import {
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	realpath,
	rm,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {onTestFinished} from 'vitest';

/**
A home of its own for a test: nothing of this machine's user, keys or CI is seen from inside.
*/
export type Sandbox = {
	directory: string;
	home: string;
	/**
	Where temporary files go.
	*/
	temporary: string;
	/**
	The whole environment of a program in it.
	*/
	environment: Record<string, string>;
};

/**
Goes when the test ends, with every process that still runs in it.
*/
export async function createSandbox(): Promise<Sandbox> {
	const directory = await realpath(await mkdtemp(path.join(os.tmpdir(), 'autopack-e2e-')));
	const home = path.join(directory, 'home');
	const temporary = path.join(directory, 'tmp');
	const sandbox: Sandbox = {
		directory, home, temporary, environment: {
			PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
			LANG: 'C.UTF-8',
			HOME: home,
			TMPDIR: temporary,
			XDG_CACHE_HOME: path.join(home, '.cache'),
			XDG_CONFIG_HOME: path.join(home, '.config'),
			XDG_DATA_HOME: path.join(home, '.local/share'),
			XDG_STATE_HOME: path.join(home, '.local/state'),
			// Shared, so that not every sandbox compiles the bundle anew.
			NODE_COMPILE_CACHE: path.join(os.tmpdir(), 'node-compile-cache'),
			...process.env.VIRTUAL_ENV && {VIRTUAL_ENV: process.env.VIRTUAL_ENV},
		},
	};
	await Promise.all([mkdir(home), mkdir(temporary)]);
	onTestFinished(async () => {
		for (const {pid} of await processesIn(sandbox)) {
			endProcess(pid);
		}

		await rm(directory, {recursive: true, force: true, maxRetries: 5});
	});
	return sandbox;
}

/**
The processes that have their home or their temporary files in the sandbox (a check has a home of its own), dead ones left out, wherever they moved themselves.
*/
export async function processesIn({home, temporary}: Sandbox): Promise<Array<{pid: number; command: string}>> {
	const names = await readdir('/proc');
	const found = await Promise.all(names.filter(name => /^\d+$/v.test(name)).map(async pid => {
		const [environment, command] = await Promise.all(['environ', 'cmdline'].map(async file => readProcessFile(pid, file)));
		const isHere = environment!.split('\0').some(variable => variable === `HOME=${home}` || variable.startsWith(`TMPDIR=${temporary}`));
		return isHere && command !== '' ? [{pid: Number(pid), command: command!.replaceAll('\0', ' ')}] : [];
	}));
	return found.flat();
}

async function readProcessFile(pid: string, file: string): Promise<string> {
	try {
		return await readFile(`/proc/${pid}/${file}`, 'latin1');
	} catch {
		// Ended meanwhile, or another user's.
		return '';
	}
}

function endProcess(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		// It may have ended meanwhile.
		if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
			throw error;
		}
	}
}
