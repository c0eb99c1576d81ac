import type {PythonTools} from '../find-python-tools.ts';
import type {ChecksSettings} from '../settings.ts';
import type {Confinement} from './enclose.ts';
import {openSandbox, type SandboxCall} from './open-sandbox.ts';
import {probeSandbox} from './probe-sandbox.ts';
import {readablePaths} from './readable-paths.ts';

/**
The confinement of the checks of one tree.
*/
export type Confined = {
	environment: (env: Record<string, string>) => Record<string, string>;
	confine: (call: SandboxCall) => Promise<Confinement>;
	close: () => Promise<void>;
};

export type Confine = (tree: {directory: string; scratch: string}) => Confined;

type Options = {
	settings: ChecksSettings;
	environment: {workspace: string; env: Readonly<Record<string, string | undefined>>};
	tools: PythonTools | undefined;
	/**
	What else every check reads, such as our own programs.
	*/
	readable: string[];
};

const unconfined = (confinement: Confinement): Confined => ({
	environment: env => env,
	confine: async () => confinement,
	async close() {
		// There is nothing to close.
	},
});

/**
Finds out how checks are confined on this machine under these settings.
*/
export async function createConfine({settings, environment, tools, readable}: Options): Promise<Confine> {
	const {sandbox, sandboxNetwork: network, sandboxReadable: named, sandboxLimits: limits} = settings;
	if (sandbox !== 'bubblewrap') {
		return () => unconfined(undefined);
	}

	const {workspace, env} = environment;
	const readiness = await probeSandbox({
		env, workspace, named, limits,
	});
	if ('problem' in readiness) {
		const {problem, wayOut} = readiness;
		return () => unconfined({problem: `${problem}; ${wayOut}`});
	}

	const interpreters = [tools?.tests, tools?.types].filter(interpreter => interpreter !== undefined);
	const paths = await readablePaths({
		env: {...env, ...settings.env}, workspace, named: [...named, ...readable], interpreters,
	});
	return ({directory, scratch}) => {
		const opened = openSandbox(readiness.host, {
			directory, scratch, readable: paths, network, limits,
		});
		return {...opened, confine: opened.enclose};
	};
}
