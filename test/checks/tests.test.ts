import {Buffer} from 'node:buffer';
import {existsSync} from 'node:fs';
import {chmod, readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {afterAll, expect, test} from 'vitest';
import {createChecks} from '../../source/checks/create-checks.ts';
import {checksSettingsSchema} from '../../source/checks/settings.ts';
import {
	createDirectory,
	findProcesses,
	gist,
	passed,
	removeDirectories,
	runScenario,
	silent,
	unchanged,
	writeFiles,
} from '../helpers/check-project.ts';

afterAll(removeDirectories);

const passing = 'def test_one():\n    assert True\n';
const exitWithOne = 'def pytest_sessionfinish(session):\n    session.exitstatus = 1\n';
const failing = 'def test_two():\n    assert False\n';

test.concurrent('a suite that passes', async () => {
	const {result, finished, results, started, directories} = await runScenario({base: {'test_a.py': passing}});
	expect(gist(result)).toEqual(passed('1 passed'));
	expect(result.counts).toEqual({
		passed: 1, failed: 0, errors: 0, skipped: 0,
	});
	expect(result.tool?.path).toBe('/usr/bin/python3');
	expect(result.tool?.version).toMatch(/^pytest \d+\.\d+\.\d+, Python 3\.\d+\.\d+$/v);
	expect(finished).toEqual(results);
	expect(started).toEqual(['pytest']);
	expect(await readdir(directories.changed)).toEqual(['test_a.py']);
});

test.concurrent('new, known and fixed failures, and those in set-up', async () => {
	const {result} = await runScenario({
		base: {'test_a.py': passing, 'test_known.py': failing, 'test_fixed.py': failing},
		change: {
			'test_a.py': 'def test_one():\n    assert 1 == 2\n',
			'test_fixed.py': failing.replace('False', 'True'),
			'test_setup.py': 'import pytest\n@pytest.fixture\ndef thing():\n    1 / 0\n\ndef test_it(thing):\n    pass\n',
		},
	});
	expect(gist(result)).toEqual({
		status: 'failed',
		summary: '1 passed, 2 failed, 1 error (2 new), 1 fixed',
		newFailures: ['test_a.py::test_one', 'test_setup.py::test_it'],
		knownFailures: ['test_known.py::test_two'],
		fixed: ['test_fixed.py::test_two'],
		brokenAtBase: false,
	});
	expect(result.exitCode).toBe(1);
	expect(result.output).toContain('assert 1 == 2');
});

test.concurrent('only failures that the base has', async () => {
	const {result} = await runScenario({base: {'test_a.py': passing, 'test_b.py': failing}, change: {'c.py': 'x = 1\n'}});
	expect(gist(result)).toEqual(passed('1 passed, 1 failed (0 new)', {knownFailures: ['test_b.py::test_two']}));
});

test.concurrent('a file that cannot be imported is never a pass, and does not hide the others', async () => {
	const {result} = await runScenario({base: {'test_a.py': passing}, change: {'test_b.py': 'import nowhere_to_be_found\n'}});
	expect(gist(result)).toEqual({
		status: 'error',
		summary: '1 passed, 1 collection error (1 new)',
		newFailures: ['test_b.py (collection error)'],
		knownFailures: [],
		fixed: [],
		brokenAtBase: false,
	});
});

test.concurrent('a file that the base cannot import either is not the change\'s fault', async () => {
	const {result, root} = await runScenario({base: {'test_a.py': passing, 'test_b.py': 'import nowhere_to_be_found\n'}, change: {'c.py': 'x = 1\n'}});
	expect(gist(result)).toEqual({
		status: 'error',
		summary: '1 passed, 1 collection error (0 new)',
		newFailures: [],
		knownFailures: ['test_b.py (collection error)'],
		fixed: [],
		brokenAtBase: true,
	});
	expect(existsSync(path.join(root, 'cache/baselines'))).toBe(false);
});

test.concurrent.for([
	['nothing to collect', {'a.py': 'x = 1\n'}, 'no tests were collected'],
	['all skipped', {'test_a.py': `import pytest\n@pytest.mark.skip\n${passing}`}, 'no test ran (1 skipped)'],
	['all deselected', {'test_a.py': passing, 'pytest.ini': '[pytest]\naddopts = -k nothing\n'}, 'no test ran (1 deselected)'],
	['a wrong option', {'test_a.py': passing, 'pytest.ini': '[pytest]\naddopts = --no-such-option\n'}, /^pytest did not start \(exit code 4\): .*unrecognized arguments: --no-such-option/v],
	['a conftest that ends it', {'test_a.py': passing, 'conftest.py': 'import sys\nsys.exit(0)\n'}, /^pytest did not start \(exit code \d\)/v],
	['a test that ends it', {'test_a.py': 'import os\ndef test_exit():\n    os._exit(0)\n'}, 'pytest ended before its session did (exit code 0) in test_a.py::test_exit'],
	['a crash', {'test_a.py': 'import os\ndef test_crash():\n    os.kill(os.getpid(), 9)\n'}, 'pytest crashed with SIGKILL in test_a.py::test_crash'],
	['an interruption', {'test_a.py': 'import pytest\ndef test_exit():\n    pytest.exit("enough")\n'}, /^pytest was interrupted \(exit code 2\)/v],
	['a hook that fails', {'test_a.py': passing, 'conftest.py': 'def pytest_collection_finish(session):\n    1 / 0\n'}, /^pytest had an internal error \(exit code 3\)/v],
	['an exit code without a failure', {'test_a.py': passing, 'conftest.py': exitWithOne}, /^pytest ended with exit code 1, and no test failed/v],
] as const)('%s is an error', async ([, change, summary]) => {
	const {result} = await runScenario({change});
	expect(result.status).toBe('error');
	expect(result.summary).toEqual(typeof summary === 'string' ? summary : expect.stringMatching(summary));
	expect(result.brokenAtBase).toBe(false);
});

test.concurrent('a suite that failed hides no failure behind a changed exit code', async () => {
	const {result} = await runScenario({
		base: {'test_a.py': passing},
		change: {'test_a.py': passing.replace('True', 'False'), 'conftest.py': exitWithOne.replace('1', '0')},
	});
	expect(gist(result)).toMatchObject({status: 'failed', newFailures: ['test_a.py::test_one']});
});

test.concurrent('a hanging test is stopped with all that it started, daemons too', async () => {
	const mark = `hang-${process.pid}-${Date.now()}`;
	const daemon = `import os, sys, subprocess, time
def test_hang():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execvp(sys.executable, [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); open('started', 'w'); time.sleep(100)", "${mark}"])
        os._exit(0)
    subprocess.Popen(["sleep", "100"], env={**os.environ, "MARK": "${mark}"})
    while not os.path.exists("started"):
        time.sleep(0.01)
    print("daemon is up")
    time.sleep(100)
`;
	const {result} = await runScenario({change: {'test_a.py': daemon}, settings: {timeoutMs: 2000}});
	expect(gist(result)).toEqual({
		status: 'timeout', summary: 'pytest was stopped at its limit of 2 s in test_a.py::test_hang', newFailures: [], knownFailures: [], fixed: [], brokenAtBase: false,
	});
	expect(result.durationMs).toBeLessThan(5000);
	expect(await findProcesses(mark)).toEqual([]);
});

test.concurrent('an abort rejects with its reason and leaves no process', async () => {
	const mark = `abort-${process.pid}-${Date.now()}`;
	const controller = new AbortController();
	const source = `import subprocess, time
def test_hang(capfd):
    subprocess.Popen(["setsid", "-f", "sh", "-c", "sleep 100; : ${mark}"])
    with capfd.disabled():
        print("it hangs", flush=True)
    time.sleep(100)
`;
	const scenario = runScenario({
		change: {'test_a.py': source},
		signal: controller.signal,
		onOutput(_name, text) {
			if (text.includes('it hangs')) {
				controller.abort(new Error('stopped by a person'));
			}
		},
	});
	await expect(scenario).rejects.toThrow('stopped by a person');
	expect(await findProcesses(mark)).toEqual([]);
});

test.concurrent('a suite that passes leaves no process behind, nor waits for one that holds its output', async () => {
	const mark = `left-${process.pid}-${Date.now()}`;
	const source = `import subprocess
def test_leaves_one():
    subprocess.Popen(["sh", "-c", "sleep 100; : ${mark}"])
    subprocess.Popen(["setsid", "-f", "sh", "-c", "sleep 100; : ${mark}"])
`;
	const {result} = await runScenario({change: {'test_a.py': source, 'pytest.ini': '[pytest]\naddopts = -s\n'}});
	expect(gist(result)).toEqual(passed('1 passed'));
	expect(result.durationMs).toBeLessThan(30_000);
	expect(await findProcesses(mark)).toEqual([]);
});

test.concurrent('a flood of output is capped, cleaned and streamed', async () => {
	const streamed: string[] = [];
	const {result} = await runScenario({
		change: {'test_a.py': 'def test_flood(capfd):\n    with capfd.disabled():\n        for i in range(20000):\n            print("\\x1b[31mflood\\x1b]0;title\\x07", i)\n'},
		onOutput(_name, text) {
			streamed.push(text);
		},
	});
	expect(gist(result)).toEqual(passed('1 passed'));
	expect(Buffer.byteLength(result.output)).toBeLessThanOrEqual(16_384);
	expect(result.output).toMatch(/^\[earlier output left out\]\n/v);
	expect(result.output).toContain('flood 19999\n');
	expect(result.output).not.toContain('\u{1B}');
	expect(streamed.join('')).toContain('flood 19999\n');
	expect(streamed.every(text => Buffer.byteLength(text) <= 16_384)).toBe(true);
});

test.concurrent('tests of the base that are gone or skipped are told; moved ones are not', async () => {
	const functions = ['kept', 'deleted', 'skipped', 'broken_and_deleted'].map(name => `def test_${name}():\n    assert ${name === 'broken_and_deleted' ? 'False' : 'True'}\n`);
	const {result} = await runScenario({
		base: {
			'test_a.py': functions.join(''),
			'test_moved.py': 'def test_moved():\n    pass\n',
			'test_cases.py': 'import pytest\n@pytest.mark.parametrize("n", [1, 2])\ndef test_n(n):\n    pass\n',
		},
		change: {
			'test_a.py': `import pytest\n${functions[0]}@pytest.mark.xfail\n${functions[2]!.replace('True', 'False')}`,
			'test_moved.py': undefined,
			'test_renamed.py': 'def test_moved():\n    pass\n',
			'test_cases.py': 'import pytest\n@pytest.mark.parametrize("n", [1, 3])\ndef test_n(n):\n    pass\n',
		},
	});
	expect(gist(result)).toEqual(passed('4 passed, 1 skipped, 3 tests of the base are gone or skipped'));
	expect(result.gone).toEqual(['test_a.py::test_deleted (gone)', 'test_a.py::test_skipped (now skipped)', 'test_a.py::test_broken_and_deleted (gone)']);
});

test.concurrent('a flaky test is no new failure', async () => {
	const flaky = 'import os\ndef test_flaky():\n    had = os.path.exists("state")\n    open("state", "w").close()\n    assert had\n';
	const {result} = await runScenario({
		base: {'test_a.py': passing}, change: {'test_flaky.py': flaky},
	});
	expect(gist(result)).toEqual(passed('2 passed, 1 flaky (failed, then passed alone)'));
	expect(result.flaky).toEqual(['test_flaky.py::test_flaky']);
});

test.concurrent('the tree\'s own package is tested although another copy is on the path', async () => {
	const other = await createDirectory();
	await writeFiles(other, {'thing/__init__.py': 'answer = 42\n'});
	const tests = 'import thing\ndef test_answer():\n    assert thing.answer == 1\n';
	const {result} = await runScenario({change: {'src/thing/__init__.py': 'answer = 1\n', 'tests/test_a.py': tests}, settings: {env: {PYTHONPATH: other}}});
	expect(gist(result)).toEqual(passed('1 passed'));
});

test.concurrent('a package that was imported from elsewhere is an error, however green', async () => {
	const other = await createDirectory();
	await writeFiles(other, {'thing/__init__.py': 'answer = 42\n'});
	await chmod(other, 0o755);
	const {result} = await runScenario({
		change: {
			'thing/__init__.py': 'answer = 1\n',
			'conftest.py': `import sys\nsys.path.insert(0, ${JSON.stringify(other)})\n`,
			'tests/test_a.py': 'import thing\ndef test_answer():\n    assert thing.answer == 42\n',
		},
		settings: {sandboxReadable: [other]},
	});
	expect(result.status).toBe('error');
	expect(result.summary).toBe(`tested other code: ${path.join(other, 'thing/__init__.py')}`);
});

test.concurrent('code of the user\'s checkout is other code, wherever the tree keeps its own', async () => {
	const conftest = `import os, sys
workspace = os.environ["AUTOPACK_WORKSPACE"]
with open(os.path.join(workspace, "thing.py"), "w") as file:
    file.write("answer = 42")
sys.path.append(workspace)
`;
	const {result, directories} = await runScenario({
		change: {'python/thing.py': 'answer = 1\n', 'conftest.py': conftest, 'test_a.py': 'import thing\ndef test_answer():\n    assert thing.answer == 42\n'},
		settings: {sandbox: 'off'},
	});
	expect(result).toMatchObject({status: 'error', summary: `tested other code: ${path.join(directories.workspace, 'thing.py')}`});
});

test.concurrent('what is above the tree is not the tree\'s', async () => {
	const root = await createDirectory();
	await writeFiles(root, {'pytest.ini': '[pytest]\naddopts = --no-such-option\n', 'conftest.py': '1 / 0\n'});
	const directory = path.join(root, '.worktrees/one');
	await writeFiles(directory, {'test_a.py': passing});
	const checks = createChecks(checksSettingsSchema.parse({
		python: '/usr/bin/python3', coverage: false, mypy: false, cacheDirectory: path.join(root, 'cache'),
	}), {workspace: root, env: {PATH: process.env.PATH}});
	const [result] = await checks.run({
		directory, tree: 'one', baseTree: 'none', ...unchanged,
	}, new AbortController().signal, silent);
	expect(gist(result!)).toEqual(passed('1 passed'));
});

test.concurrent('the tests see no key, and keep what they need', async () => {
	const source = 'import json, os, sys\ndef test_env():\n    with open("seen.json", "w") as file:\n        json.dump(dict(os.environ), file)\n    assert sys.stdin.read() == ""\n';
	const {result, directories} = await runScenario({
		change: {'test_a.py': source, 'pytest.ini': '[pytest]\naddopts = -s\n'},
		env: {
			OPENAI_API_KEY: 'one', AUTOPACK_API_KEY: 'two', MY_TOKEN: 'three', DATABASE_URL: 'postgres://me:four@host/db', GIT_DIR: '/five', LANG: 'C.UTF-8',
		},
		settings: {env: {MY_SETTING: 'six'}},
	});
	expect(gist(result)).toEqual(passed('1 passed'));
	const env = JSON.parse(await readFile(path.join(directories.changed, 'seen.json'), 'utf8')) as Record<string, string>;
	expect(['OPENAI_API_KEY', 'AUTOPACK_API_KEY', 'MY_TOKEN', 'DATABASE_URL', 'GIT_DIR'].filter(name => Object.hasOwn(env, name))).toEqual([]);
	expect(env).toMatchObject({LANG: 'C.UTF-8', MY_SETTING: 'six'});
	expect(env.HOME).toBe(path.join(env.TMPDIR!, 'home'));
});

test.concurrent('no Python with the tools', async () => {
	const {results} = await runScenario({
		base: {'test_a.py': passing}, settings: {python: '/nowhere/python3', coverage: true, mypy: true}, env: {PATH: '/nowhere'},
	});
	expect(results.map(({name, status, brokenAtBase}) => ({name, status, brokenAtBase}))).toEqual([
		{name: 'pytest', status: 'not_run', brokenAtBase: true},
		{name: 'coverage', status: 'not_run', brokenAtBase: true},
		{name: 'mypy', status: 'not_run', brokenAtBase: true},
	]);
	expect(results[0]!.summary).toContain('autopack doctor');
});
