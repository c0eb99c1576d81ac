import path from 'node:path';
import type {CheckObserver} from '../domain/roles.ts';
import type {PythonTools} from './find-python-tools.ts';
import type {Measurement} from './measurement.ts';
import type {ProjectConfig} from './project-config.ts';
import type {Confined} from './sandbox/confine.ts';
import type {ChecksSettings} from './settings.ts';

/**
What every check of one tree gets.
*/
export type CheckRun = {
	/**
	Holds the tree.
	*/
	directory: string;
	/**
	Private to this run, removed after it.
	*/
	scratch: string;
	/**
	Without secrets, with the settings' own variables.
	*/
	env: Record<string, string>;
	settings: ChecksSettings;
	/**
	Keeps a process of a check from the rest of the machine.
	*/
	confine: Confined['confine'];
	/**
	Files of which the lines that tests reach are wanted.
	*/
	changedPaths: string[];
	/**
	Where the whole output of each check goes; absent: nowhere.
	*/
	outputDirectory?: string;
	signal: AbortSignal;
	observer: Pick<CheckObserver, 'onStarted' | 'onOutput'> & {
		onMeasured: (measurement: Measurement) => void;
		/**
		The failed tests that are to be run once more, since the base does not have them.
		*/
		findSuspects: (measurement: Measurement) => string[];
	};
};

export type PythonRun = CheckRun & {
	tools: PythonTools;
	project: ProjectConfig;
	workspace: string;
	pluginDirectory: string;
};

const joinPaths = (paths: Array<string | undefined>): string => paths.filter(Boolean).join(path.delimiter);

/**
The environment in which the tree's own code comes before any installed copy of it.
*/
export function pythonEnvironment({env, directory, project, tools, pluginDirectory}: PythonRun): Record<string, string> {
	const {tests} = tools;
	return {
		...env,
		PATH: joinPaths([tests?.isVirtual ? path.dirname(tests.python) : undefined, env.PATH]),
		PYTHONPATH: joinPaths([pluginDirectory, directory, project.hasSourceDirectory ? path.join(directory, 'src') : undefined, env.PYTHONPATH]),
		PYTHONDONTWRITEBYTECODE: '1',
		PYTHONUNBUFFERED: '1',
	};
}
