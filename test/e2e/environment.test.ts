import {chmod, mkdir, rename} from 'node:fs/promises';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {
	approval,
	goodModels,
	startModels,
	wholeFile,
	type Models,
} from '../helpers/models-server.ts';
import {processesIn} from '../helpers/sandbox.ts';
import {
	ends,
	eventsOf,
	landed,
	smallPlan,
	smallWorkspace,
	snapshot,
	stateOf,
} from '../helpers/small-workspace.ts';
import {
	commitAll,
	git,
	temporaryRepository,
	writeAll,
} from '../helpers/temporary-repository.ts';
import {underFileLimit, underPermissions} from '../helpers/under-permissions.ts';

/**
The settings of a Python project, as they are by default, without what takes its time.
*/
const python = {checks: undefined, coverage: false, mypy: false};
const passingTest = {'tests/test_ok.py': 'def test_ok():\n    assert True\n'};

/**
Good models whose Builder writes these files, by phase.
*/
const writing = (files: Record<string, [file: string, text: string]>): Models => asked =>
	asked.role === 'builder' ? wholeFile(...files[asked.phase]!) : approval;

test('no Python tools: missing evidence, needs_review, exit code 3; doctor says what to do', async () => {
	const {url} = await startModels();
	const {run, root, head, planFile} = await smallWorkspace({
		url, settings: {
			...python, coverage: undefined, mypy: true, python: 'no-such-python',
		}, files: passingTest,
	});
	const doctor = await run(['doctor']);
	expect(doctor.exitCode).toBe(0);
	expect(doctor.stdout).toMatch(/^no {2}pytest +was not found: it is missing evidence, so no phase can be ok\n +-> python3 -m pip install pytest .*python in \.autopackrc; .*set checks$/mv);
	expect(doctor.stdout).toMatch(/^no {2}mypy /mv);
	expect(doctor.stdout).toMatch(/no-such-python \(configuration\): not there/v);
	const {exitCode, stdout} = await run(['run', planFile]);
	expect(exitCode).toBe(3);
	expect(stdout).toMatch(/check pytest not_run/v);
	const state = await stateOf(root);
	expect(state.phases[0]!.attempts.map(({verdict}) => verdict?.level)).toEqual(['needs_review']);
	expect(state.phases[0]!.question!.reasons.join('\n')).toMatch(/pytest is no evidence \(not run\)/v);
	expect(await landed(root, head)).toEqual([]);
});

test('pytest that hangs, or crashes: never a pass, not approved unseen, and no process is left', async () => {
	const {url} = await startModels(writing({
		one: ['tests/test_hang.py', 'import subprocess\nimport time\n\n\ndef test_hang():\n    subprocess.Popen(["sleep", "600"], start_new_session=True)\n    time.sleep(600)'],
		two: ['tests/test_crash.py', 'import os\n\n\ndef test_crash():\n    os._exit(0)'],
		three: ['tests/test_exit.py', 'import sys\n\nsys.exit(0)'],
	}));
	const {run, root, head, planFile, sandbox} = await smallWorkspace({
		url, settings: {...python, checkTimeout: 3}, files: passingTest, plan: smallPlan([{}, {}, {}]),
	});
	const before = await snapshot(root);
	const {exitCode} = await run(['run', planFile, '--yes', '--max-attempts', '1']);
	const state = await stateOf(root);
	expect({exitCode, ends: ends(state)}).toEqual({exitCode: 1, ends: ['one FAILED needs_review', 'two BLOCKED blocked', 'three BLOCKED blocked']});
	const results = state.phases.map(({attempts}) => attempts[0]!.checks.find(({name}) => name === 'pytest')!.result!);
	expect(results.map(({name, status}) => `${name} ${status}`)).toEqual(['pytest timeout', 'pytest error', 'pytest error']);
	expect(results[0]!.summary).toMatch(/3 s/v);
	expect(await processesIn(sandbox)).toEqual([]);
	expect(await landed(root, head)).toEqual([]);
	expect(await snapshot(root)).toEqual(before);
});

