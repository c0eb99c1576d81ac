import {GitError} from './git-error.ts';
import {refuseCheckedOut} from './refuse-checked-out.ts';
import {findCommit} from './resolve.ts';
import {failureOf, tryGit} from './run-git.ts';

/**
Makes the branch at commit `base` unless it is there; `head` is the commit it is at. Throws GitError when it is checked out somewhere, or cannot be made.
*/
export async function ensureBranch(root: string, branch: string, base: string): Promise<{head: string; created: boolean}> {
	const ref = `refs/heads/${branch}`;
	await refuseBadName(root, ref);
	await refuseCheckedOut(root, ref);
	const existing = await findCommit(root, ref);
	if (existing !== undefined) {
		return {head: existing, created: false};
	}

	// An empty old value: only if there is no such ref.
	const args = ['update-ref', '-m', 'autopack: start', '--no-deref', ref, base, ''];
	const result = await tryGit(root, args);
	if (result.exitCode === 0) {
		return {head: base, created: true};
	}

	const madeMeanwhile = await findCommit(root, ref);
	if (madeMeanwhile === undefined) {
		throw failureOf(root, args, result);
	}

	return {head: madeMeanwhile, created: false};
}

async function refuseBadName(root: string, ref: string): Promise<void> {
	const {exitCode} = await tryGit(root, ['check-ref-format', ref]);
	if (exitCode !== 0) {
		throw new GitError(`Git does not allow a branch with the name ${ref.replace(/^refs\/heads\//v, '')}. Choose a run id without "..", ".lock" or a dot at its end.`);
	}
}
