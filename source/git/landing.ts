import {refuseCheckedOut} from './refuse-checked-out.ts';
import {findCommit} from './resolve.ts';
import {
	failureOf,
	runGit,
	tryGit,
} from './run-git.ts';

/**
Makes the commit of a landing, which no ref has yet. No hook sees it. Author and committer are the user's as git has them configured, if it has (`isIdentified`), else `autopack <autopack@localhost>`.
*/
export async function createLandingCommit(root: string, {tree, parent, message, isIdentified}: {
	tree: string; parent: string; message: string; isIdentified: boolean;
}): Promise<string> {
	const env = isIdentified ? {} : ownIdentity;
	const output = await runGit(root, ['commit-tree', tree, '-p', parent, '-F', '-'], {input: message, env});
	return output.trim();
}

const ownIdentity = {
	GIT_AUTHOR_NAME: 'autopack', GIT_AUTHOR_EMAIL: 'autopack@localhost', GIT_COMMITTER_NAME: 'autopack', GIT_COMMITTER_EMAIL: 'autopack@localhost',
};

/**
Whether git knows a name and an address to commit with.
*/
export async function hasIdentity(root: string): Promise<boolean> {
	const values = await Promise.all(['user.name', 'user.email'].map(async key => tryGit(root, ['config', '--get', key])));
	return values.every(({stdout}) => stdout.trim() !== '');
}

/**
Moves the ref from one commit to the next if it still is where it was (compare-and-swap); `moved` if it is somewhere else, and then nothing changes.
Throws GitError when somebody has checked the branch out.
*/
export async function advanceRef(root: string, {ref, from, to}: {ref: string; from: string; to: string}): Promise<'advanced' | 'moved'> {
	await refuseCheckedOut(root, ref);
	const args = ['update-ref', '-m', 'autopack: landing', '--no-deref', ref, to, from];
	const result = await tryGit(root, args);
	if (result.exitCode === 0) {
		return 'advanced';
	}

	const current = await findCommit(root, ref);
	if (current === from) {
		throw failureOf(root, args, result);
	}

	// A git that a killed autopack left behind may have done it meanwhile.
	return current === to ? 'advanced' : 'moved';
}

/**
Whether the commit is on the ref: its head, or behind it. A commit or ref that is gone has not landed.
*/
export async function hasLanded(root: string, {ref, commit}: {ref: string; commit: string}): Promise<boolean> {
	const {exitCode} = await tryGit(root, ['merge-base', '--is-ancestor', commit, ref]);
	return exitCode === 0;
}
