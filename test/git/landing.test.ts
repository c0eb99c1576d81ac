import {chmod, mkdir, rm} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {ensureBranch} from '../../source/git/ensure-branch.ts';
import {GitError} from '../../source/git/git-error.ts';
import {
	advanceRef,
	createLandingCommit,
	hasIdentity,
	hasLanded,
} from '../../source/git/landing.ts';
import {resolveTree} from '../../source/git/resolve.ts';
import {
	commitAll,
	git,
	temporaryDirectory,
	temporaryRepository,
	useGitHome,
	writeAll,
} from '../helpers/temporary-repository.ts';

const ref = 'refs/heads/autonomous/run';

async function branched() {
	const {root, head} = await temporaryRepository();
	await ensureBranch(root, 'autonomous/run', head);
	return {root, head, tree: await resolveTree(root, head)};
}

const landing = async (root: string, parent: string, message = 'Land') => {
	const tree = await resolveTree(root, parent);
	return createLandingCommit(root, {
		tree, parent, message, isIdentified: await hasIdentity(root),
	});
};

test('one commit with tree, parent and message; the author is the user that git knows', async () => {
	const {root, head, tree} = await branched();
	const home = await temporaryDirectory('home');
	useGitHome(home);
	await writeAll(home, {'.gitconfig': '[user]\n\tname = Grace Höpper\n\temail = grace@example.org\n[commit]\n\tgpgSign = true\n'});
	const message = 'Phase é\n\n# not a comment\n\nAutopack-Run: demo\n';
	const commit = await createLandingCommit(root, {
		tree, parent: head, message, isIdentified: await hasIdentity(root),
	});
	expect(await git(root, 'cat-file', 'commit', commit)).toMatch(new RegExp(`^tree ${tree}\nparent ${head}\nauthor Grace Höpper <grace@example.org> \\d+ [+\\-]\\d{4}\ncommitter Grace Höpper <grace@example.org> \\d+ [+\\-]\\d{4}\n\nPhase é\n\n# not a comment\n\nAutopack-Run: demo$`, 'v'));
	expect(await git(root, 'rev-parse', ref)).toBe(head);
});

test.for([
	['nobody', ''],
	['half a user', '[user]\n\temail = grace@example.org\n'],
	['an empty name', '[user]\n\temail = grace@example.org\n\tname =\n'],
	['nobody, who may not be guessed', '[user]\n\tuseConfigOnly = true\n'],
])('the author is autopack where git knows %s', async ([, config = '']) => {
	const {root, head} = await branched();
	const home = await temporaryDirectory('home');
	useGitHome(home);
	await writeAll(home, {'.gitconfig': config});
	const commit = await landing(root, head);
	expect(await git(root, 'log', '-1', '--format=%an <%ae> %cn <%ce>', commit)).toBe('autopack <autopack@localhost> autopack <autopack@localhost>');
});

test('the ref moves by compare-and-swap: who comes second gets `moved`, and nothing changes', async () => {
	const {root, head} = await branched();
	const [first, second] = [await landing(root, head, 'First'), await landing(root, head, 'Second')];
	const results = await Promise.all([first, second].map(async to => advanceRef(root, {ref, from: head, to})));
	expect(results.toSorted()).toEqual(['advanced', 'moved']);
	const [winner, loser] = results[0] === 'advanced' ? [first, second] : [second, first];
	expect(await git(root, 'rev-parse', ref)).toBe(winner);
	expect(await hasLanded(root, {ref, commit: winner})).toBe(true);
	expect(await hasLanded(root, {ref, commit: loser})).toBe(false);

	const next = await landing(root, winner, 'Next');
	expect(await advanceRef(root, {ref, from: winner, to: next})).toBe('advanced');
	expect(await hasLanded(root, {ref, commit: winner})).toBe(true);
	expect(await advanceRef(root, {ref, from: winner, to: next})).toBe('advanced');
	expect(await advanceRef(root, {ref, from: winner, to: loser})).toBe('moved');
	expect(await hasLanded(root, {ref, commit: '1'.repeat(40)})).toBe(false);
	expect(await hasLanded(root, {ref: 'refs/heads/none', commit: winner})).toBe(false);
});

test('a branch that was deleted has moved', async () => {
	const {root, head} = await branched();
	const commit = await landing(root, head);
	await git(root, 'update-ref', '-d', ref);
	expect(await advanceRef(root, {ref, from: head, to: commit})).toBe('moved');
	await expect(git(root, 'rev-parse', '--verify', ref)).rejects.toThrow('Needed a single revision');
});

test('a lock that another git left is no lost race: it is said', async () => {
	const {root, head} = await branched();
	const commit = await landing(root, head);
	const lock = path.join(root, '.git', `${ref}.lock`);
	await writeAll(path.dirname(lock), {'run.lock': ''});
	await expect(advanceRef(root, {ref, from: head, to: commit})).rejects.toThrow(/Unable to create '.*run\.lock': File exists/v);
	await rm(lock);
	expect(await advanceRef(root, {ref, from: head, to: commit})).toBe('advanced');
});

test('a branch that the user has checked out since is not moved under them', async () => {
	const {root, head} = await branched();
	const commit = await landing(root, head);
	await git(root, 'checkout', '--quiet', 'autonomous/run');
	await expect(advanceRef(root, {ref, from: head, to: commit})).rejects.toThrow(new GitError(`The branch autonomous/run is checked out in ${root}, where nothing may change. Switch to another branch there, then start again.`));
	expect(await git(root, 'rev-parse', ref)).toBe(head);
	expect(await git(root, 'status', '--porcelain')).toBe('');
});

test('no hook runs', async () => {
	const {root, head} = await branched();
	const hooks = path.join(root, '.git', 'hooks');
	await mkdir(hooks, {recursive: true});
	for (const hook of ['pre-commit', 'commit-msg', 'post-commit', 'reference-transaction', 'post-checkout', 'post-index-change']) {
		await writeAll(hooks, {[hook]: `#!/bin/sh\ntouch '${root}/hook-ran'\nexit 1\n`});
		await chmod(path.join(hooks, hook), 0o755);
	}

	const commit = await landing(root, head);
	expect(await advanceRef(root, {ref, from: head, to: commit})).toBe('advanced');
	expect(await git(root, '-c', 'core.hooksPath=/dev/null', 'status', '--porcelain')).toBe('');
	await expect(commitAll(root)).rejects.toThrow();
});
