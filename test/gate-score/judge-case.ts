import {
	mkdir,
	mkdtemp,
	realpath,
	rm,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {createChecks} from '../../source/checks/create-checks.ts';
import {checkSettings} from '../../source/compose/module-settings.ts';
import type {CheckResult} from '../../source/domain/check.ts';
import {decide} from '../../source/domain/gate/decide.ts';
import type {GateLevel} from '../../source/domain/verdict.ts';
import {diffTrees} from '../../source/git/diff-trees.ts';
import {openWorkspace} from '../../source/git/open-workspace.ts';
import {defaultSettings} from '../../source/settings.ts';
import {commitProject} from './commit-project.ts';
import type {Case} from './read-case.ts';
import type {Warmth} from './warm-cache.ts';

/**
As a user has them who sets nothing, but for the time limit: the cases that hang are to be judged within a coffee break.
*/
const settings = {...defaultSettings, checkTimeout: 20};

const ignore = () => undefined;

type Reason = {id: string; weight: string; message: string};

export type Judgement = {
	level: GateLevel;
	reasons: Reason[];
	checks: CheckResult[];
};

/**
Judges a case as a run would: the project as the base, the patched tree in a worktree, the real checks on both, and the gate.
The only file here that knows their interfaces. Throws CaseError when the patch does not apply.
*/
export async function judgeCase(judged: Case, {signal, warmth}: {signal: AbortSignal; warmth: Warmth}): Promise<Judgement> {
	const directory = await realpath(await mkdtemp(path.join(tmpdir(), 'autopack-gate-')));
	const state = path.join(directory, 'state');
	try {
		const {root, base, baseTree, tree} = await commitProject(judged, directory);
		const worktrees = path.join(directory, 'worktrees');
		await mkdir(worktrees);
		await warmth.bring(state);
		const workspace = openWorkspace({root, directory: worktrees});
		const checks = createChecks(checkSettings(settings, state), {workspace: root, env: process.env});
		await checks.prepare({directory: async () => workspace.checkOut('base', base), tree: baseTree}, signal);
		const change = await diffTrees(root, baseTree, tree);
		const results = await checks.run({
			directory: await workspace.holdTree('change', base, tree),
			tree,
			baseTree,
			change,
			mix: async mixture => workspace.holdMixture('change', base, mixture),
			readTexts: workspace.readTexts,
			listPaths: workspace.listPaths,
		}, signal, {onStarted: ignore, onOutput: ignore, onFinished: ignore});
		await warmth.keep(state);
		const {phase, reviews} = judged;
		const {level, reasons} = decide({
			phase, change, reviews, missingReviews: [], checks: results, strictness: settings.strictness,
		});
		return {level, reasons: reasons.map(({id, weight, message}) => ({id, weight, message})), checks: results};
	} finally {
		await rm(directory, {recursive: true, force: true, maxRetries: 3});
	}
}
