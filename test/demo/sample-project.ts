import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {findPythonTools} from '../../source/checks/find-python-tools.ts';
import {prepareDemo} from '../../source/demo/prepare.ts';

export type TestOutcome = {passed: number; failed: string[]; typeErrors: string[]};

export type SampleProject = {
	directory: string;
	/**
	Runs pytest beside mypy, as the project configures them, and leaves nothing behind.
	*/
	runChecks: () => Promise<TestOutcome>;
	/**
	Of the lines, 0–100.
	*/
	measureCoverage: () => Promise<number>;
	[Symbol.asyncDispose]: () => Promise<void>;
};

/**
The sample project in a directory of its own, and the Python tools to check it with.
*/
export async function createSampleProject(): Promise<SampleProject> {
	const root = await mkdtemp(path.join(tmpdir(), 'autopack-sample-'));
	const {workspace: directory} = await prepareDemo(path.join(root, 'project'));
	const {tests, types} = await findPythonTools({workspace: directory, env: process.env});
	if (!tests || !types) {
		throw new Error('These tests need Python with pytest, coverage and mypy.');
	}

	const run = execa({
		cwd: directory, reject: false, stdin: 'ignore', env: {PYTHONDONTWRITEBYTECODE: '1', COVERAGE_FILE: path.join(root, 'coverage')},
	});

	const runTests = async () => {
		const {stdout} = await run`${tests.python} -m pytest -o cache_dir=${path.join(root, 'pytest')} -q --tb=no -rf`;
		return {
			passed: Number((/\b\d+(?= passed)/v.exec(stdout))?.[0]),
			failed: (stdout.match(/(?<=^FAILED )\S+::\w+(?:\[[^\]]*\])?/gmv) ?? []).toSorted((a, b) => a.localeCompare(b)),
		};
	};

	const runTypes = async () => {
		const {stdout} = await run`${types.python} -m mypy --no-error-summary --cache-dir ${path.join(root, 'mypy')}`;
		return stdout.split('\n').filter(line => line.includes(': error:'));
	};

	return {
		directory,
		async runChecks() {
			const [outcome, typeErrors] = await Promise.all([runTests(), runTypes()]);
			return {...outcome, typeErrors};
		},
		async measureCoverage() {
			await run`${tests.python} -m coverage run -m pytest -o cache_dir=${path.join(root, 'pytest')} -q`;
			const {stdout} = await run`${tests.python} -m coverage report`;
			return Number(/^TOTAL .* (?<percent>\d+)%$/mv.exec(stdout)?.groups!.percent);
		},
		async [Symbol.asyncDispose]() {
			await rm(root, {recursive: true, force: true});
		},
	};
}
