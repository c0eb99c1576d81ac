import {readdir} from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import {outputFileFor} from './process/keep-output.ts';
import {createMeasurement, type Measurement, type Problem} from './measurement.ts';
import {pythonEnvironment, type PythonRun} from './python-run.ts';
import {readRegularFile} from './process/read-regular-file.ts';
import {coverageData} from './pytest/run-pytest.ts';
import {runProcess} from './process/run-process.ts';

const reportSchema = z.object({
	files: z.record(z.string(), z.object({executed_lines: z.array(z.int()), missing_lines: z.array(z.int())})),
	totals: z.object({covered_lines: z.int().nonnegative(), num_statements: z.int().nonnegative()}),
});

const missing = (text: string): {problem: Problem} => ({problem: {status: 'not_run', text}});

/**
A missing, empty or broken report is no coverage, never an unchanged one. coverage names files outside of the tree by their absolute path.
Lines are told of the changed files only.
*/
export async function readCoverage(file: string, changedPaths: string[] = []): Promise<Pick<Measurement, 'percent' | 'lines'> | {problem: Problem}> {
	const text = await readRegularFile(file) ?? '';
	if (text.trim() === '') {
		return missing('coverage wrote no report');
	}

	try {
		const {files, totals} = reportSchema.parse(JSON.parse(text));
		const names = Object.keys(files);
		if (names.length > 0 && names.every(name => path.isAbsolute(name))) {
			return {problem: {status: 'error', text: `measured other code: ${names[0]}`}};
		}

		if (totals.num_statements === 0) {
			return missing('coverage measured no lines');
		}

		const lines = changedPaths.flatMap(name => files[name] ? [[name, {executed: files[name].executed_lines, missing: files[name].missing_lines}] as const] : []);
		return {percent: 100 * totals.covered_lines / totals.num_statements, lines: Object.fromEntries(lines)};
	} catch {
		return missing('coverage\'s report cannot be read');
	}
}

/**
What kept a tree from being measured.
*/
export const unmeasured = (problem: Problem, command: string[] = []): Measurement => createMeasurement({
	name: 'coverage', kind: 'coverage', problem, command,
});

/**
Reads what `coverage run` left: combines the data of processes that wrote their own, and takes the JSON report's totals. Its exit code is not looked at: `fail_under` sets it.
*/
export async function measureCoverage(run: PythonRun, python: string): Promise<Measurement> {
	const {directory, scratch, settings, signal, observer, tools} = run;
	const report = path.join(scratch, 'coverage.json');
	const command = [python, '-m', 'coverage', 'json', '-o', report];
	observer.onStarted({name: 'coverage', kind: 'coverage', command});
	const options = {
		cwd: directory,
		env: {...pythonEnvironment(run), COVERAGE_FILE: path.join(scratch, coverageData)},
		timeoutMs: settings.timeoutMs,
		confinement: await run.confine({check: 'coverage', timeoutMs: settings.timeoutMs, isPython: true}),
		signal,
		maxOutputBytes: settings.maxOutputBytes,
		outputFile: outputFileFor(run.outputDirectory, 'coverage'),
		onOutput(text: string) {
			observer.onOutput('coverage', text);
		},
	};
	const names = await readdir(scratch);
	if (names.some(name => name.startsWith(`${coverageData}.`))) {
		await runProcess([python, '-m', 'coverage', 'combine', '--append'], options);
	}

	const {exitCode, durationMs, output} = await runProcess(command, options);
	const {version, tools: versions} = tools.tests!;
	return createMeasurement({
		name: 'coverage',
		kind: 'coverage',
		...await readCoverage(report, run.changedPaths),
		command,
		tool: {path: python, version: `coverage ${versions.coverage}, Python ${version}`},
		exitCode,
		durationMs,
		output,
	});
}
