import {GitError} from './git-error.ts';
import {findCommit} from './resolve.ts';
import {
	failureOf,
	refuseMissing,
	runGit,
	tryGit,
} from './run-git.ts';

export type Repository = {
	/**
	Top directory of the working tree, absolute.
	*/
	root: string;
	/**
	The `.git` directory that all worktrees of the repository share, absolute.
	*/
	commonDir: string;
	/**
	The commit that is checked out.
	*/
	head: string;
	/**
	Undefined when HEAD is detached.
	*/
	branch: string | undefined;
	/**
	Whether there are changes that are not committed, untracked files included.
	*/
	isDirty: boolean;
};

/**
Looks at the repository that `directory` is in, and changes nothing, not even the index's time stamps.
Throws GitError for a directory in which autopack cannot work: none, not in a repository, bare, without a commit.
*/
export async function inspectRepository(directory: string): Promise<Repository> {
	await refuseMissing(directory);
	await refuseNoWorkTree(directory);
	const head = await findCommit(directory, 'HEAD');
	if (head === undefined) {
		throw new GitError(`The repository in ${directory} has no commit yet. Make one: git add . && git commit -m "First commit"`);
	}

	const [root, commonDir, branch, status] = await Promise.all([
		runGit(directory, ['rev-parse', '--path-format=absolute', '--show-toplevel']),
		runGit(directory, ['rev-parse', '--path-format=absolute', '--git-common-dir']),
		tryGit(directory, ['symbolic-ref', '--quiet', '--short', 'HEAD']),
		runGit(directory, ['status', '--porcelain', '-z', '--untracked-files=normal']),
	]);
	return {
		root: withoutNewline(root),
		commonDir: withoutNewline(commonDir),
		head,
		branch: branch.exitCode === 0 ? withoutNewline(branch.stdout) : undefined,
		isDirty: status !== '',
	};
}

const withoutNewline = (line: string) => line.replace(/\n$/v, '');

async function refuseNoWorkTree(directory: string): Promise<void> {
	const args = ['rev-parse', '--is-inside-work-tree', '--is-bare-repository'];
	const result = await tryGit(directory, args);
	if (result.stderr.includes('not a git repository')) {
		throw new GitError(`${directory} is not in a git repository. Make it one: git init && git add . && git commit -m "First commit"`);
	}

	if (result.exitCode !== 0) {
		throw failureOf(directory, args, result);
	}

	const [isInWorkTree, isBare] = result.stdout.split('\n', 2);
	if (isBare === 'true') {
		throw new GitError(`The repository in ${directory} is bare: it has no working tree. Clone it, and use the clone.`);
	}

	if (isInWorkTree !== 'true') {
		throw new GitError(`${directory} is inside a repository's .git directory. Use the repository's top directory.`);
	}
}
