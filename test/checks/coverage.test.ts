import {
	readdir,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {createChecks} from '../../source/checks/create-checks.ts';
import {readCoverage} from '../../source/checks/measure-coverage.ts';
import {checksSettingsSchema} from '../../source/checks/settings.ts';
import type {CheckResult} from '../../source/domain/check.ts';
import {
	createDirectory,
	gist,
	passed,
	removeDirectories,
	runScenario,
	silent,
	unchanged,
	writeFiles,
} from '../helpers/check-project.ts';

afterAll(removeDirectories);

const module_ = 'def one():\n    return 1\n\n\ndef two():\n    return 2\n';
const half = 'import thing\ndef test_one():\n    assert thing.one() == 1\n';
const whole = `${half}def test_two():\n    assert thing.two() == 2\n`;
const base = {'thing.py': module_, 'test_thing.py': half};

const coverageOf = (results: CheckResult[]) => results.find(({kind}) => kind === 'coverage')!;

test.concurrent('the delta is in percentage points of the lines, tests left out', async () => {
	const {results, started, directories} = await runScenario({base, change: {'test_thing.py': whole}, settings: {coverage: true}});
	expect(results.map(result => gist(result))).toEqual([passed('2 passed'), passed('100 % of the lines (+25 points)')]);
	expect(coverageOf(results).coverage).toEqual({percent: 100, basePercent: 75, delta: 25});
	expect(coverageOf(results).tool?.version).toMatch(/^coverage \d/v);
	expect(started).toEqual(['pytest', 'coverage']);
	expect(await readdir(directories.changed)).toEqual(['test_thing.py', 'thing.py']);
});

test.concurrent('a module that no test imports counts as uncovered', async () => {
	const {results} = await runScenario({base, change: {'package/__init__.py': 'x = 1\ny = 2\nz = 3\nw = 4\n'}, settings: {coverage: true}});
	expect(coverageOf(results)).toMatchObject({status: 'passed', coverage: {percent: 37.5, basePercent: 75, delta: -37.5}});
});

test.concurrent('without a base the delta is unknown', async () => {
	const {results} = await runScenario({change: base, settings: {coverage: true}});
	expect(coverageOf(results)).toMatchObject({status: 'passed', summary: '75 % of the lines (base unknown)', coverage: {percent: 75}});
	expect(coverageOf(results).coverage).not.toHaveProperty('delta');
});

test.concurrent('the project\'s own coverage settings hold, with data from several processes', async () => {
	const config = '[run]\nsource = thing\nparallel = true\nbranch = true\n[report]\nfail_under = 99\n';
	const {results} = await runScenario({base: {...base, 'unrelated.py': 'x = 1\n', '.coveragerc': config}, settings: {coverage: true}});
	expect(coverageOf(results)).toMatchObject({status: 'passed', coverage: {percent: 75, basePercent: 75, delta: 0}});
});

test.concurrent('tests without a result have no coverage', async () => {
	const {results} = await runScenario({
		base, change: {'test_thing.py': 'import os\ndef test_exit():\n    os._exit(0)\n'}, settings: {coverage: true},
	});
	expect(results.map(({status}) => status)).toEqual(['error', 'not_run']);
	expect(coverageOf(results)).not.toHaveProperty('coverage');
});

test.concurrent('a coverage configuration that cannot be used costs the coverage, not the tests', async () => {
	const {results} = await runScenario({base, change: {'.coveragerc': '[run]\nplugins = nowhere_to_be_found\n'}, settings: {coverage: true}});
	expect(results.map(({kind, status}) => ({kind, status}))).toEqual([{kind: 'tests', status: 'passed'}, {kind: 'coverage', status: 'not_run'}]);
});

test.concurrent('no measured line is no coverage', async () => {
	const {results} = await runScenario({base, change: {'test_thing.py': 'def test_one():\n    pass\n', 'thing.py': undefined}, settings: {coverage: true}});
	expect(coverageOf(results)).toMatchObject({status: 'not_run', brokenAtBase: false});
	expect(coverageOf(results)).not.toHaveProperty('coverage');
});

test.concurrent.for([
	['', 'coverage wrote no report'],
	['{"files": {', 'coverage\'s report cannot be read'],
	['{"files": {}, "totals": {}}', 'coverage\'s report cannot be read'],
	['{"files": {}, "totals": {"covered_lines": 0, "num_statements": 0}}', 'coverage measured no lines'],
])('the report %s is missing, never unchanged', async ([text, reason]) => {
	const directory = await createDirectory();
	await writeFiles(directory, {'coverage.json': text!});
	expect(await readCoverage(path.join(directory, 'coverage.json'))).toEqual({problem: {status: 'not_run', text: reason}});
	expect(await readCoverage(path.join(directory, 'no.json'))).toEqual({problem: {status: 'not_run', text: 'coverage wrote no report'}});
});

test.concurrent('a failure that is run once more does not change what was measured', async () => {
	const {results} = await runScenario({base, change: {'test_b.py': 'def test_b():\n    assert False\n'}, settings: {coverage: true}});
	expect(results[0]).toMatchObject({status: 'failed', newFailures: ['test_b.py::test_b']});
	expect(coverageOf(results).coverage).toEqual({percent: 75, basePercent: 75, delta: 0});
});

test.concurrent('the tree of a run is the base of the next, also for another process', async () => {
	const {checks, directories, root} = await runScenario({base, change: {'test_thing.py': whole}, settings: {coverage: true}});
	expect(await readdir(path.join(root, 'cache/baselines'))).toHaveLength(2);
	await checks.prepare({
		async directory() {
			throw new Error('was measured already');
		},
		tree: 'changed',
	}, new AbortController().signal);
	const results = await checks.run({
		directory: directories.changed, tree: 'changed again', baseTree: 'changed', ...unchanged,
	}, new AbortController().signal, silent);
	expect(coverageOf(results).coverage).toEqual({percent: 100, basePercent: 100, delta: 0});
});

test.concurrent('the same change is not computed twice', async () => {
	const {checks, results} = await runScenario({base, change: {'test_thing.py': whole}, settings: {coverage: true}});
	const again = await checks.run({
		directory: '/nowhere', tree: 'changed', baseTree: 'base', ...unchanged,
	}, new AbortController().signal, silent);
	expect(again.slice(0, results.length)).toEqual(results);
});

test.concurrent('a baseline that is not whole is measured again', async () => {
	const {root, directories} = await runScenario({base, settings: {coverage: true}});
	const cache = path.join(root, 'cache/baselines');
	for (const name of await readdir(cache)) {
		await writeFile(path.join(cache, name), '[{"name": "pyte');
	}

	const checks = createChecks(checksSettingsSchema.parse({
		python: '/usr/bin/python3', mypy: false, cacheDirectory: path.join(root, 'cache'),
	}), {workspace: directories.workspace, env: {}});
	let isAsked = false;
	await checks.prepare({
		async directory() {
			isAsked = true;
			return directories.base;
		},
		tree: 'base',
	}, new AbortController().signal);
	expect(isAsked).toBe(true);
	await rm(directories.base, {recursive: true});
	const names = await readdir(cache);
	const texts = await Promise.all(names.map(async name => readFile(path.join(cache, name), 'utf8')));
	expect(texts.filter(text => text.endsWith(']'))).toHaveLength(1);
});
