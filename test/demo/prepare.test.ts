import {
	mkdtemp,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';
import {prepareDemo} from '../../source/demo/prepare.ts';
import {orderedPhases} from '../../source/domain/plan.ts';

async function temporaryDirectory(): Promise<string> {
	const directory = await mkdtemp(path.join(tmpdir(), 'autopack-demo-'));
	onTestFinished(async () => rm(directory, {recursive: true, force: true}));
	return directory;
}

test('a demo is a clean repository with one commit on main', async () => {
	const {workspace} = await prepareDemo(path.join(await temporaryDirectory(), 'demo'));
	const git = execa({cwd: workspace});
	const {stdout: branch} = await git`git branch --show-current`;
	const {stdout: status} = await git`git status --porcelain --ignored`;
	const {stdout: log} = await git`git log --format=${'%an <%ae> %s'}`;
	const {stdout: files} = await git`git ls-files`;
	expect({branch, status, log}).toEqual({branch: 'main', status: '', log: 'autopack demo <demo@autopack.invalid> Sort papers by packs'});
	expect(files.split('\n')).toEqual(expect.arrayContaining(['.gitignore', 'fileorg/app.py', 'pyproject.toml', 'tests/test_pack_routes.py']));
	expect(files).not.toMatch(/^gitignore$|__pycache__/mv);
});

test('the plan is the nine phases of fileorg-phase2-beta', async () => {
	const {plan} = await prepareDemo(await temporaryDirectory());
	const {run_id: runId, token_cap: tokenCap, max_phases: maxPhases} = plan.run;
	expect({runId, tokenCap, maxPhases}).toEqual({runId: 'fileorg-phase2-beta', tokenCap: 200_000, maxPhases: 9});
	expect(orderedPhases(plan).map(phase => phase.phase_id)).toEqual([
		'fileorg-p2-test-fixes',
		'fileorg-p2-frontend-build',
		'fileorg-p2-docker',
		'fileorg-p2-country-uk',
		'fileorg-p2-country-canada',
		'fileorg-p2-country-australia',
		'fileorg-p2-search',
		'fileorg-p2-batch-upload',
		'fileorg-p2-auth',
	]);
});

test('what is in the directory already is not overwritten', async () => {
	const directory = await temporaryDirectory();
	await writeFile(path.join(directory, 'README.md'), 'mine');
	await expect(prepareDemo(directory)).rejects.toThrow(`${directory} is not empty`);
	expect(await readFile(path.join(directory, 'README.md'), 'utf8')).toBe('mine');
});
