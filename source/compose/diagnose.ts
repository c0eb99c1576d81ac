import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {findPythonTools, type PythonTools} from '../checks/find-python-tools.ts';
import type {SandboxHost} from '../checks/sandbox/open-sandbox.ts';
import type {Config} from '../config.ts';
import {gitEnvironment} from '../git/git-environment.ts';
import {hasUncommittedWork, inspectRepository} from '../git/inspect-repository.ts';
import {usableProviders} from '../models/settings.ts';
import {secretNames, type SettingName} from '../settings.ts';
import {createSupervisorClient} from '../supervisor/client.ts';
import {modelSettings} from './module-settings.ts';
import {tryOutSandbox} from './sandbox.ts';

/**
One line of the report. `isNeeded`: no run can be executed without it.
*/
export type Diagnosis = {mark: 'ok' | 'lacks' | 'info'; topic: string; text: string; wayOut?: string; isNeeded?: boolean};

/**
Looks at everything a run needs. Each part is really tried: git is run, interpreters are probed, the Supervisor is asked.
*/
export async function diagnose(config: Config, version: string): Promise<Diagnosis[]> {
	const [git, {workspace, root}, supervisor, sandbox] = await Promise.all([diagnoseGit(), diagnoseWorkspace(config), diagnoseSupervisor(config), diagnoseSandbox(config)]);
	const checks = config.settings.checks ? diagnoseCommands(config.settings.checks) : await diagnosePython(config, root);
	return [
		{mark: 'ok', topic: 'autopack', text: `${version} on Node ${process.versions.node}`},
		git,
		workspace,
		...checks,
		sandbox,
		...diagnoseModels(config),
		supervisor,
		...diagnoseSettings(config),
	];
}

async function diagnoseGit(): Promise<Diagnosis> {
	const {failed, stdout} = await execa('git', ['--version'], {reject: false, stdin: 'ignore', env: gitEnvironment});
	return failed
		? {
			mark: 'lacks', topic: 'git', text: 'is not installed', wayOut: 'install git, such as with: apt-get install git', isNeeded: true,
		}
		: {mark: 'ok', topic: 'git', text: stdout.replace('git version ', '')};
}

async function diagnoseWorkspace({settings, cwd}: Config): Promise<{workspace: Diagnosis; root: string}> {
	const directory = path.resolve(cwd, settings.workspace);
	try {
		const {root, branch, head} = await inspectRepository(directory);
		const isDirty = await hasUncommittedWork(root);
		const workspace: Diagnosis = {mark: 'ok', topic: 'workspace', text: `${root}, ${branch ? `branch ${branch}` : 'detached HEAD'} at ${head.slice(0, 7)}${isDirty ? ', with uncommitted work (never touched, and not part of a run)' : ''}`};
		return {workspace, root};
	} catch (error) {
		const workspace: Diagnosis = {
			mark: 'lacks', topic: 'workspace', text: error instanceof Error ? error.message : String(error), isNeeded: true,
		};
		return {workspace, root: directory};
	}
}

const diagnoseCommands = (checks: NonNullable<Config['settings']['checks']>): Diagnosis[] => checks.map(({name, kind, command}) => ({
	mark: 'info', topic: name, text: `${typeof command === 'string' ? command : command.join(' ')} (${kind}, in place of pytest, coverage and mypy)`,
}));

async function diagnosePython({settings, environment}: Config, root: string): Promise<Diagnosis[]> {
	const tools = await findPythonTools({python: settings.python, workspace: root, env: environment});
	return [
		toolOf(tools, 'tests', 'pytest'),
		...settings.coverage ? [toolOf(tools, 'tests', 'coverage')] : [],
		...settings.mypy === false ? [] : [toolOf(tools, 'types', 'mypy', settings.mypy === 'auto' ? ', where the project configures it' : '')],
		...tools.tried.map(({origin, python, interpreter, problem}): Diagnosis => ({
			mark: 'info', topic: '  looked at', text: `${python} (${origin}): ${problem ?? `Python ${interpreter!.version}, ${describeTools(interpreter!.tools)}`}`,
		})),
	];
}

