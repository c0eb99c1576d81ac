import {
	cp,
	mkdir,
	readdir,
	rename,
} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {type Plan, planSchema} from '../domain/plan.ts';
import {gitEnvironment} from '../git/git-environment.ts';
import {projectDirectory} from './demo-files.ts';
import plan from './plan.json' with {type: 'json'};

const leftOver = new Set(['__pycache__', '.mypy_cache', '.pytest_cache', '.coverage']);

/**
Copies the sample project into `directory`, which must not exist or be empty, and makes it a git repository with one commit on `main`.
Returns the plan of the nine phases beside it. Neither the user's git configuration nor hooks or templates of this machine have a say.
*/
export async function prepareDemo(directory: string): Promise<{workspace: string; plan: Plan}> {
	await mkdir(directory, {recursive: true});
	const found = await readdir(directory);
	if (found.length > 0) {
		throw new Error(`${directory} is not empty: the demo needs a directory that is, or that does not exist yet.`);
	}

	await cp(projectDirectory, directory, {recursive: true, filter: source => !leftOver.has(path.basename(source))});
	await rename(path.join(directory, 'gitignore'), path.join(directory, '.gitignore'));
	await commitAll(directory);
	return {workspace: directory, plan: planSchema.parse(plan)};
}

async function commitAll(directory: string): Promise<void> {
	const git = execa({
		cwd: directory,
		env: {
			...gitEnvironment, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1',
		},
		stdin: 'ignore',
	});
	await git`git init --quiet --initial-branch=main --template=`;
	await git`git config user.name ${'autopack demo'}`;
	await git`git config user.email demo@autopack.invalid`;
	await git`git add --all`;
	await git`git commit --quiet --message ${'Sort papers by packs'}`;
}
