import {mkdir, mkdtemp, realpath} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {childEnvironment} from './process/child-environment.ts';
import type {PythonTools} from './find-python-tools.ts';
import {measureCommand} from './measure-command.ts';
import {measureTests} from './pytest/measure-tests.ts';
import {measureTypes} from './measure-types.ts';
import type {Measurement} from './measurement.ts';
import {readProjectConfig} from './project-config.ts';
import type {Confine} from './sandbox/confine.ts';
import {removeScratch} from './sandbox/remove-scratch.ts';
import type {CheckRun, PythonRun} from './python-run.ts';
import type {ChecksSettings} from './settings.ts';

export type ChecksEnvironment = {
	/**
	The user's checkout: virtual environments are looked for in it, and code that is imported from it was not the tree's.
	*/
	workspace: string;
	env: Readonly<Record<string, string | undefined>>;
	/**
	Holds the Python programs that come with autopack.
	*/
	pluginDirectory?: string;
};

export type Conditions = {settings: ChecksSettings; environment: ChecksEnvironment; tools: PythonTools | undefined; confine: Confine};

export type TreeOptions = Pick<CheckRun, 'directory' | 'signal' | 'observer'> & Partial<Pick<CheckRun, 'changedPaths' | 'outputDirectory'>>;

export const pythonPrograms = ({pluginDirectory}: ChecksEnvironment): string => pluginDirectory ?? fileURLToPath(new URL('python', import.meta.url));

/**
Does some work on a tree in a directory, with a scratch directory that does not outlive it. Rejects with the signal's reason when aborted.
*/
export async function withTree<Result>({directory, signal, observer, changedPaths = [], outputDirectory}: TreeOptions, {settings, environment, confine}: Conditions, work: (run: CheckRun) => Promise<Result>): Promise<Result> {
	signal.throwIfAborted();
	const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'autopack-check-')));
	const tree = await realpath(directory);
	const confined = confine({directory: tree, scratch});
	try {
		await mkdir(settings.cacheDirectory, {recursive: true});
		const result = await work({
			directory: tree,
			scratch,
			env: {...confined.environment(childEnvironment(environment.env)), ...settings.env},
			settings,
			confine: confined.confine,
			changedPaths,
			outputDirectory,
			signal,
			observer,
		});
		signal.throwIfAborted();
		return result;
	} finally {
		await confined.close();
		await removeScratch(scratch);
	}
}

/**
What a Python check needs besides: the interpreters, and what the project says in this tree about its checks.
*/
export const pythonRunOf = async (run: CheckRun, {environment, tools}: Conditions & {tools: PythonTools}): Promise<PythonRun> => ({
	...run, tools, project: await readProjectConfig(run.directory), workspace: environment.workspace, pluginDirectory: pythonPrograms(environment),
});

/**
Measures a tree by the project's own checks: pytest and coverage in one session beside mypy, or the commands that the settings name.
*/
export async function measureTree(options: TreeOptions, conditions: Conditions): Promise<Measurement[]> {
	const {settings, tools} = conditions;
	return withTree(options, conditions, async run => {
		if (!tools || settings.checks) {
			return measureCommands(run, settings.checks ?? []);
		}

		const pythonRun = await pythonRunOf(run, {...conditions, tools});
		const [tests, types] = await Promise.all([measureTests(pythonRun), measureTypes(pythonRun)]);
		return [...tests, ...types];
	});
}

async function measureCommands(run: CheckRun, commands: NonNullable<ChecksSettings['checks']>): Promise<Measurement[]> {
	const measurements: Measurement[] = [];
	for (const command of commands) {
		measurements.push(await measureCommand(run, command));
	}

	return measurements;
}
