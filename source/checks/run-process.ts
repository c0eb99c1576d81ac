import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {setTimeout as delay} from 'node:timers/promises';
import {execa} from 'execa';
import {markerVariable} from './child-environment.ts';
import {collectOutput} from './collect-output.ts';
import {killGroup, killMarked} from './kill-processes.ts';

const graceMs = 2000;
const drainMs = 500;

export type ProcessOptions = {
	cwd: string;
	/**
	The whole environment: nothing is inherited.
	*/
	env: Record<string, string>;
	timeoutMs: number;
	signal: AbortSignal;
	maxOutputBytes: number;
	onOutput?: (text: string) => void;
};

export type ProcessResult = {
	/**
	`signalled`: by itself or by somebody else; `unstartable`: there is no such program.
	*/
	end: 'exited' | 'signalled' | 'timeout' | 'aborted' | 'unstartable';
	exitCode?: number;
	killedBy?: string;
	/**
	The end of standard output and error, control sequences removed.
	*/
	output: string;
	durationMs: number;
};

/**
Runs a program with closed input in a process group of its own. When it ends, at its time limit or on abort, nothing that it started lives on:
SIGTERM to the group, 2 s of grace, SIGKILL, then whatever carries this run's marker in its environment. Never rejects.
*/
export async function runProcess(command: string[], options: ProcessOptions): Promise<ProcessResult> {
	const startedAt = performance.now();
	const finish = (end: ProcessResult['end'], output: string, rest: Partial<ProcessResult> = {}): ProcessResult =>
		({
			...rest, end, output, durationMs: performance.now() - startedAt,
		});
	if (options.signal.aborted) {
		return finish('aborted', '');
	}

	const marker = randomUUID();
	const output = collectOutput({maxBytes: options.maxOutputBytes, onText: options.onOutput});
	const {subprocess} = start(command, options, marker);
	subprocess.all.on('data', output.write);
	const {pid, nodeChildProcess} = subprocess;
	if (pid === undefined) {
		const {shortMessage} = await subprocess;
		return finish('unstartable', shortMessage ?? '');
	}

	const exited = once(nodeChildProcess, 'exit');
	const limits = watch(options, pid);
	await exited;
	limits.release();
	killGroup(pid, 'SIGKILL');
	await killMarked(marker);
	// What is still in the pipe is read; a process that got away and holds the pipe is not waited for.
	await Promise.race([subprocess, delay(drainMs, undefined, {ref: false})]);
	subprocess.stdout.destroy();
	subprocess.stderr.destroy();
	const {exitCode, signalCode} = nodeChildProcess;
	const end = limits.cause() ?? (signalCode === null ? 'exited' : 'signalled');
	return finish(end, output.end(), {exitCode: exitCode ?? undefined, killedBy: signalCode ?? undefined});
}

/**
The promise that execa returns is boxed, so that it is not awaited on the way.
*/
function start([file = '', ...rest]: string[], {cwd, env}: ProcessOptions, marker: string) {
	const subprocess = execa(file, rest, {
		cwd,
		env: {...env, [markerVariable]: [env[markerVariable], marker].filter(Boolean).join(':')},
		extendEnv: false,
		detached: true,
		cleanup: false,
		stdin: 'ignore',
		all: true,
		buffer: false,
		reject: false,
	});
	return {subprocess};
}

/**
Ends the group at the time limit or on abort, and remembers which of them it was.
*/
function watch({timeoutMs, signal}: ProcessOptions, leader: number) {
	let cause: 'timeout' | 'aborted' | undefined;
	let killer: NodeJS.Timeout | undefined;
	const end = (why: 'timeout' | 'aborted') => {
		if (cause !== undefined) {
			return;
		}

		cause = why;
		killGroup(leader, 'SIGTERM');
		killer = setTimeout(killGroup, graceMs, leader, 'SIGKILL');
	};

	const onAbort = () => {
		end('aborted');
	};

	const timer = setTimeout(end, timeoutMs, 'timeout');
	signal.addEventListener('abort', onAbort, {once: true});
	return {
		cause: () => cause,
		release() {
			clearTimeout(timer);
			clearTimeout(killer);
			signal.removeEventListener('abort', onAbort);
		},
	};
}
