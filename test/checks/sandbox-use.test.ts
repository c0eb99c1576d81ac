import {createServer} from 'node:net';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {access, readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {
	afterAll,
	expect,
	onTestFinished,
	test,
	vi,
} from 'vitest';
import {
	createDirectory,
	findProcesses,
	gist,
	passed,
	removeDirectories,
	runScenario,
} from '../helpers/check-project.ts';
import {smallWorkspace} from '../helpers/small-workspace.ts';
import {goodModels, startModels} from '../helpers/models-server.ts';

afterAll(removeDirectories);

const python = '/usr/bin/python3';

test('the network is for the checks that are named', async () => {
	const server = createServer(socket => {
		socket.end();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.close();
	});
	const address = server.address();
	const port = typeof address === 'object' ? address!.port : 0;
	const command = [python, '-c', `import socket; socket.create_connection(("127.0.0.1", ${port}))`];
	const {results} = await runScenario({settings: {checks: [{name: 'download', command}, {name: 'tests', command}], sandboxNetwork: ['download']}});
	expect(results.map(({name, status, output}) => [name, status, output.trim().split('\n').at(-1)])).toEqual([
		['download', 'passed', ''], ['tests', 'failed', 'ConnectionRefusedError: [Errno 111] Connection refused'],
	]);
});

test('at its limit a check is asked to end, before it is made to', async () => {
	const mark = `asked-${process.pid}-${Date.now()}`;
	const command = `trap 'echo it was asked; exit 0' TERM; echo "${mark}"; while :; do sleep 0.05; done`;
	const {result} = await runScenario({settings: {checks: [{name: 'slow', command, timeoutSeconds: 1}]}});
	expect(result).toMatchObject({status: 'timeout', summary: 'slow was stopped at its limit of 1 s', sandbox: 'bubblewrap'});
	expect(result.output).toMatch(/^it was asked$/mv);
	expect(await findProcesses(mark)).toEqual([]);
});

test('how a program ended is told as without a sandbox', async () => {
	const {results} = await runScenario({
		settings: {
			checks: [
				{name: 'code', command: 'exit 3'},
				{name: 'crash', command: 'kill -SEGV $$'},
				{name: 'all', command: 'kill -KILL 0'},
				{name: 'none', command: ['no-such-program']},
			],
		},
	});
	expect(results.map(({status, summary}) => [status, summary])).toEqual([
		['failed', 'exit code 3'],
		['error', 'crash crashed with SIGSEGV'],
		['error', 'all crashed with SIGKILL'],
		['not_run', 'none could not be started: no such program'],
	]);
});

test.for([
	['a pipe', 'os.remove(report); os.mkfifo(report)'],
	['a link to another file', 'os.rename(report, report + ".moved"); os.symlink(report + ".moved", report)'],
	['a link on the way', 'way = os.path.dirname(report); os.rename(way, way + ".moved"); os.symlink(way + ".moved", way)'],
	['a file without end', 'os.truncate(report, 1 << 29)'],
])('a report that is %s is none, and nobody waits for it', async ([, code]) => {
	const conftest = `import atexit, os\nreport = os.environ["AUTOPACK_REPORT"]\n@atexit.register\ndef replace():\n    ${code}\n`;
	const {result} = await runScenario({change: {'conftest.py': conftest, 'test_a.py': 'def test_one():\n    pass\n'}});
	expect(result).toMatchObject({status: 'error', counts: {passed: 0, failed: 0}});
});

test('what a check does to its directory for temporary files is no reason to fail', async () => {
	const source = `import os
def test_one():
    open("where", "w").write(os.environ["TMPDIR"])
    os.chdir(os.environ["TMPDIR"])
    os.makedirs("closed/directory")
    os.chmod("closed", 0)
    for _ in range(600):
        os.mkdir("deeper")
        os.chdir("deeper")
`;
	const {result, directories} = await runScenario({change: {'test_a.py': source}});
	expect(gist(result)).toEqual(passed('1 passed'));
	const where = await readFile(path.join(directories.changed, 'where'), 'utf8');
	expect({isOurs: where.includes('autopack-check-'), isLeft: existsSync(where)}).toEqual({isOurs: true, isLeft: false});
});

test('a killed autopack takes its checks with it', async () => {
	const root = await createDirectory();
	const mark = `killed-${path.basename(root)}`;
	const settings = {cacheDirectory: path.join(root, 'cache'), checks: [{name: 'hang', command: `setsid sh -c 'trap "" TERM HUP; : > started; sleep 300; : ${mark}'`}]};
	const child = execa(process.execPath, [path.join(import.meta.dirname, '../fixtures/sandbox/run-checks.ts'), JSON.stringify({directory: root, workspace: root, settings})], {reject: false});
	await vi.waitFor(async () => access(path.join(root, 'started')), {timeout: 30_000});
	expect(await findProcesses(mark)).not.toEqual([]);
	child.kill('SIGKILL');
	await child;
	await vi.waitFor(async () => {
		expect(await findProcesses(mark)).toEqual([]);
	}, {timeout: 30_000});
});

test('where no sandbox can be made, no model is asked: exit code 4, and ways out; doctor says so too', async () => {
	const {url, asked} = await startModels(goodModels);
	const {run, planFile} = await smallWorkspace({url});
	const under = ['bwrap', '--unshare-user', '--disable-userns', '--dev-bind', '/', '/'];
	const refused = await run(['run', planFile], {under});
	expect({exitCode: refused.exitCode, stdout: refused.stdout, asked}).toEqual({exitCode: 4, stdout: '', asked: []});
	expect(refused.stderr).toMatch(/^autopack: The checks cannot be run in a sandbox: bubblewrap does not work here: bwrap: .*\. What to do: .*sandbox: container.*sandbox: off/v);
	const doctor = await run(['doctor'], {under});
	expect(doctor.exitCode).toBe(2);
	expect(doctor.stdout).toMatch(/^no {2}sandbox +bubblewrap does not work here: .*\n +-> .*sandbox: container/mv);
	const {stdout} = await run(['doctor']);
	expect(stdout).toMatch(/^ok {2}sandbox +bubblewrap 0\.\d+\.\d+ by \/.*, tried out: /mv);
});
