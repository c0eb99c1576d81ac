import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import {createMeasurement, type Measurement, type Problem} from './measurement.ts';
import {pythonEnvironment, type PythonRun} from './python-run.ts';
import {coverageData} from './run-pytest.ts';
import {runProcess} from './run-process.ts';

const reportSchema = z.object({
	files: z.record(z.string(), z.unknown()),
	totals: z.object({covered_lines: z.int().nonnegative(), num_statements: z.int().nonnegative()}),
});

const missing = (text: string): {problem: Problem} => ({problem: {status: 'not_run', text}});

/**
A missing, empty or broken report is no coverage, never an unchanged one. coverage names files outside of the tree by their absolute path.
*/
export async function readCoverage(file: string): Promise<{problem: Problem} | {percent: number}> {
	const text = await readFile(file, 'utf8').catch(() => '');
	if (text.trim() === '') {
		return missing('coverage wrote no report');
	}

	try {
		const {files, totals} = reportSchema.parse(JSON.parse(text));
		const names = Object.keys(files);
		if (names.length > 0 && names.every(name => path.isAbsolute(name))) {
			return {problem: {status: 'error', text: `measured other code: ${names[0]}`}};
		}

		return totals.num_statements === 0 ? missing('coverage measured no lines') : {percent: 100 * totals.covered_lines / totals.num_statements};
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
		signal,
		maxOutputBytes: settings.maxOutputBytes,
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
		...await readCoverage(report),
		command,
		tool: {path: python, version: `coverage ${versions.coverage}, Python ${version}`},
		exitCode,
		durationMs,
		output,
	});
}
