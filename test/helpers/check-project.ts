import {
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	realpath,
	rm,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type * as z from 'zod';
import {createChecks} from '../../source/checks/create-checks.ts';
import {checksSettingsSchema} from '../../source/checks/settings.ts';
import {commandKindSchema, type CheckResult} from '../../source/domain/check.ts';
import type {CheckedChange, CheckObserver} from '../../source/domain/roles.ts';

export type Files = Record<string, string | undefined>;

const created: string[] = [];

/**
Called after the tests of a file.
*/
export async function removeDirectories(): Promise<void> {
	await Promise.all(created.map(async directory => rm(directory, {recursive: true, force: true})));
}

/**
A directory that `removeDirectories` removes.
*/
export async function createDirectory(): Promise<string> {
	const directory = await realpath(await mkdtemp(path.join(tmpdir(), 'autopack-test-')));
	created.push(directory);
	return directory;
}

/**
Writes files; an undefined one is removed.
*/
export async function writeFiles(directory: string, files: Files): Promise<void> {
	for (const [name, content] of Object.entries(files)) {
		const file = path.join(directory, name);
		await mkdir(path.dirname(file), {recursive: true});
		await (content === undefined ? rm(file) : writeFile(file, content));
	}
}

/**
Processes with the text in their command line.
*/
export async function findProcesses(text: string): Promise<string[]> {
	const names = await readdir('/proc');
	const pids = names.filter(name => /^\d+$/v.test(name) && Number(name) !== process.pid);
	const commands = await Promise.all(pids.map(async pid => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
	return commands.filter(command => command.includes(text));
}

type Scenario = {
	base?: Files;
	/**
	On top of the base.
	*/
	change?: Files;
	settings?: Partial<z.input<typeof checksSettingsSchema>>;
	env?: Record<string, string | undefined>;
	signal?: AbortSignal;
	onOutput?: (name: string, text: string) => void;
};

const ignore = () => undefined;

export const silent: CheckObserver = {onStarted: ignore, onOutput: ignore, onFinished: ignore};

/**
Without git there is no diff, so no part of the evidence but the checks themselves has anything to look at.
*/
export const unchanged: Pick<CheckedChange, 'change' | 'mix' | 'readTexts' | 'listPaths'> = {
	change: {files: [], diff: ''},
	async mix() {
		throw new Error('nothing is to be mixed');
	},
	readTexts: async () => new Map<string, string>(),
	listPaths: async () => [],
};

/**
Runs the checks on a base and on a change to it, with /usr/bin/python3 and without mypy and coverage unless the settings say otherwise.
*/
export async function runScenario({base, change = {}, settings, env = {}, signal = new AbortController().signal, onOutput = ignore}: Scenario) {
	const root = await createDirectory();
	const directories = {base: path.join(root, 'base'), changed: path.join(root, 'changed'), workspace: path.join(root, 'workspace')};
	await mkdir(directories.workspace);
	await mkdir(directories.changed);
	const checks = createChecks(checksSettingsSchema.parse({
		python: '/usr/bin/python3', coverage: false, mypy: false, cacheDirectory: path.join(root, 'cache'), ...settings,
	}), {workspace: directories.workspace, env: {PATH: process.env.PATH, HOME: process.env.HOME, ...env}});
	if (base) {
		await writeFiles(directories.base, base);
		await writeFiles(directories.changed, base);
		await checks.prepare({directory: async () => directories.base, tree: 'base'}, signal);
	}

	await writeFiles(directories.changed, change);
	const started: string[] = [];
	const finished: CheckResult[] = [];
	const isCheck = ({kind}: CheckResult) => commandKindSchema.safeParse(kind).success;
	const all = await checks.run({
		directory: directories.changed, tree: 'changed', baseTree: 'base', ...unchanged,
	}, signal, {
		onStarted({name}) {
			started.push(name);
		},
		onOutput,
		onFinished(check) {
			finished.push(...[check].filter(each => isCheck(each)));
		},
	});
	const results = all.filter(each => isCheck(each));
	return {
		root, directories, checks, results, started, finished, result: results[0]!,
	};
}

/**
What a check says, without what varies from run to run.
*/
export const gist = ({status, summary, newFailures, knownFailures, fixed, brokenAtBase}: CheckResult) => ({
	status, summary, newFailures, knownFailures, fixed, brokenAtBase,
});

/**
The gist of a check that passed; what differs is given.
*/
export const passed = (summary: string, rest: Partial<ReturnType<typeof gist>> = {}) => ({
	status: 'passed', summary, newFailures: [], knownFailures: [], fixed: [], brokenAtBase: false, ...rest,
});
