import type {CheckResult} from '../domain/check.ts';
import type {CheckedChange, CheckObserver} from '../domain/roles.ts';
import {findSecretsInDiff} from '../secrets/find-secrets-in-diff.ts';
import {findPythonTools, type PythonTools} from './find-python-tools.ts';
import {inspectIntegrity} from './integrity/inspect-integrity.ts';
import type {Integrity} from './integrity/read-integrity.ts';
import {pythonPrograms, withTree, type Conditions} from './measure-tree.ts';
import {runProcess} from './process/run-process.ts';

type Examined = {result: CheckResult; renamed: Integrity['renamed']};

type Options = {change: CheckedChange; conditions: Conditions; signal: AbortSignal; observer: CheckObserver};

const part = (name: string, kind: CheckResult['kind'], rest: Pick<CheckResult, 'status' | 'summary'> & Partial<CheckResult>): CheckResult => ({
	name, kind, newFailures: [], knownFailures: [], fixed: [], brokenAtBase: false, command: [], durationMs: 0, output: '', ...rest,
});

/**
What decides about Python's tests and tools, so that it has to be read.
*/
const isPythons = (path: string): boolean => /\.(?:py|pyi|pth|toml|cfg|ini)$|(?:^|\/)\.coveragerc$/v.test(path);

/**
As git's extended headers say it.
*/
const symbolicLink = /^(?:new file mode|new mode) 120000$/mv;

/**
Looks, by the syntax trees, at what a change does to tests and to the configuration of the checks.
*/
export async function examineIntegrity({change, conditions, signal, observer}: Options): Promise<Examined> {
	const {files, diff} = change.change;
	const python = files.length === 0 ? undefined : await anyPython(conditions);
	if (python === undefined && files.every(({path, from}) => !(isPythons(path) || (from !== undefined && isPythons(from))))) {
		return {result: part('integrity', 'integrity', {status: 'passed', summary: 'no Python file or configuration of its tools changed'}), renamed: []};
	}

	const startedAt = performance.now();
	if (python === undefined) {
		return {result: part('integrity', 'integrity', {status: 'unknown', summary: 'no Python was found to read the changed tests with'}), renamed: []};
	}

	const [before, after, paths] = await Promise.all([
		change.readTexts(change.baseTree, files.filter(({status}) => status !== 'added').map(({path, from}) => from ?? path)),
		change.readTexts(change.tree, files.filter(({status}) => status !== 'deleted').map(({path}) => path)),
		change.listPaths(change.tree),
	]);
	const unread = files.find(({path, from, status}) => isPythons(path)
		&& ((status !== 'added' && !before.has(from ?? path)) || (status !== 'deleted' && !after.has(path))));
	if (unread || symbolicLink.test(diff)) {
		return {result: part('integrity', 'integrity', {status: 'unknown', summary: `${unread ? `${unread.path} is no text in UTF-8` : 'a symbolic link changes'}, so nobody knows what it does`}), renamed: []};
	}

	const silent = {
		onStarted: observer.onStarted, onOutput: observer.onOutput, onMeasured: () => undefined, findSuspects: () => [],
	};
	const inspected = await withTree({directory: change.directory, signal, observer: silent}, conditions, async ({scratch}) => inspectIntegrity({
		python,
		pluginDirectory: pythonPrograms(conditions.environment),
		scratch,
		timeoutMs: conditions.settings.timeoutMs,
		signal,
		files: files.map(({path, from}) => ({
			path, from, before: before.get(from ?? path), after: after.get(path),
		})),
		paths,
		run: runProcess,
	}));
	const durationMs = performance.now() - startedAt;
	if (!inspected.ok) {
		const {status, text} = inspected.problem;
		return {result: part('integrity', 'integrity', {status: status === 'not_run' ? 'unknown' : status, summary: text, durationMs}), renamed: []};
	}

	const {signs, renamed, changesCode} = inspected.integrity;
	const summary = signs.length === 0 ? 'tests and their configuration keep their strength' : `${signs.length} ${signs.length === 1 ? 'sign' : 'signs'} of weaker tests or checks`;
	return {
		result: part('integrity', 'integrity', {
			status: signs.length === 0 ? 'passed' : 'failed', summary, signs, changesCode, durationMs,
		}),
		renamed,
	};
}

async function anyPython({tools, settings, environment: {workspace, env}}: Conditions): Promise<string | undefined> {
	const known: PythonTools = tools ?? await findPythonTools({python: settings.python, workspace, env});
	return (known.tests ?? known.types ?? known.tried.find(({interpreter}) => interpreter)?.interpreter)?.python;
}

/**
Looks for keys in what a change adds. The secret itself is told to nobody.
*/
export async function examineSecrets({change}: Options): Promise<CheckResult> {
	const startedAt = performance.now();
	const secrets = await findSecretsInDiff(change.change.diff);
	return part('secrets', 'secrets', {
		status: secrets.length === 0 ? 'passed' : 'failed',
		summary: secrets.length === 0 ? 'no key in the added lines' : `${secrets.length} ${secrets.length === 1 ? 'key' : 'keys'} in the added lines`,
		signs: secrets.map(({path, line, kind}) => ({
			id: 'secret', path, line, message: `holds what looks like ${kind}`,
		})),
		durationMs: performance.now() - startedAt,
	});
}
