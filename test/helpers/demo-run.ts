import {
	chmod,
	mkdir,
	readdir,
	readFile,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {onTestFinished} from 'vitest';
import {repliesDirectory} from '../../source/demo/demo-files.ts';
import {prepareDemo} from '../../source/demo/prepare.ts';
import {createScriptedModels} from '../../source/demo/scripted-models.ts';
import type {Sandbox} from './sandbox.ts';
import {commitAll, git, writeAll} from './temporary-repository.ts';

export const runId = 'fileorg-phase2-beta';

export type DemoRun = {
	workspace: string;
	/**
	Commit that `main` is at.
	*/
	base: string;
	/**
	Arguments that execute the run, or go on with it, with models that answer at once.
	*/
	args: string[];
	/**
	The same with models that answer slowly: a reply takes seconds.
	*/
	slowArgs: string[];
};

type Options = {
	/**
	Phases of the demo by their short names, such as `docker`; all without.
	*/
	phases?: string[];
	/**
	Files on top of the sample project, by path.
	*/
	files?: Record<string, string>;
	settings?: Record<string, unknown>;
};

/**
The demo's project and models for `autopack run`: a run that can be stopped and gone on with. Its `.autopackrc` lies in the home directory.
*/
export async function prepareRun(sandbox: Sandbox, {phases, files = {}, settings = {}}: Options = {}): Promise<DemoRun> {
	const {workspace, plan} = await prepareDemo(path.join(sandbox.home, 'fileorg'));
	const planFile = path.join(sandbox.home, 'plan.json');
	const chosen = plan.phases.filter(({phase_id}) => phases?.some(phase => phase_id === `fileorg-p2-${phase}`) ?? true);
	await writeFile(planFile, JSON.stringify({...plan, phases: chosen}));
	await writeFile(path.join(sandbox.home, '.autopackrc'), JSON.stringify({openaiApi: 'responses', ...settings}));
	if (Object.keys(files).length > 0) {
		await writeAll(workspace, files);
		await commitAll(workspace, 'Files of the test');
	}

	const argsWith = async (paceMsPerChunk: number) => {
		const models = await createScriptedModels({replies: repliesDirectory, paceMsPerChunk});
		onTestFinished(models.close);
		return ['run', planFile, '--workspace', workspace, '--openai-base-url', `${models.url}/v1`, '--anthropic-base-url', models.url];
	};

	return {
		workspace, base: await git(workspace, 'rev-parse', 'main'), args: await argsWith(0), slowArgs: await argsWith(200),
	};
}

/**
Short names of the phases that have a commit on the integration branch, oldest first; a phase with two is there twice. Throws when the branch is not one line of them.
*/
export async function landedPhases(workspace: string): Promise<string[]> {
	const log = await git(workspace, 'log', '--reverse', '--format=%(trailers:key=Autopack-Phase,valueonly,separator=%x2C)', `main..autonomous/${runId}`);
	return log.split('\n').filter(Boolean).map(phase => phase.replace('fileorg-p2-', ''));
}

/**
What must be as it was: where the user's checkout is, its index and files, and the worktrees and branches there are.
*/
export async function checkoutOf(workspace: string) {
	const [head, branch, status, index, worktrees, branches] = await Promise.all([
		git(workspace, 'rev-parse', 'HEAD'),
		git(workspace, 'symbolic-ref', 'HEAD'),
		git(workspace, 'status', '--porcelain', '--untracked-files=all'),
		git(workspace, 'ls-files', '--stage'),
		git(workspace, 'worktree', 'list', '--porcelain'),
		git(workspace, 'for-each-ref', '--format=%(refname)'),
	]);
	return {
		head,
		branch,
		status,
		index,
		worktrees: worktrees.split('\n').filter(line => line.startsWith('worktree ')),
		branches: branches.split('\n').filter(name => name !== `refs/heads/autonomous/${runId}`),
	};
}

/**
A `conftest.py` that hangs for ever, once, in the session of that number (the first is the baseline's) or a later one, with a daemon of its own beside it.
*/
export const hangingConftest = (session: number): string => `
import pathlib
import subprocess
import time

log = pathlib.Path.home() / "sessions"
hung = pathlib.Path.home() / "hung"


def pytest_sessionstart(session):
    with log.open("a") as file:
        file.write("x")
    # Sessions run beside one another: one of those that come late enough hangs, once.
    if log.stat().st_size >= ${session} and not hung.exists():
        hung.touch()
        subprocess.Popen(["sleep", "600"], start_new_session=True)
        time.sleep(600)
`;

/**
A `git` for the PATH that runs the real one, but kills whoever called it just before or just after the command that holds `text`, or a second before the command
is done, which it then still is; once.
@returns the environment to run with
*/
export async function killAtGit(sandbox: Sandbox, text: string, when: 'before' | 'meanwhile' | 'after'): Promise<Record<string, string>> {
	const directory = path.join(sandbox.directory, 'git');
	const {stdout: realGit} = await execa('sh', ['-c', 'command -v git']);
	const real = `"${realGit}" "$@"`;
	const kill = `touch "${directory}/done"; kill -9 $PPID`;
	const scripts = {before: `${kill}; exit 1`, meanwhile: `${kill}; sleep 1`, after: `${real}; ${kill}; exit 1`};
	await mkdir(directory);
	await writeFile(path.join(directory, 'git'), `#!/bin/sh
case "$*" in
*"${text}"*)
	if [ ! -e "${directory}/done" ]; then
		${scripts[when]}
	fi
esac
exec ${real}
`);
	await chmod(path.join(directory, 'git'), 0o755);
	return {PATH: `${directory}:${sandbox.environment.PATH!}`};
}

/**
What the sandboxed pytest prints before its environment: it can write nowhere that outlives it.
*/
export const recordedPython = 'environment of pytest:';

/**
Records the environment of every git that runs with `env`, and has each pytest print its own.
*/
export async function recordEnvironments(sandbox: Sandbox): Promise<{env: Record<string, string>; read: () => Promise<Array<{program: string; environment: string}>>}> {
	const directory = path.join(sandbox.directory, 'recorder');
	const records = path.join(directory, 'records');
	const {stdout: realGit} = await execa('sh', ['-c', 'command -v git']);
	await mkdir(records, {recursive: true});
	await writeFile(path.join(directory, 'git'), `#!/bin/sh\nenv > "${records}/git-$$"\nexec "${realGit}" "$@"\n`);
	await chmod(path.join(directory, 'git'), 0o755);
	await writeFile(path.join(directory, 'sitecustomize.py'), `
import os, sys
if "pytest" in sys.orig_argv:
    print("${recordedPython}", dict(os.environ), file=sys.stderr)
`);
	return {
		env: {PATH: `${directory}:${sandbox.environment.PATH!}`, PYTHONPATH: directory},
		async read() {
			const names = await readdir(records);
			return Promise.all(names.map(async name => ({program: name.split('-', 1)[0]!, environment: await readFile(path.join(records, name), 'utf8')})));
		},
	};
}