function toolOf(tools: PythonTools, role: 'tests' | 'types', name: 'pytest' | 'coverage' | 'mypy', where = ''): Diagnosis {
	const interpreter = tools[role];
	const toolVersion = interpreter?.tools[name];
	return toolVersion
		? {mark: 'ok', topic: name, text: `${toolVersion} by ${interpreter.python} (Python ${interpreter.version})`}
		: {
			mark: 'lacks', topic: name, text: `was not found: it is missing evidence${where}, so no phase can be ok`, wayOut: `python3 -m pip install ${name} (in the project's environment), or set python in .autopackrc; for other languages set checks`,
		};
}

const describeTools = (tools: Partial<Record<string, string>>): string =>
	Object.entries(tools).map(([name, toolVersion]) => `${name} ${toolVersion}`).join(', ') || 'none of the tools';

async function diagnoseSandbox(config: Config): Promise<Diagnosis> {
	const readiness = await tryOutSandbox(config);
	const topic = 'sandbox';
	if (readiness === undefined) {
		const text = config.settings.sandbox === 'container'
			? 'container: checks are confined by what autopack itself runs in, and by nothing else'
			: 'off: what models write runs as you, with your files and your network';
		return {mark: 'info', topic, text};
	}

	return 'problem' in readiness
		? {
			mark: 'lacks', topic, text: readiness.problem, wayOut: readiness.wayOut, isNeeded: true,
		}
		: {mark: 'ok', topic, text: describeHost(readiness.host)};
}

const describeHost = ({version, programs, form}: SandboxHost): string =>
	`${version} by ${programs.bwrap}, tried out: ${form === 'dropped' ? 'root makes the sandbox, and checks run in it as an unprivileged user' : 'checks run in it as you, without privileges'}`;

function diagnoseModels({settings}: Config): Diagnosis[] {
	const models = modelSettings(settings);
	const usable = usableProviders(models);
	const providers = (['openai', 'anthropic'] as const).map((id): Diagnosis => ({
		mark: usable.includes(id) ? 'ok' : 'info',
		topic: id,
		text: `${models[id].apiKey ? 'key present' : 'no key'}${models[id].baseUrl ? `, ${models[id].baseUrl}` : ''}`,
	}));
	return usable.length > 0
		? providers
		: [...providers, {
			mark: 'lacks', topic: 'models', text: 'no provider has a key or a base URL', wayOut: 'set OPENAI_API_KEY or ANTHROPIC_API_KEY, or --openai-base-url for a local server; autopack demo needs none', isNeeded: true,
		}];
}

async function diagnoseSupervisor({settings}: Config): Promise<Diagnosis> {
	const {apiUrl, apiKey} = settings;
	if (!apiUrl) {
		return {mark: 'ok', topic: 'Supervisor', text: 'embedded'};
	}

	try {
		const kind = await createSupervisorClient({baseUrl: apiUrl, apiKey, timeoutMs: 5000}).connect();
		return {mark: 'ok', topic: 'Supervisor', text: `${kind} at ${apiUrl}`};
	} catch (error) {
		return {
			mark: 'lacks', topic: 'Supervisor', text: error instanceof Error ? error.message : String(error), isNeeded: true,
		};
	}
}

function diagnoseSettings({settings, origins}: Config): Diagnosis[] {
	const secret = new Set<string>(secretNames);
	return Object.entries(origins).toSorted(([a], [b]) => a.localeCompare(b)).map(([name, origin]): Diagnosis => ({
		mark: 'info',
		topic: `  ${name}`,
		text: `${secret.has(name) ? 'present' : JSON.stringify(settings[name as SettingName])}  (${origin})`,
	}));
}
