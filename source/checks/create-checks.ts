import type {CheckResult} from '../domain/check.ts';
import type {Checks} from '../domain/roles.ts';
import {createBaselines} from './baselines.ts';
import {findPythonTools} from './find-python-tools.ts';
import {gatherEvidence, type Context} from './gather-evidence.ts';
import {measureTree, pythonPrograms, type ChecksEnvironment} from './measure-tree.ts';
import {createConfine} from './sandbox/confine.ts';
import type {ChecksSettings} from './settings.ts';

const ignore = () => undefined;

const silent = {
	onStarted: ignore, onOutput: ignore, onMeasured: ignore, findSuspects: () => [],
};

/**
The project's own checks, and what else speaks for or against a change.
*/
export function createChecks(settings: ChecksSettings, environment: ChecksEnvironment): Checks {
	const createContext = async (): Promise<Context> => {
		const {workspace, env} = environment;
		const tools = settings.checks ? undefined : await findPythonTools({python: settings.python, workspace, env});
		const {cacheDirectory, maxOutputBytes: _, ...decisive} = settings;
		const conditions = [decisive, tools?.tests, tools?.types];
		const confine = await createConfine({
			settings, environment, tools, readable: [pythonPrograms(environment)],
		});
		return {
			settings, environment, tools, confine, baselines: createBaselines({directory: cacheDirectory, conditions}),
		};
	};

	let started: Promise<Context> | undefined;
	const getContext = async (): Promise<Context> => {
		started ??= createContext();
		return started;
	};

	// The Builder may send the same change again, for a person to decide on: what is known of it is not computed twice.
	const evidence = new Map<string, CheckResult[]>();

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

				const measurements = await measureTree({directory: await directory(), signal, observer: silent}, context);
				await context.baselines.write(tree, measurements);
			});
			lastTurn = turn.catch(ignore);
			return turn;
		},

		async run(change, signal, observer) {
			const key = `${change.baseTree} ${change.tree}`;
			const known = evidence.get(key);
			for (const part of known ?? []) {
				observer.onFinished(part);
			}

			if (known) {
				return known;
			}

			const found = await gatherEvidence(change, await getContext(), {signal, observer});
			if (found.every(({status}) => status !== 'error' && status !== 'timeout')) {
				evidence.set(key, found);
			}

			return found;
		},
	};
}
