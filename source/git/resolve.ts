import {runGit, tryGit} from './run-git.ts';

const toCommit = '^{commit}';
const toTree = '^{tree}';

/**
The commit that a revision (a ref's full name, a commit) stands for. Throws GitError when there is none.
*/
export async function resolveCommit(root: string, revision: string): Promise<string> {
	const output = await runGit(root, ['rev-parse', '--verify', '--end-of-options', revision + toCommit]);
	return output.trim();
}

/**
As resolveCommit, but undefined when there is none.
*/
export async function findCommit(root: string, revision: string): Promise<string | undefined> {
	const {exitCode, stdout} = await tryGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', revision + toCommit]);
	return exitCode === 0 ? stdout.trim() : undefined;
}

export async function resolveTree(root: string, commit: string): Promise<string> {
	const output = await runGit(root, ['rev-parse', '--verify', '--end-of-options', commit + toTree]);
	return output.trim();
}
