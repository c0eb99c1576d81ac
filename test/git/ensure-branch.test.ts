import {rm} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {ensureBranch} from '../../source/git/ensure-branch.ts';
import {GitError} from '../../source/git/git-error.ts';
import {inspectRepository} from '../../source/git/inspect-repository.ts';
import {commitAll, git, temporaryRepository} from '../helpers/temporary-repository.ts';

test('makes the branch once, and leaves it where it is afterwards', async () => {
	const {root, head} = await temporaryRepository();
	expect(await ensureBranch(root, 'autonomous/run-1', head)).toEqual({head, created: true});
	const later = await commitAll(root);
	expect(await ensureBranch(root, 'autonomous/run-1', later)).toEqual({head, created: false});
	expect(await git(root, 'rev-parse', 'refs/heads/autonomous/run-1')).toBe(head);
	expect(await inspectRepository(root)).toMatchObject({branch: 'main', head: later});
});

test('works with a detached head', async () => {
	const {root, head} = await temporaryRepository();
	await git(root, 'checkout', '--quiet', '--detach');
	expect(await ensureBranch(root, 'autonomous/run', head)).toEqual({head, created: true});
});

test('refuses a branch that is checked out, here or in a linked worktree, by that worktree\'s name', async () => {
	const {root, head} = await temporaryRepository();
	await ensureBranch(root, 'autonomous/run', head);
	const linked = path.join(path.dirname(root), 'linked tree');
	await git(root, 'worktree', 'add', '--quiet', linked, 'autonomous/run');
	const sentence = (place: string) => new GitError(`The branch autonomous/run is checked out in ${place}, where nothing may change. Switch to another branch there, then start again.`);
	await expect(ensureBranch(root, 'autonomous/run', head)).rejects.toThrow(sentence(linked));

	await rm(linked, {recursive: true});
	expect(await ensureBranch(root, 'autonomous/run', head)).toEqual({head, created: false});
	await git(root, 'checkout', '--quiet', '--ignore-other-worktrees', 'autonomous/run');
	await expect(ensureBranch(root, 'autonomous/run', head)).rejects.toThrow(sentence(root));
});

test('says what is in the way: a branch of the parent\'s name, a name that git does not allow', async () => {
	const {root, head} = await temporaryRepository();
	await git(root, 'branch', 'autonomous');
	await expect(ensureBranch(root, 'autonomous/run', head)).rejects.toThrow(/^"git update-ref" failed in .*'refs\/heads\/autonomous' exists/v);
	await expect(ensureBranch(root, 'autonomous/a..b', head)).rejects.toThrow('Git does not allow a branch with the name autonomous/a..b.');
});
