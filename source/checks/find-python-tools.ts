import {existsSync} from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import {childEnvironment} from './process/child-environment.ts';
import {runProcess} from './process/run-process.ts';

const probeTimeoutMs = 15_000;

const probe = `
import json, os, site, sys
if sys.prefix == sys.base_prefix:
    site.addsitedir(site.getusersitepackages())
from importlib import metadata, util
def version(name):
    if util.find_spec(name) is None:
        return None
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"
print(json.dumps({
    "python": sys.executable,
    "version": "%d.%d.%d" % sys.version_info[:3],
    "isVirtual": sys.prefix != sys.base_prefix,
    "prefixes": [os.path.abspath(prefix) for prefix in dict.fromkeys([sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix])],
    "paths": [entry for entry in sys.path if os.path.isabs(entry)],
    "tools": {name: found for name in ("pytest", "coverage", "mypy") for found in [version(name)] if found},
}))
`;

const interpreterSchema = z.object({
	python: z.string(),
	version: z.string(),
	isVirtual: z.boolean(),
	/**
	Directories of the installation and of the environment, and where modules are.
	*/
	prefixes: z.array(z.string()),
	paths: z.array(z.string()),
	tools: z.partialRecord(z.enum(['pytest', 'coverage', 'mypy']), z.string()),
});

type Interpreter = z.infer<typeof interpreterSchema>;

/**
One place that was looked at. `problem` says why it is no interpreter.
*/
type TriedPython = {origin: string; python: string; interpreter?: Interpreter; problem?: string};

export type PythonTools = {
	/**
	Runs pytest, and coverage if it has that.
	*/
	tests?: Interpreter;
	/**
	Runs mypy.
	*/
	types?: Interpreter;
	tried: TriedPython[];
};

type SearchOptions = {
	/**
	From the settings: then the tests run with this one or not at all.
	*/
	python?: string;
	/**
	The user's checkout, where a virtual environment would be.
	*/
	workspace: string;
	env: Readonly<Record<string, string | undefined>>;
};

type Candidate = {origin: string; python: string; isProjects: boolean};

async function run(command: string[], {workspace, env}: SearchOptions) {
	return runProcess(command, {
		cwd: workspace, env: childEnvironment(env), timeoutMs: probeTimeoutMs, signal: new AbortController().signal, maxOutputBytes: 16_384,
	});
}

/**
Asks uv or poetry for the project's environment, if the project uses it.
*/
async function askManager(origin: string, {lock, command}: {lock: string; command: string[]}, options: SearchOptions): Promise<Candidate[]> {
	if (!existsSync(path.join(options.workspace, lock))) {
		return [];
	}

	const {end, exitCode, output} = await run(command, options);
	const python = output.trim().split('\n').at(-1) ?? '';
	return end === 'exited' && exitCode === 0 && path.isAbsolute(python) ? [{origin, python, isProjects: true}] : [];
}

async function listCandidates(options: SearchOptions): Promise<Candidate[]> {
	const {python, workspace, env} = options;
	const own = (origin: string, file: string): Candidate => ({origin, python: path.resolve(workspace, file), isProjects: true});
	const virtualEnv = env.VIRTUAL_ENV;
	return [
		...(python ? [python.includes(path.sep) ? own('configuration', python) : {origin: 'configuration', python, isProjects: true}] : []),
		...(virtualEnv ? [own('$VIRTUAL_ENV', path.join(virtualEnv, 'bin/python'))] : []),
		own('.venv', '.venv/bin/python'),
		own('venv', 'venv/bin/python'),
		...await askManager('uv', {lock: 'uv.lock', command: ['uv', 'python', 'find', '--no-python-downloads']}, options),
		...await askManager('poetry', {lock: 'poetry.lock', command: ['poetry', 'env', 'info', '--executable']}, options),
		{origin: 'PATH', python: 'python3', isProjects: false},
		{origin: 'system', python: '/usr/bin/python3', isProjects: false},
	];
}

async function tryPython({origin, python}: Candidate, options: SearchOptions): Promise<TriedPython> {
	const {end, exitCode, output} = await run([python, '-I', '-c', probe], options);
	if (end === 'unstartable') {
		return {origin, python, problem: 'not there'};
	}

	try {
		return {origin, python, interpreter: interpreterSchema.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''))};
	} catch {
		return {origin, python, problem: `does not answer as Python 3.8 or later does (${end === 'exited' ? `exit code ${exitCode}` : end})`};
	}
}

type Probed = {candidate: Candidate; tried: TriedPython};

/**
A project's own environment that has pytest wins even without coverage: the project's dependencies are there. Else the first that has both.
*/
function chooseForTests(probed: Probed[]): Interpreter | undefined {
	const withPytest = probed.filter(({tried}) => tried.interpreter?.tools.pytest);
	const chosen = withPytest.find(({candidate, tried}) => candidate.isProjects || tried.interpreter?.tools.coverage) ?? withPytest[0];
	return chosen?.tried.interpreter;
}

async function search(options: SearchOptions): Promise<PythonTools> {
	const candidates = await listCandidates(options);
	const probed = await Promise.all(candidates.map(async candidate => ({candidate, tried: await tryPython(candidate, options)})));
	const configured = probed.filter(({candidate}) => candidate.origin === 'configuration');
	const isUnusable = configured.some(({tried}) => tried.interpreter === undefined);
	const tests = chooseForTests(configured.length > 0 ? configured : probed);
	const withMypy = isUnusable ? [] : probed.map(({tried}) => tried.interpreter).filter(interpreter => interpreter?.tools.mypy);
	return {
		tests,
		types: withMypy.find(interpreter => interpreter?.python === tests?.python) ?? withMypy[0],
		tried: probed.map(({tried}) => tried),
	};
}

const found = new Map<string, Promise<PythonTools>>();

/**
Finds the interpreters that have pytest, coverage and mypy, in the order: configuration, $VIRTUAL_ENV, `.venv`, `venv`, uv, poetry, `python3` on PATH, /usr/bin/python3.
The answer is kept for the life of this process.
*/
export async function findPythonTools(options: SearchOptions): Promise<PythonTools> {
	const {python, workspace, env} = options;
	const key = JSON.stringify([python, workspace, env.VIRTUAL_ENV, env.PATH, env.HOME]);
	const known = found.get(key) ?? search(options);
	found.set(key, known);
	return known;
}
