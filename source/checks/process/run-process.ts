import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {Readable} from 'node:stream';
import {setTimeout as delay} from 'node:timers/promises';
import {execa} from 'execa';
import {infoFd, statusFd, type Confinement} from '../sandbox/enclose.ts';
import {readStatus, type SandboxStatus} from '../sandbox/process-status.ts';
import {translateExit} from '../sandbox/translate-exit.ts';
import {markerVariable} from './child-environment.ts';
import {collectOutput} from './collect-output.ts';
import {
	killGroup,
	killMarked,
	terminateInside,
	waitForEnd,
} from './kill-processes.ts';
import {keepOutput} from './keep-output.ts';

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
	/**
	Gets all of the output.
	*/
	outputFile?: string;
	confinement?: Confinement;
	onOutput?: (text: string) => void;
};

export type ProcessResult = {
	/**
	`signalled`: by itself or by somebody else; `unstartable`: there is no such program; `unsandboxed`: it was not run, since it could not be confined.
	*/
	end: 'exited' | 'signalled' | 'timeout' | 'aborted' | 'unstartable' | 'unsandboxed';
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
SIGTERM to the group, 2 s of grace, SIGKILL, then whatever carries this run's marker in its environment. In a sandbox, everything ends with it. Never rejects.
*/
export async function runProcess(command: string[], options: ProcessOptions): Promise<ProcessResult> {
	const startedAt = performance.now();
	const finish = (end: ProcessResult['end'], output: string, rest: Partial<ProcessResult> = {}): ProcessResult =>
		({
			...rest, end, output, durationMs: performance.now() - startedAt,
		});
	const {confinement, signal} = options;
	if (signal.aborted) {
		return finish('aborted', '');
	}

	if (typeof confinement === 'object') {
		return finish('unsandboxed', confinement.problem);
	}

	const marker = randomUUID();
	const kept = options.outputFile === undefined ? undefined : keepOutput(options.outputFile);
	const output = collectOutput({maxBytes: options.maxOutputBytes, onText: options.onOutput, onAll: kept?.write});
	const {subprocess, status} = start(confinement ? confinement(command) : command, options, marker);
	subprocess.all.on('data', output.write);
	const {pid, nodeChildProcess} = subprocess;
	if (pid === undefined) {
		const {shortMessage} = await subprocess;
		kept?.close();
		return finish('unstartable', shortMessage ?? '');
	}

	const exited = once(nodeChildProcess, 'exit');
	const limits = watch(options, pid);
	await exited;
	limits.release();
	killGroup(pid, 'SIGKILL');
	await (status ? waitForEnd(status.firstProcess()) : killMarked(marker));
	// What is still in the pipe is read; a process that got away and holds the pipe is not waited for.
	await Promise.race([subprocess, delay(drainMs, undefined, {ref: false})]);
	subprocess.stdout.destroy();
	subprocess.stderr.destroy();
	const {exitCode, signalCode} = nodeChildProcess;
	const text = output.end();
	kept?.close();
	const {end, ...rest} = describeExit({exitCode: exitCode ?? undefined, killedBy: signalCode ?? undefined, output: text}, status);
	return finish(limits.cause() ?? end, text, rest);
}

function describeExit({exitCode, killedBy, output}: Omit<ProcessResult, 'end' | 'durationMs'>, status: SandboxStatus | undefined): Pick<ProcessResult, 'end' | 'exitCode' | 'killedBy'> {
	if (exitCode === undefined) {
		return {end: 'signalled', killedBy};
	}

	return status ? translateExit({exitCode, output}, status) : {end: 'exited', exitCode};
}

/**
The promise that execa returns is boxed, so that it is not awaited on the way.
*/
function start([file = '', ...rest]: string[], {cwd, env, confinement}: ProcessOptions, marker: string) {
	const subprocess = execa(file, rest, {
		cwd,
		env: {...env, [markerVariable]: [env[markerVariable], marker].filter(Boolean).join(':')},
		extendEnv: false,
		detached: true,
		cleanup: false,
		stdio: ['ignore', 'pipe', 'pipe', ...(confinement ? ['pipe', 'pipe'] as const : [])],
		all: true,
		buffer: false,
		reject: false,
	});
	const pipes = [subprocess.stdio.at(infoFd), subprocess.stdio.at(statusFd)].filter(pipe => pipe instanceof Readable);
	const [info, status] = pipes;
	return {subprocess, status: info && status && readStatus(info, status)};
}

/**
Ends the group at the time limit or on abort, and remembers which of them it was.
*/
function watch({timeoutMs, signal, confinement}: ProcessOptions, leader: number) {
	let cause: 'timeout' | 'aborted' | undefined;
	let killer: NodeJS.Timeout | undefined;
	const end = (why: 'timeout' | 'aborted') => {
		if (cause !== undefined) {
			return;
		}

		cause = why;
		if (confinement) {
			void terminateInside(leader);
		} else {
			killGroup(leader, 'SIGTERM');
		}

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
