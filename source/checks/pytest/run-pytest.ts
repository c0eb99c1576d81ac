import {mkdtemp, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {CheckKind} from '../../domain/check.ts';
import {outputFileFor} from '../process/keep-output.ts';
import {createMeasurement, type Measurement} from '../measurement.ts';
import {pythonEnvironment, type PythonRun} from '../python-run.ts';
import {runProcess} from '../process/run-process.ts';
import {readReport} from './read-report.ts';
import {judgePytest} from './judge-pytest.ts';

const testFiles = ['tests/*', 'test/*', '*/tests/*', '*/test/*', '*/test_*.py', 'test_*.py', '*_test.py', '*conftest.py', 'setup.py', 'noxfile.py'];

/**
Measures what the project's coverage configuration says, else every module of the tree but its tests.
*/
function coverageArguments({project}: PythonRun): string[] {
	const {hasCoverageSource, hasCoverageOmit, hasSourceDirectory} = project;
	return ['-m',
		'coverage',
		'run',
		...(hasCoverageSource ? [] : [`--source=${hasSourceDirectory ? '.,src' : '.'}`]),
		...(hasCoverageSource || hasCoverageOmit ? [] : [`--omit=${testFiles.join(',')}`])];
}

type Options = {
	python: string;
	isMeasured: boolean;
	/**
	Test files, directories or node ids; all when empty.
	*/
	selection?: string[];
	/**
	The part of the evidence that it is the beginning of; absent: a session beside another.
	*/
	starts?: {name: string; kind: CheckKind};
};

/**
A configuration or a conftest.py above the tree is not the tree's: without `--confcutdir` and `-c`, pytest looks there.
`--maxfail=0` undoes `-x`; the cache of its own makes `--lf` run all.
*/
async function commandFor(run: PythonRun, private_: string, {python, isMeasured, selection = []}: Options): Promise<string[]> {
	const {directory, project} = run;
	const emptyConfig = path.join(private_, 'pytest.ini');
	await writeFile(emptyConfig, '[pytest]\n');
	return [python,
		...(isMeasured ? coverageArguments(run) : []),
		'-m',
		'pytest',
		'-p',
		'autopack_reporter',
		'-o',
		`cache_dir=${path.join(private_, 'cache')}`,
		`--rootdir=${directory}`,
		`--confcutdir=${directory}`,
		...(project.hasPytest ? [] : ['-c', emptyConfig]),
		'--maxfail=0',
		'--continue-on-collection-errors',
		'--color=no',
		'--tb=short',
		...selection];
}

export const coverageData = 'coverage-data';

/**
One pytest session on the tree, as coverage's child if it is measured. Also tells whether the session began at all.
*/
export async function runPytest(run: PythonRun, options: Options): Promise<{measurement: Measurement; hasStarted: boolean}> {
	const {directory, scratch, settings, signal, observer, workspace, tools} = run;
	const private_ = await mkdtemp(path.join(scratch, 'pytest-'));
	const reportFile = path.join(private_, 'report.jsonl');
	const command = await commandFor(run, private_, options);
	if (options.starts) {
		observer.onStarted({...options.starts, command});
	}

	const result = await runProcess(command, {
		cwd: directory,
		env: {
			...pythonEnvironment(run),
			TMPDIR: scratch,
			COVERAGE_FILE: path.join(options.isMeasured ? scratch : private_, coverageData),
			AUTOPACK_REPORT: reportFile,
			AUTOPACK_PROJECT: directory,
			AUTOPACK_WORKSPACE: workspace,
			AUTOPACK_SERIAL: options.isMeasured || options.selection ? '1' : '0',
		},
		timeoutMs: settings.timeoutMs,
		confinement: await run.confine({
			check: 'pytest', timeoutMs: settings.timeoutMs, isPython: true, writable: [private_],
		}),
		signal,
		maxOutputBytes: settings.maxOutputBytes,
		outputFile: outputFileFor(run.outputDirectory, options.starts?.name ?? 'pytest'),
		onOutput(text) {
			observer.onOutput(options.starts?.name ?? 'pytest', text);
		},
	});
	const report = await readReport(reportFile);
	const {hasStarted, passed, failed, errors, skipped, collectionErrors} = report;
	const {version, tools: versions} = tools.tests!;
	return {
		hasStarted,
		measurement: createMeasurement({
			name: 'pytest',
			kind: 'tests',
			problem: judgePytest(result, report, settings.timeoutMs),
			passed,
			failed,
			errors,
			skipped,
			collectionErrors,
			command,
			tool: {path: options.python, version: `pytest ${versions.pytest}, Python ${version}`},
			exitCode: result.exitCode,
			durationMs: result.durationMs,
			output: result.output,
		}),
	};
}
