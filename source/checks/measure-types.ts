import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {tailOf} from './process/collect-output.ts';
import {describeEnd} from './process/describe-end.ts';
import {outputFileFor} from './process/keep-output.ts';
import {createMeasurement, type Measurement, type Problem} from './measurement.ts';
import type {PythonRun} from './python-run.ts';
import {runProcess, type ProcessResult} from './process/run-process.ts';

/**
Every error counts, so what is read is far more than what is kept.
*/
const maxReadBytes = 16 * 1024 * 1024;
const errorLine = /^(?<file>[^\s:][^:]*):(?:\d+:)* error: (?<message>.*)$/v;

/**
`path: message [code]`, without line numbers: they move with every edit above them.
*/
export function parseTypeErrors(output: string): string[] {
	return output.split('\n').flatMap(line => {
		const {file, message} = errorLine.exec(line)?.groups ?? {};
		return file === undefined || message === undefined
			? []
			: [`${file}: ${message.replaceAll(/\bline \d+/gv, 'line N').replaceAll(/\s+/gv, ' ').trim()}`];
	});
}

function judge(result: ProcessResult, failed: string[], timeoutMs: number): Problem | undefined {
	const badEnd = describeEnd(result, {name: 'mypy', timeoutMs});
	if (badEnd) {
		return badEnd;
	}

	const {exitCode, output} = result;
	if (/^There are no \.py\[i\] files/mv.test(output)) {
		return {status: 'not_run', text: 'there is no Python file to check', isEmpty: true};
	}

	if (exitCode === 0 || (exitCode === 1 && failed.length > 0)) {
		return undefined;
	}

	const complaint = failed[0] ?? output.trim().split('\n').at(-1) ?? '';
	return {status: 'error', text: `mypy could not check (exit code ${exitCode}): ${complaint.slice(0, 200)}`};
}

/**
Mypy takes a file with the size and the modification time, in seconds, of a cached one for the same.
When this has passed, no later file can have the time of one that was just cached.
*/
async function waitForNextSecond(startedAt: number, signal: AbortSignal): Promise<void> {
	const leftMs = ((Math.floor(startedAt / 1000) + 1) * 1000) - Date.now();
	if (leftMs > 0 && !signal.aborted) {
		await delay(leftMs, undefined, {signal}).catch(() => undefined);
	}
}

const mypyCache = ({cacheDirectory}: PythonRun['settings']): string => path.join(cacheDirectory, 'mypy');

function commandFor({tools, settings, project, directory}: PythonRun, python: string): string[] {
	const testPython = tools.tests?.python ?? python;
	return [python,
		'-m',
		'mypy',
		...(testPython === python ? [] : ['--python-executable', testPython]),
		'--cache-dir',
		mypyCache(settings),
		'--no-pretty',
		'--show-column-numbers',
		'--show-error-codes',
		'--no-error-summary',
		'--no-color-output',
		// The absolute path keeps the cache of another worktree from being taken for this one's.
		...(project.hasMypyTargets ? [] : [directory])];
}

/**
Mypy on what the project's configuration names, else on the whole tree.
*/
export async function measureTypes(run: PythonRun): Promise<Measurement[]> {
	const {settings, project, tools, observer} = run;
	const isWanted = settings.mypy === 'auto' ? tools.types !== undefined || project.hasMypy : settings.mypy;
	if (!isWanted) {
		return [];
	}

	const {types} = tools;
	const measurement = types
		? await runMypy(run, types)
		: createMeasurement({
			name: 'mypy',
			kind: 'types',
			problem: {status: 'not_run', text: 'no Python with mypy was found: install mypy ("autopack doctor" shows what was tried)'},
			command: [],
		});
	observer.onMeasured(measurement);
	return [measurement];
}

async function runMypy(run: PythonRun, {python, version, tools}: NonNullable<PythonRun['tools']['types']>): Promise<Measurement> {
	const {directory, env, settings, signal, observer} = run;
	const confinement = await run.confine({
		check: 'mypy', timeoutMs: settings.timeoutMs, isPython: true, writable: [mypyCache(settings)],
	});
	const mypy = async (command: string[]) => runProcess(command, {
		cwd: directory,
		env: {...env, PYTHONDONTWRITEBYTECODE: '1'},
		timeoutMs: settings.timeoutMs,
		confinement,
		signal,
		maxOutputBytes: maxReadBytes,
		outputFile: outputFileFor(run.outputDirectory, 'mypy'),
		onOutput(text) {
			observer.onOutput('mypy', text);
		},
	});
	const startedAt = Date.now();
	let command = commandFor(run, python);
	observer.onStarted({name: 'mypy', kind: 'types', command});
	let result = await mypy(command);
	if (result.exitCode === 2 && result.output.includes('Duplicate module named')) {
		command = [...command, '--explicit-package-bases', '--namespace-packages'];
		result = await mypy(command);
	}

	await waitForNextSecond(startedAt, signal);
	const failed = parseTypeErrors(result.output);
	return createMeasurement({
		name: 'mypy',
		kind: 'types',
		problem: judge(result, failed, settings.timeoutMs),
		failed,
		command,
		tool: {path: python, version: `mypy ${tools.mypy}, Python ${version}`},
		exitCode: result.exitCode,
		durationMs: result.durationMs,
		output: tailOf(result.output, settings.maxOutputBytes),
	});
}
