import {homedir} from 'node:os';
import path from 'node:path';
import {probeSandbox, type Readiness} from '../checks/sandbox/probe-sandbox.ts';
import type {Config} from '../config.ts';
import {UnavailableError} from '../exit-code.ts';

/**
The paths that the settings show to every check, as absolute ones: `~` is the home directory, relative paths begin at the workspace.
*/
export const readableOf = ({sandboxReadable = []}: Config['settings'], workspace: string): string[] =>
	sandboxReadable.map(name => name === '~' || name.startsWith('~/') ? path.join(homedir(), name.slice(1)) : path.resolve(workspace, name));

/**
Whether the sandbox that the settings ask for works on this machine; undefined when they ask for none of ours.
*/
export async function tryOutSandbox({settings, environment, cwd}: Config): Promise<Readiness | undefined> {
	const workspace = path.resolve(cwd, settings.workspace);
	return settings.sandbox === 'bubblewrap'
		? probeSandbox({
			env: environment, workspace, named: readableOf(settings, workspace), limits: settings.sandboxLimits ?? {},
		})
		: undefined;
}

/**
Throws UnavailableError where checks cannot be confined as the settings say: code that a model wrote would not be run, so there would be nothing to decide on.
*/
export async function refuseUnconfined(config: Config): Promise<void> {
	const readiness = await tryOutSandbox(config);
	if (readiness && 'problem' in readiness) {
		throw new UnavailableError(`The checks cannot be run in a sandbox: ${readiness.problem}. What to do: ${readiness.wayOut}.`);
	}
}
