import {
	cp,
	mkdir,
	mkdtemp,
	rm,
	writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {createChecks} from '../../source/checks/create-checks.ts';
import {runProcess} from '../../source/checks/process/run-process.ts';
import {createConfine} from '../../source/checks/sandbox/confine.ts';
import {checkSettings} from '../../source/compose/module-settings.ts';
import type {Change} from '../../source/domain/change.ts';
import type {CheckResult} from '../../source/domain/check.ts';
import {decide} from '../../source/domain/gate/decide.ts';
import {diffTrees} from '../../source/git/diff-trees.ts';
import {openWorkspace} from '../../source/git/open-workspace.ts';
import {runGit} from '../../source/git/run-git.ts';
import {defaultSettings, type ResolvedSettings} from '../../source/settings.ts';
import {median} from './measure.ts';

type Row = [figure: string, measured: string, target: string];

const ignore = () => undefined;
const observer = {onStarted: ignore, onOutput: ignore, onFinished: ignore};
const {signal} = new AbortController();
const turns = 3;

/**
The evidence of one change to the sample project and to one of 2,000 tests: all parts against the slowest alone, what of it is our own work, and what the sandbox costs.
*/
export async function benchChecks(): Promise<Row[]> {
	const directory = await mkdtemp(path.join(os.tmpdir(), 'autopack-bench-checks-'));
	try {
		return [
			...await benchProject('the sample project', await sampleProject(path.join(directory, 'sample')), directory),
			...await benchProject('a project of 2,000 tests', await largeProject(path.join(directory, 'large')), directory),
			await benchSandbox(directory),
		];
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}

type Project = {root: string; edits: Record<string, string>};

async function sampleProject(root: string): Promise<Project> {
	await cp(path.join(import.meta.dirname, '../../source/demo/project'), root, {recursive: true});
	await commit(root);
	return {
		root, edits: {
			'fileorg/added.py': 'def double(value: int) -> int:\n    return 2 * value\n',
			'tests/test_added.py': 'from fileorg.added import double\n\n\ndef test_double():\n    assert double(2) == 4\n',
		},
	};
}

/**
Forty modules with fifty tests each.
*/
async function largeProject(root: string): Promise<Project> {
	await mkdir(path.join(root, 'large'), {recursive: true});
	await mkdir(path.join(root, 'tests'));
	await writeFile(path.join(root, 'large/__init__.py'), '');
	const numbers = Array.from({length: 40}, (_, index) => index);
	const functions = Array.from({length: 50}, (_, index) => index);
	const moduleOf = (number: number) => functions.map(index => `def add_${index}(value: int) -> int:\n    total = 0\n    for step in range(value):\n        total += step * ${index + number}\n    return total\n`).join('\n\n');
	const testsOf = (number: number) => [`from large import module_${number}\n`, ...functions.map(index => `def test_${index}():\n    assert module_${number}.add_${index}(2000) == ${(index + number) * 1_999_000}\n`)].join('\n\n');
	for (const number of numbers) {
		await writeFile(path.join(root, `large/module_${number}.py`), moduleOf(number));
		await writeFile(path.join(root, `tests/test_module_${number}.py`), testsOf(number));
	}

	await commit(root);
	return {
		root, edits: {
			'large/module_3.py': `${moduleOf(3)}\n\ndef double(value: int) -> int:\n    return 2 * value\n`,
			'tests/test_module_3.py': `${testsOf(3)}\n\ndef test_double():\n    assert module_3.double(2) == 4\n`,
		},
	};
}

async function commit(root: string): Promise<void> {
	await runGit(root, ['init', '--quiet', '--initial-branch', 'main']);
	await runGit(root, ['add', '--all', '--force', '.']);
	await runGit(root, ['-c', 'user.name=bench', '-c', 'user.email=bench@autopack.invalid', 'commit', '--quiet', '--message', 'Base']);
}

async function benchProject(name: string, {root, edits}: Project, directory: string): Promise<Row[]> {
	const base = (await runGit(root, ['rev-parse', 'HEAD'])).trim();
	const baseTree = (await runGit(root, ['rev-parse', 'HEAD^{tree}'])).trim();
	for (const [file, content] of Object.entries(edits)) {
		await writeFile(path.join(root, file), content);
	}

	await runGit(root, ['add', '--all']);
	const tree = (await runGit(root, ['write-tree'])).trim();
	await runGit(root, ['reset', '--hard', '--quiet']);
	const change = await diffTrees(root, baseTree, tree);
	const measure = async (settings: Partial<ResolvedSettings>, changed: Pick<Change, 'files' | 'diff'>) => measureWall({
		root, base, baseTree, tree, change: changed, directory, settings: {...defaultSettings, ...settings},
	});
	// Alone: the same, with nothing beside it. Without files, no part but the checks has anything to look at.
	const [all, tests, untested] = [
		await measure({}, change), await measure({mypy: false}, {files: [], diff: ''}), await measure({mypy: true, coverage: false}, {files: [], diff: ''}),
	];
	const slowest = Math.max(tests.wallMs, ...untested.checks.filter(({kind}) => kind === 'types').map(({durationMs}) => durationMs));
	const own = all.checks.filter(({kind}) => kind === 'integrity' || kind === 'secrets').map(({durationMs}) => durationMs);
	return [
		[`all evidence of ${name} against its slowest check alone`, `${seconds(all.wallMs)} / ${seconds(slowest)} = ${(all.wallMs / slowest).toFixed(2)}`, '<= 1.15'],
		['our own work on it (integrity, secrets, gate)', `${(own.reduce((sum, ms) => sum + ms, 0) + all.gateMs).toFixed(0)} ms`, '<= 150 ms'],
	];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

async function measureWall({root, base, baseTree, tree, change, directory, settings}: {
	root: string; base: string; baseTree: string; tree: string; change: Pick<Change, 'files' | 'diff'>; directory: string; settings: ResolvedSettings;
}): Promise<{wallMs: number; gateMs: number; checks: CheckResult[]}> {
	const own = await mkdtemp(path.join(directory, 'turn-'));
	const workspace = openWorkspace({root, directory: path.join(own, 'worktrees')});
	const checks = createChecks(checkSettings(settings, own), {workspace: root, env: process.env});
	await checks.prepare({directory: async () => workspace.checkOut('base', base), tree: baseTree}, signal);
	const times: number[] = [];
	const gates: number[] = [];
	let results: CheckResult[] = [];
	for (let turn = 0; turn < turns; turn++) {
		const held = await workspace.holdTree('change', base, tree);
		const began = performance.now();
		results = await checks.run({
			directory: held,
			tree,
			baseTree,
			change,
			mix: async mixture => workspace.holdMixture('change', base, mixture),
			readTexts: workspace.readTexts,
			listPaths: workspace.listPaths,
		}, signal, observer);
		times.push(performance.now() - began);
		const judged = performance.now();
		decide({
			phase: {}, change, reviews: [], missingReviews: [], checks: results, strictness: 'normal',
		});
		gates.push(performance.now() - judged);
	}

	await workspace.removeWorktree('change');
	await workspace.removeWorktree('base');
	return {wallMs: median(times), gateMs: median(gates), checks: results};
}

async function benchSandbox(directory: string): Promise<Row> {
	const settings = checkSettings(defaultSettings, directory);
	const confine = await createConfine({
		settings, environment: {workspace: directory, env: process.env}, tools: undefined, readable: [],
	});
	const tree = await mkdtemp(path.join(directory, 'tree-'));
	const scratch = await mkdtemp(path.join(directory, 'scratch-'));
	const confined = confine({directory: tree, scratch});
	const call = async (confinement: Awaited<ReturnType<typeof confined.confine>>) => {
		const {durationMs, end, output} = await runProcess(['/bin/true'], {
			cwd: tree, env: confined.environment({PATH: process.env.PATH ?? ''}), timeoutMs: 10_000, signal, maxOutputBytes: 1024, confinement,
		});
		if (end !== 'exited') {
			throw new Error(`the sandbox did not work: ${output}`);
		}

		return durationMs;
	};

	const differences: number[] = [];
	for (let turn = 0; turn < 21; turn++) {
		const began = performance.now();
		const confinement = await confined.confine({check: 'pytest', timeoutMs: 10_000});
		const prepared = performance.now() - began;
		differences.push(prepared + await call(confinement) - await call(undefined));
	}

	await confined.close();
	return ['what the sandbox adds to a call', `${median(differences).toFixed(0)} ms`, '<= 30 ms'];
}
