import {createHash} from 'node:crypto';
import {readFile, readlink} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type {Readable} from 'node:stream';
import {execa} from 'execa';
import type {RunEvent} from '../../source/domain/event.ts';
import type {Phase, Plan} from '../../source/domain/plan.ts';
import {fold} from '../../source/domain/reduce.ts';
import type {RunState} from '../../source/domain/run-state.ts';
import {openJournal} from '../../source/journal/open-journal.ts';
import {bundle} from './autopack.ts';
import {createSandbox, type Sandbox} from './sandbox.ts';
import {git, temporaryRepository, writeAll} from './temporary-repository.ts';

const noop = {name: 'noop', command: ['true'], kind: 'tests'};

export type CommandOptions = {
	cwd?: string;
	/**
	On top of the sandbox's; undefined takes a variable away.
	*/
	env?: Record<string, string | undefined>;
	/**
	Standard input, which is at its end otherwise.
	*/
	input?: string;
	/**
	A command that runs the command, such as `prlimit`.
	*/
	under?: string[];
};

type Started = {
	pid: number;
	stdout: Readable;
	kill: (signal: NodeJS.Signals) => void;
	ended: Promise<CommandResult>;
};

type CommandResult = {exitCode: number | undefined; stdout: string; stderr: string};

export type SmallWorkspace = {
	root: string;
	head: string;
	/**
	Beside the repository: plans and whatever a test puts there.
	*/
	directory: string;
	planFile: string;
	sandbox: Sandbox;
	/**
	Runs one command line of the built program to its end.
	*/
	run: (args: string[], options?: CommandOptions) => Promise<CommandResult>;
	/**
	The same, while it works.
	*/
	start: (args: string[], options?: CommandOptions) => Started;
};

/**
Starts the built program; what runs when the test ends goes with the sandbox.
*/
export function startIn(sandbox: Sandbox, args: string[], {cwd, env, input, under = []}: CommandOptions = {}): Started {
	const [file, ...rest] = [...under, process.execPath, bundle, ...args];
	const child = execa(file!, rest, {
		cwd: cwd ?? sandbox.home,
		env: {...sandbox.environment, ...env},
		extendEnv: false,
		reject: false,
		...input === undefined ? {stdin: 'ignore'} as const : {input},
	});
	const end = async (): Promise<CommandResult> => {
		const {exitCode, stdout, stderr} = await child;
		return {exitCode, stdout, stderr};
	};

	return {
		pid: child.pid!, stdout: child.stdout, ended: end(), kill(signal) {
			child.kill(signal);
		},
	};
}

/**
Runs one command line of the built program to its end.
*/
export const runIn = async (sandbox: Sandbox, args: string[], options?: CommandOptions): Promise<CommandResult> => startIn(sandbox, args, options).ended;

/**
A plan of phases called one, two, three …
*/
export const smallPlan = (phases: Array<Partial<Phase>> = [{}], run: Partial<Plan['run']> = {}) => ({
	run: {run_id: 'small', ...run},
	tiers: [{tier_id: 't1', tier_index: 0, name: 'First'}],
	phases: phases.map((phase, index) => {
		const name = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'][index]!;
		return {
			phase_id: name, phase_index: index, tier_id: 't1', name, ...phase,
		};
	}),
});

/**
A repository with settings that need no Python and ask the models at `url`, and a plan beside it.
*/
export async function smallWorkspace({url, settings = {}, files = {}, plan = smallPlan()}: {
	url?: string; settings?: Record<string, unknown>; files?: Record<string, string>; plan?: unknown;
} = {}): Promise<SmallWorkspace> {
	const models = url === undefined ? {} : {openaiBaseUrl: `${url}/v1`};
	const sandbox = await createSandbox();
	const {root, head} = await temporaryRepository({
		'readme.md': 'Hello\n', '.autopackrc': JSON.stringify({checks: [noop], ...models, ...settings}), ...files,
	});
	const directory = path.dirname(root);
	const planFile = path.join(directory, 'plan.json');
	await writeAll(directory, {'plan.json': JSON.stringify(plan)});
	const start: SmallWorkspace['start'] = (args, options) => startIn(sandbox, args, {cwd: root, ...options});
	return {
		root, head, directory, planFile, sandbox, start,
		run: async (args, options) => start(args, options).ended,
	};
}

/**
All that is the user's: what git says of it, the index and every file, byte for byte. What autopack makes of its own is left out: `.autopack/` and `autonomous/*`.
*/
export async function snapshot(root: string) {
	const gitDirectory = await git(root, 'rev-parse', '--absolute-git-dir');
	const refs = await git(root, 'for-each-ref', '--format=%(refname) %(objectname)');
	return {
		status: await git(root, '-c', 'core.fsmonitor=false', '--no-optional-locks', 'status', '--porcelain', '--untracked-files=all'),
		head: await readFile(path.join(gitDirectory, 'HEAD'), 'utf8'),
		commit: await git(root, 'rev-parse', 'HEAD'),
		refs: refs.split('\n').filter(line => !line.startsWith('refs/heads/autonomous/')),
		stash: await git(root, 'stash', 'list'),
		index: await hashOf(path.join(gitDirectory, 'index')),
		config: await git(root, 'config', '--local', '--list'),
		files: await hashesIn(root),
	};
}

const hashOf = async (file: string): Promise<string> => createHash('sha256').update(await readFile(file)).digest('hex');

async function hashesIn(root: string): Promise<Record<string, string>> {
	const left = ['(', '-name', '.git', '-o', '-name', '.autopack', ')', '-prune'];
	const print = (type: string) => ['-o', '-type', type, '-printf', String.raw`${type}%P\0`];
	const {stdout} = await execa('find', ['.', ...left, ...print('f'), ...print('l')], {cwd: root});
	const entries = stdout.split('\0').filter(Boolean).toSorted();
	return Object.fromEntries(await Promise.all(entries.map(async entry => {
		const file = path.join(root, entry.slice(1));
		return [entry.slice(1), entry.startsWith('l') ? await readlink(file) : await hashOf(file)] as const;
	})));
}

/**
The run's events, as the journal of the workspace has them.
*/
export async function eventsOf(root: string, runId = 'small'): Promise<RunEvent[]> {
	const journal = await openJournal(path.join(root, '.autopack/journal.sqlite'));
	try {
		return await journal.events(runId);
	} finally {
		await journal.close();
	}
}

export const stateOf = async (root: string, runId = 'small'): Promise<RunState> => fold(runId, await eventsOf(root, runId));

/**
Each phase with its final state, and its gate's level where there was one.
*/
export const ends = ({phases}: RunState): string[] =>
	phases.map(({phase, end, stage, attempts}) => [phase.phase_id, end?.state ?? stage, attempts.at(-1)?.verdict?.level].filter(Boolean).join(' '));

/**
The phases whose commits are on the run's branch, oldest first.
*/
export async function landed(root: string, base: string, runId = 'small'): Promise<string[]> {
	const output = await git(root, 'log', '--reverse', '--format=%(trailers:key=Autopack-Phase,valueonly,separator=)', `${base}..autonomous/${runId}`);
	return output.split('\n').filter(Boolean);
}