test('pytest that collects nothing is no pass', async () => {
	const {url} = await startModels(writing({one: ['notes.txt', 'Nothing to test.']}));
	const {run, root, planFile} = await smallWorkspace({url, settings: python});
	const {exitCode} = await run(['run', planFile]);
	expect(exitCode).toBe(3);
	const {phases} = await stateOf(root);
	expect(phases[0]!.attempts[0]!.verdict!.level).toBe('needs_review');
	expect(phases[0]!.attempts[0]!.checks.filter(({kind}) => ['tests', 'coverage', 'types'].includes(kind)).map(({result}) => result!.status)).not.toContain('passed');
});

test('checks of one\'s own, for another language: run on the change, sent back when they fail, exit code 0', async () => {
	const checks = [
		{name: 'shape', command: ['grep', '-q', 'attempt 2', 'one.txt'], kind: 'tests'},
		{name: 'place', command: 'test "$GREETING" = hello && test ! -e .autopack', kind: 'command'},
	];
	const {url, asked} = await startModels();
	const {run, root, head, planFile} = await smallWorkspace({url, settings: {checks, checkEnv: {GREETING: 'hello'}}});
	const {exitCode, stdout} = await run(['run', planFile]);
	expect(exitCode).toBe(0);
	expect(stdout).toMatch(/check shape failed[\s\S]*attempt 2 of 3[\s\S]*check shape passed/v);
	const builder = asked.filter(({role}) => role === 'builder');
	expect(builder).toHaveLength(2);
	expect(builder[1]!.prompt).toContain('shape');
	expect(ends(await stateOf(root))).toEqual(['one COMPLETE ok']);
	expect(await landed(root, head)).toEqual(['one']);
});

test('the disk is full while journalling, wherever in the run: exit code 4 and a sentence; with space the same command finishes', async () => {
	const long = 'x'.repeat(300_000);
	const {url, asked} = await startModels(question => question.role === 'builder' ? wholeFile(`${question.phase}.txt`, long) : goodModels(question));
	const {run, root, head, planFile} = await smallWorkspace({url, plan: smallPlan([{}, {}])});
	const before = await snapshot(root);
	const progress: number[] = [];
	for (const sizeKib of [16, 64, 120, 400, 700]) {
		const {exitCode, stderr} = await run(['run', planFile], {under: underFileLimit(sizeKib), env: {NODE_DISABLE_COMPILE_CACHE: '1'}});
		expect(`${exitCode} ${stderr}`).toMatch(/^4 autopack: [^\n]*(?:journal\.sqlite|\.autopack)[^\n]*[.?]$/v);
		expect(stderr).toMatch(/disk/v);
		expect(await snapshot(root)).toEqual(before);
		progress.push((await eventsOf(root)).length);
	}

	expect(progress).toEqual(progress.toSorted((a, b) => a - b));
	expect(new Set(progress).size).toBeGreaterThan(2);

	expect(await run(['run', planFile])).toMatchObject({exitCode: 0, stderr: ''});
	expect(await landed(root, head)).toEqual(['one', 'two']);
	expect(ends(await stateOf(root))).toEqual(['one COMPLETE ok', 'two COMPLETE ok']);
	expect(asked.length).toBeLessThanOrEqual(4 + 5);
	expect(await snapshot(root)).toEqual(before);
});

/**
Takes the right to write away until the test ends.
*/
async function makeReadOnly(directory: string): Promise<void> {
	await chmod(directory, 0o555);
	onTestFinished(async () => chmod(directory, 0o755));
}

test('a read-only .autopack, or workspace: exit code 4 with the path; writable again, the same command works', async () => {
	const {url, asked} = await startModels();
	const {run, root, head, planFile} = await smallWorkspace({url});
	const directory = path.join(root, '.autopack');
	await makeReadOnly(root);
	const noDirectory = await run(['run', planFile], {under: underPermissions});
	expect(noDirectory).toMatchObject({exitCode: 4, stdout: ''});
	expect(noDirectory.stderr).toContain(`${directory} cannot be written`);
	await chmod(root, 0o755);
	await mkdir(directory);
	await makeReadOnly(directory);
	const empty = await run(['run', planFile], {under: underPermissions});
	expect(empty).toMatchObject({exitCode: 4, stdout: ''});
	expect(empty.stderr).toContain(directory);
	await chmod(directory, 0o755);
	await run(['runs']);
	await Promise.all([makeReadOnly(directory), chmod(path.join(directory, 'journal.sqlite'), 0o444)]);
	const full = await run(['run', planFile], {under: underPermissions});
	expect(full).toMatchObject({exitCode: 4, stdout: ''});
	expect(full.stderr).toMatch(/^autopack: The journal .*journal\.sqlite .*\.$/v);
	expect(asked).toEqual([]);
	await Promise.all([chmod(directory, 0o755), chmod(path.join(directory, 'journal.sqlite'), 0o644)]);
	expect(await run(['run', planFile], {under: underPermissions})).toMatchObject({exitCode: 0});
	expect(await landed(root, head)).toEqual(['one']);
});

