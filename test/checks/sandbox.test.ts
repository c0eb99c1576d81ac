import {rm} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {afterAll, expect, test} from 'vitest';
import {createChecks} from '../../source/checks/create-checks.ts';
import {droppedId} from '../../source/checks/sandbox/form.ts';
import {checksSettingsSchema} from '../../source/checks/settings.ts';
import type {CheckResult} from '../../source/domain/check.ts';
import {limits, prepareBreakOut} from '../helpers/break-out.ts';
import {
	findProcesses,
	removeDirectories,
	silent,
	unchanged,
} from '../helpers/check-project.ts';

afterAll(removeDirectories);

const isRoot = process.getuid!() === 0;

/**
Root tries it as `nobody`, who has no rights of its own and is not whom root drops to.
*/
const ordinaryUser = isRoot ? 65_534 : process.getuid!();

const settingsOf = ({cache, aims}: {cache: string; aims: Record<string, unknown>}, uid: number) => ({
	python: '/usr/bin/python3', coverage: false, mypy: false, cacheDirectory: cache, sandboxLimits: limits, timeoutMs: 100_000,
	env: {BREAK_OUT_AIMS: JSON.stringify({...aims, uid})},
});

const asUser = isRoot ? ['setpriv', `--reuid=${ordinaryUser}`, `--regid=${ordinaryUser}`, '--clear-groups'] : [];

type Prepared = Awaited<ReturnType<typeof prepareBreakOut>>;

async function checkAsWeAre(prepared: Prepared, settings: unknown): Promise<CheckResult[]> {
	const checks = createChecks(checksSettingsSchema.parse(settings), {workspace: prepared.checkout, env: {...process.env, HOME: prepared.aims.home}});
	return checks.run({
		directory: prepared.tree, tree: 'tree', baseTree: 'none', ...unchanged,
	}, new AbortController().signal, silent);
}

async function checkAsUser({tree, checkout, aims}: Prepared, settings: unknown): Promise<CheckResult[]> {
	const child = path.join(import.meta.dirname, '../fixtures/sandbox/run-checks.ts');
	const [file, ...rest] = [...asUser, process.execPath, child, JSON.stringify({directory: tree, workspace: checkout, settings})];
	const {stdout} = await execa(file, rest, {
		cwd: '/', env: {PATH: process.env.PATH, HOME: aims.home, LANG: 'C.UTF-8'}, extendEnv: false,
	});
	return JSON.parse(stdout) as CheckResult[];
}

/**
What the tests could not bring about, and what they did not leave.
*/
async function expectNothingHappened({left, mark, tree, checkout}: Prepared): Promise<void> {
	expect(await left()).toEqual({
		connections: 0,
		victim: ['sleep', '300', ''],
		files: ['socket', 'victim'],
		gitFile: `gitdir: ${checkout}/.git/worktrees/tree\n`,
		hooks: 'none',
	});
	expect(await findProcesses(mark)).toEqual([]);
	const asked = async (...command: string[]) => execa('git', ['-c', 'safe.directory=*', ...command], {cwd: tree}).then(({stdout}) => stdout);
	const [log, status] = await Promise.all([asked('log', '--all', '--format=%s'), asked('status', '--porcelain', '--untracked-files=no')]);
	expect({log, status}).toEqual({log: 'the base', status: ''});
}

const passedWith = ({name, status, summary, newFailures, output, sandbox}: CheckResult) => ({
	name, status, summary, newFailures, sandbox, output: status === 'passed' ? '' : output,
});

const allPassed = {
	name: 'pytest', status: 'passed', summary: '59 passed', newFailures: [], sandbox: 'bubblewrap', output: '',
};

test.runIf(isRoot)('as root: no test gets out, and ordinary ones work', async () => {
	const prepared = await prepareBreakOut(0);
	const [result] = await checkAsWeAre(prepared, settingsOf(prepared, droppedId));
	expect(passedWith(result!)).toEqual(allPassed);
	await expectNothingHappened(prepared);
});

test('as an ordinary user: no test gets out, and ordinary ones work', async context => {
	const prepared = await prepareBreakOut(ordinaryUser);
	const [file, ...rest] = [...asUser, process.execPath, '--version'];
	const {exitCode} = await execa(file, rest, {reject: false});
	context.skip(exitCode !== 0, 'another user may not read the directory that this project lies in');
	const [result] = await checkAsUser(prepared, settingsOf(prepared, ordinaryUser));
	expect(passedWith(result!)).toEqual(allPassed);
	await expectNothingHappened(prepared);
});

test.runIf(isRoot)('without a sandbox, each of the harmless attempts succeeds', async () => {
	const prepared = await prepareBreakOut(0);
	const [result] = await checkAsWeAre(prepared, {
		...settingsOf(prepared, 0), sandbox: 'off', checks: [{name: 'attempts', command: ['/usr/bin/python3', '-m', 'pytest', '--quiet', 'test_break_out.py']}],
	});
	expect(result).toMatchObject({status: 'failed', sandbox: 'off'});
	expect(result!.output).toMatch(/^19 failed in /mv);
	await rm(prepared.aims.system);
});
