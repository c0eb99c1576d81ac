import {existsSync} from 'node:fs';
import {
	mkdir,
	mkdtemp,
	realpath,
	rm,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {CheckResult} from '../domain/check.ts';
import type {Checks} from '../domain/roles.ts';
import {createBaselines, type Baselines} from './baselines.ts';
import {childEnvironment} from './child-environment.ts';
import {compareWithBase} from './compare-with-base.ts';
import {findPythonTools, type PythonTools} from './find-python-tools.ts';
import {measureCommand} from './measure-command.ts';
import {measureTests} from './measure-tests.ts';
import {measureTypes} from './measure-types.ts';
import type {Measurement} from './measurement.ts';
import {readProjectConfig} from './project-config.ts';
import type {CheckRun} from './python-run.ts';
import type {ChecksSettings} from './settings.ts';

export type ChecksEnvironment = {
	/**
	The user's checkout: virtual environments are looked for in it, and code that is imported from it was not the tree's.
	*/
	workspace: string;
	env: Readonly<Record<string, string | undefined>>;
	/**
	Holds `autopack_reporter.py`.
	*/
	pluginDirectory?: string;
};

type Context = {settings: ChecksSettings; environment: ChecksEnvironment; tools: PythonTools | undefined; baselines: Baselines};

type MeasureOptions = Pick<CheckRun, 'directory' | 'signal' | 'observer'>;

const defaultPluginDirectory = fileURLToPath(new URL('python', import.meta.url));

const ignore = () => undefined;

const silent: CheckRun['observer'] = {
	onStarted: ignore, onOutput: ignore, onMeasured: ignore, findSuspects: () => [],
};

async function measureAll(run: CheckRun, {settings, environment, tools}: Context): Promise<Measurement[]> {
	if (settings.checks) {
		const measurements: Measurement[] = [];
		for (const check of settings.checks) {
			measurements.push(await measureCommand(run, check));
		}

		return measurements;
	}

	const {workspace, pluginDirectory = defaultPluginDirectory} = environment;
	const project = await readProjectConfig(run.directory);
	const pythonRun = {
		...run, tools: tools!, project, workspace, pluginDirectory,
	};
	const [tests, types] = await Promise.all([measureTests(pythonRun), measureTypes(pythonRun)]);
	return [...tests, ...types];
}

/**
Measures the tree in a directory, with a scratch directory that does not outlive it. Rejects with the signal's reason when aborted.
*/
async function measure({directory, signal, observer}: MeasureOptions, context: Context): Promise<Measurement[]> {
	signal.throwIfAborted();
	const {settings, environment} = context;
	const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'autopack-check-')));
	try {
		await mkdir(settings.cacheDirectory, {recursive: true});
		const measurements = await measureAll({
			directory: await realpath(directory),
			scratch,
			env: {...childEnvironment(environment.env), ...settings.env},
			settings,
			signal,
			observer,
		}, context);
		signal.throwIfAborted();
		return measurements;
	} finally {
		await rm(scratch, {recursive: true, force: true, maxRetries: 3});
	}
}

/**
The project's own checks: pytest and coverage in one session beside mypy, or the commands that the settings name.
*/
export function createChecks(settings: ChecksSettings, environment: ChecksEnvironment): Checks {
	const createContext = async (): Promise<Context> => {
		const {workspace, env} = environment;
		const tools = settings.checks ? undefined : await findPythonTools({python: settings.python, workspace, env});
		const {cacheDirectory, maxOutputBytes: _, ...decisive} = settings;
		const conditions = [decisive, tools?.tests, tools?.types];
		return {
			settings, environment, tools, baselines: createBaselines({directory: cacheDirectory, conditions}),
		};
	};

	let started: Promise<Context> | undefined;
	const getContext = async (): Promise<Context> => {
		started ??= createContext();
		return started;
	};

	// Bases are measured one after the other: they share a worktree, and who asks for the same one finds it measured.
	let lastTurn = Promise.resolve();

	return {
		async prepare({directory, tree}, signal) {
			const turn = lastTurn.then(async () => {
				const context = await getContext();
				signal.throwIfAborted();
				if (await context.baselines.read(tree)) {
					return;
				}

				const measurements = await measure({directory: await directory(), signal, observer: silent}, context);
				await context.baselines.write(tree, measurements);
			});
			lastTurn = turn.catch(ignore);
			return turn;
		},

		async run({directory, tree, baseTree}, signal, observer) {
			const context = await getContext();
			const base = await context.baselines.read(baseTree);
			const compare = (current: Measurement): CheckResult => compareWithBase(current, base?.find(({name}) => name === current.name), {
				hasFile: file => existsSync(path.join(directory, file)),
			});
			const measurements = await measure({
				directory,
				signal,
				observer: {
					onStarted: observer.onStarted,
					onOutput: observer.onOutput,
					onMeasured(measurement) {
						if (!signal.aborted) {
							observer.onFinished(compare(measurement));
						}
					},
					findSuspects(measurement) {
						const failed = new Set(measurement.failed);
						return compare(measurement).newFailures.filter(failure => failed.has(failure));
					},
				},
			}, context);
			await context.baselines.write(tree, measurements);
			return measurements.map(measurement => compare(measurement));
		},
	};
}