test('a home that is not writable: exit code 4 with the directory and the way out, which works', async () => {
	const {url} = await startModels();
	const {run, root, head, planFile, sandbox, directory} = await smallWorkspace({url});
	await makeReadOnly(sandbox.home);
	const env = {XDG_CACHE_HOME: undefined, XDG_CONFIG_HOME: undefined};
	const refused = await run(['run', planFile], {under: underPermissions, env});
	expect(refused.exitCode).toBe(4);
	expect(refused.stderr).toMatch(/\.cache\/autopack.* cannot be written.*XDG_CACHE_HOME/v);
	expect(refused.stderr.split('\n')).toHaveLength(1);
	const {exitCode, stderr} = await run(['run', planFile], {under: underPermissions, env: {...env, XDG_CACHE_HOME: path.join(directory, 'cache')}});
	expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
	expect(await landed(root, head)).toEqual(['one']);
});

test('a workspace whose path has spaces, quotes and other scripts', async () => {
	const {url} = await startModels();
	const workspace = await smallWorkspace({url, settings: {checks: [{name: 'here', command: 'test -f one.txt', kind: 'tests'}]}});
	const root = path.join(workspace.directory, 'mein "Projekt" $HOME ü 日本 \'x\'');
	await rename(workspace.root, root);
	const before = await snapshot(root);
	const {exitCode, stderr} = await workspace.run(['run', workspace.planFile, '--workspace', root], {cwd: workspace.directory});
	expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
	expect(await landed(root, workspace.head)).toEqual(['one']);
	expect(await snapshot(root)).toEqual(before);
	const doctor = await workspace.run(['doctor'], {cwd: root});
	expect(doctor.stdout).toContain(root);
	await rename(root, workspace.root);
});

test('a repository with a submodule: it stays as it is, in the checkout and in what lands', async () => {
	const {root: library} = await temporaryRepository({'lib.txt': 'library\n'});
	const {url} = await startModels();
	const {run, root, planFile} = await smallWorkspace({url});
	await git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'vendor/lib');
	const head = await commitAll(root, 'A submodule');
	await writeAll(root, {'vendor/lib/lib.txt': 'changed, not committed\n'});
	const before = await snapshot(root);
	expect(before.status).toBe(' M vendor/lib');
	const {exitCode, stderr} = await run(['run', planFile]);
	expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
	expect(await git(root, 'diff', '--name-status', head, 'autonomous/small')).toBe('A\tone.txt');
	expect(await snapshot(root)).toEqual(before);
});

test('a workspace that is a linked worktree: the run is its own, both checkouts stay as they are', async () => {
	const {url} = await startModels();
	const {run, root, directory, planFile} = await smallWorkspace({url});
	const linked = path.join(directory, 'linked');
	await git(root, 'worktree', 'add', '--quiet', '-b', 'side', linked);
	await writeAll(linked, {'side.txt': 'of the side branch\n'});
	const side = await commitAll(linked, 'Side');
	await writeAll(linked, {'dirty.txt': 'not committed\n'});
	const before = [await snapshot(root), await snapshot(linked)];
	const {exitCode, stderr} = await run(['run', planFile], {cwd: linked});
	expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
	expect(await landed(root, side)).toEqual(['one']);
	expect((await eventsOf(linked)).at(-1)!.type).toBe('run.ended');
	expect([await snapshot(root), await snapshot(linked)]).toEqual(before);
	expect((await git(root, 'worktree', 'list')).split('\n')).toHaveLength(2);
});
