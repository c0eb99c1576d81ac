import {GitError} from './git-error.ts';
import {
	failureOf,
	refuseMissing,
	runGit,
	tryGit,
	type GitResult,
} from './run-git.ts';

export type Repository = {
	/**
	Top directory of the working tree, absolute.
	*/
	root: string;
	/**
	The commit that is checked out.
	*/
	head: string;
	/**
	Undefined when HEAD is detached.
	*/
	branch: string | undefined;
};

const toplevel = ['--is-inside-work-tree', '--is-bare-repository', '--show-toplevel'];
const questions = ['rev-parse', '--path-format=absolute', ...toplevel, 'HEAD^{commit}', '--symbolic-full-name', 'HEAD', '--'];

/**
Looks at the repository that `directory` is in, and changes nothing.
Throws GitError for a directory in which autopack cannot work: none, not in a repository, bare, without a commit.
*/
export async function inspectRepository(directory: string): Promise<Repository> {
	await refuseMissing(directory);
	const answers = linesOf(directory, await tryGit(directory, questions));
	// A path may hold line breaks.
	const [head, branch] = answers.slice(-3);
	return {root: answers.slice(toplevel.length - 1, -3).join('\n'), head: head!, branch: branch === 'HEAD' ? undefined : branch!.replace('refs/heads/', '')};
}

/**
Whether there are changes that are not committed, untracked files included. Not even the index's time stamps change. In a large repository it takes its time.
*/
export async function hasUncommittedWork(root: string): Promise<boolean> {
	return await runGit(root, ['status', '--porcelain', '-z', '--untracked-files=normal']) !== '';
}

/**
Git's answers, of which the last is `--`.
*/
function linesOf(directory: string, result: GitResult): string[] {
	if (result.stderr.includes('not a git repository')) {
		throw new GitError(`${directory} is not in a git repository. Make it one: git init && git add . && git commit -m "First commit"`);
	}

	// A repository without a working tree answers the first two questions and fails at the third.
	const lines = result.stdout.replace(/\n$/v, '').split('\n');
	const [isInWorkTree, isBare] = lines;
	if (isBare === 'true') {
		throw new GitError(`The repository in ${directory} is bare: it has no working tree. Clone it, and use the clone.`);
	}

	if (isInWorkTree === 'false') {
		throw new GitError(`${directory} is inside a repository's .git directory. Use the repository's top directory.`);
	}

	if (result.stderr.includes('bad revision')) {
		throw new GitError(`The repository in ${directory} has no commit yet. Make one: git add . && git commit -m "First commit"`);
	}

	if (result.exitCode !== 0) {
		throw failureOf(directory, questions, result);
	}

	return lines;
}
