import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';

/**
Makes a repository, a plan of `count` one-file phases, its scripted replies, and settings whose only check is `true`.
*/
export async function makeSmallRun(directory: string, count: number): Promise<{workspace: string; replies: string; plan: string}> {
	const workspace = path.join(directory, 'workspace');
	const replies = path.join(directory, 'replies');
	const plan = path.join(directory, 'plan.json');
	await mkdir(workspace, {recursive: true});
	const git = execa({cwd: workspace});
	await git`git init --quiet --initial-branch=main`;
	await git`git config user.name bench`;
	await git`git config user.email bench@autopack.invalid`;
	await writeFile(path.join(workspace, 'readme.txt'), 'bench\n');
	await git`git add --all`;
	await git`git commit --quiet --message Begin`;
	await writeFile(path.join(workspace, '.autopackrc'), JSON.stringify({openaiApi: 'responses', checks: [{name: 'noop', command: ['true'], kind: 'tests'}]}));
	const phases = Array.from({length: count}, (_, index) => ({
		phase_id: `bench-phase-${String(index).padStart(3, '0')}`, phase_index: index, tier_id: 'T', name: `bench-phase-${String(index).padStart(3, '0')}`,
	}));
	for (const {phase_id: id} of phases) {
		await mkdir(path.join(replies, id), {recursive: true});
		await writeFile(path.join(replies, id, 'builder-1.md'), `A file.\n\n${id}.txt\n\`\`\`\nmade by ${id}\n\`\`\`\n`);
		await writeFile(path.join(replies, id, 'auditor-openai-1.json'), JSON.stringify({review: {approved: true, issues: [], messages: []}}));
	}

	await writeFile(plan, JSON.stringify({run: {run_id: 'bench', max_phases: count}, tiers: [{tier_id: 'T', tier_index: 0, name: 'T'}], phases}));
	return {workspace, replies, plan};
}
