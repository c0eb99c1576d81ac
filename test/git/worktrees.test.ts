import {
	chmod,
	mkdir,
	readFile,
	rm,
	symlink,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, test} from 'vitest';
import {createWorktree} from '../../source/git/create-worktree.ts';
import {GitError} from '../../source/git/git-error.ts';
import {pruneWorktrees} from '../../source/git/prune-worktrees.ts';
import {recordPaths} from '../../source/git/record-paths.ts';
import {removeWorktree} from '../../source/git/remove-worktree.ts';
import {materializeTree, resetWorktree} from '../../source/git/reset-worktree.ts';
import {
	commitAll,
	git,
	temporaryDirectory,
	temporaryRepository,
	writeAll,
} from '../helpers/temporary-repository.ts';

const status = async (worktree: string) => git(worktree, 'status', '--porcelain', '--ignored', '--untracked-files=all');
const listed = async (root: string) => {
	const output = await git(root, 'worktree', 'list', '--porcelain');
	return output.split('\n').filter(line => line.startsWith('worktree ')).map(line => line.slice('worktree '.length));
};

async function withWorktree() {
	const {root, head} = await temporaryRepository({'a.txt': '1\n', 'dir/b.txt': '2\n', '.gitignore': '*.log\n'});
	const worktree = path.join(await temporaryDirectory('Bäume & mehr'), 'phase 1');
	await createWorktree(root, worktree, head);
	return {root, head, worktree};
}

describe('create', () => {
	test('a detached checkout of the commit; the user\'s own checkout is as it was', async () => {
		const {root, head, worktree} = await withWorktree();
		expect(await git(worktree, 'rev-parse', 'HEAD')).toBe(head);
		await expect(git(worktree, 'symbolic-ref', 'HEAD')).rejects.toThrow('not a symbolic ref');
		expect(await readFile(path.join(worktree, 'dir', 'b.txt'), 'utf8')).toBe('2\n');
		expect(await status(root)).toBe('');
		expect(await git(root, 'branch', '--show-current')).toBe('main');
	});

	test('a worktree of a worktree', async () => {
		const {worktree, head} = await withWorktree();
		const second = path.join(path.dirname(worktree), 'phase 2');
		await createWorktree(worktree, second, head);
		await removeWorktree(worktree, second);
		expect(await listed(worktree)).toHaveLength(2);
	});

	test.for<[name: string, leave: (at: {root: string; worktree: string; gitDirectory: string}) => Promise<void>]>([
		['all of it', async ({worktree}) => writeAll(worktree, {'a.txt': 'half a wri'})],
		['a locked worktree', async ({root, worktree}) => {
			await git(root, 'worktree', 'lock', worktree);
		}],
		['a locked worktree without its directory', async ({root, worktree}) => {
			await git(root, 'worktree', 'lock', worktree);
			await rm(worktree, {recursive: true});
		}],
		['metadata only', async ({worktree}) => rm(worktree, {recursive: true})],
		['a directory only', async ({gitDirectory}) => rm(gitDirectory, {recursive: true})],
		['half a directory, without its .git', async ({worktree}) => rm(path.join(worktree, '.git'))],
		['half a directory and no metadata', async ({worktree, gitDirectory}) => {
			await rm(path.join(worktree, '.git'));
			await rm(gitDirectory, {recursive: true});
		}],
		['an empty .git file', async ({worktree}) => writeFile(path.join(worktree, '.git'), '')],
		['metadata that git was about to write', async ({gitDirectory}) => writeFile(path.join(gitDirectory, 'commondir'), '')],
		['metadata without HEAD', async ({gitDirectory}) => rm(path.join(gitDirectory, 'HEAD'))],
	])('over what a killed process left: %s', async ([, leave]) => {
		const {root, head, worktree} = await withWorktree();
		await leave({root, worktree, gitDirectory: await git(worktree, 'rev-parse', '--absolute-git-dir')});
		await createWorktree(root, worktree, head);
		expect(await git(worktree, 'rev-parse', 'HEAD')).toBe(head);
		expect(await status(worktree)).toBe('');
		await removeWorktree(root, worktree);
		expect(await listed(root)).toEqual([root]);
	});

	test('reached through a symbolic link, it is replaced as well', async () => {
		const {root, head} = await temporaryRepository();
		const real = await temporaryDirectory('real');
		const link = path.join(path.dirname(real), 'link');
		await symlink(real, link);
		await createWorktree(root, path.join(link, 'phase'), head);
		await createWorktree(root, path.join(link, 'phase'), head);
		await removeWorktree(root, path.join(link, 'phase'));
		expect(await listed(root)).toEqual([root]);
	});

	test('a submodule stays an empty directory, and no network is asked', async () => {
		const {root} = await temporaryRepository();
		const library = await temporaryRepository({'lib.py': ''});
		await git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.root, 'libs/one');
		await git(root, 'config', 'submodule.recurse', 'true');
		const head = await commitAll(root, 'Submodule');
		await git(root, 'config', 'submodule.libs/one.url', '/nowhere');
		const worktree = path.join(await temporaryDirectory(), 'phase');
		await createWorktree(root, worktree, head);
		await resetWorktree(worktree, head);
		expect(await status(worktree)).toBe('');
		await removeWorktree(root, worktree);
		expect(await listed(root)).toEqual([root]);
	});
});

describe('what is not ours is never deleted', () => {
	test('a directory that is there', async () => {
		const {root, head} = await temporaryRepository();
		const directory = await temporaryDirectory();
		await writeAll(directory, {'thesis.txt': 'years of work'});
		await expect(createWorktree(root, directory, head)).rejects.toThrow(new GitError(`${directory} is there already, and autopack did not make it. Move it away, then start again.`));
		await removeWorktree(root, directory);
		expect(await readFile(path.join(directory, 'thesis.txt'), 'utf8')).toBe('years of work');
	});

	test('a worktree of the user, there or away', async () => {
		const {root, head} = await temporaryRepository();
		const theirs = path.join(await temporaryDirectory(), 'theirs');
		await git(root, 'worktree', 'add', '--quiet', '--detach', theirs);
		await writeAll(theirs, {'thesis.txt': 'years of work'});
		await expect(createWorktree(root, theirs, head)).rejects.toThrow('autopack did not make it');
		await expect(removeWorktree(root, theirs)).rejects.toThrow('autopack did not make it');
		expect(await readFile(path.join(theirs, 'thesis.txt'), 'utf8')).toBe('years of work');

		await rm(theirs, {recursive: true});
		await pruneWorktrees(root);
		await expect(createWorktree(root, theirs, head)).rejects.toThrow(GitError);
		expect(await listed(root)).toEqual([root, theirs]);
	});

	test('the half-made worktree of the user: git\'s own words name it', async () => {
		const {root, head} = await temporaryRepository();
		const theirs = path.join(await temporaryDirectory(), 'theirs');
		await git(root, 'worktree', 'add', '--quiet', '--detach', theirs);
		await writeAll(root, {'.git/worktrees/theirs/commondir': ''});
		await expect(createWorktree(root, path.join(path.dirname(theirs), 'ours'), head)).rejects.toThrow(/failed to read .*worktrees\/theirs\/commondir/v);
		await writeAll(root, {'.git/worktrees/theirs/commondir': '../..'});
		expect(await listed(root)).toEqual([root, theirs]);
	});

	test('the user\'s checkout, asked for by mistake', async () => {
		const {root, head} = await temporaryRepository();
		await writeAll(root, {'readme.md': 'unsaved\n'});
		await expect(removeWorktree(root, root)).rejects.toThrow('autopack did not make it');
		await expect(resetWorktree(root, head)).rejects.toThrow('is not a worktree that autopack made');
		await expect(materializeTree(root, head)).rejects.toThrow('is not a worktree that autopack made');
		expect(await readFile(path.join(root, 'readme.md'), 'utf8')).toBe('unsaved\n');
	});

	test('the repository around a worktree whose .git is gone', async () => {
		const outer = await temporaryRepository({dotfile: 'mine\n'});
		const {root, head} = await temporaryRepository();
		const worktree = path.join(outer.root, 'cache', 'phase');
		await createWorktree(root, worktree, head);
		await rm(path.join(worktree, '.git'));
		await writeAll(outer.root, {dotfile: 'unsaved\n'});
		await expect(resetWorktree(worktree, head)).rejects.toThrow('not a git repository');
		await expect(recordPaths(worktree, head, ['readme.md'])).rejects.toThrow('not a git repository');
		expect(await readFile(path.join(outer.root, 'dotfile'), 'utf8')).toBe('unsaved\n');
		expect(await git(outer.root, 'diff', '--cached', '--name-only')).toBe('');
	});
});

test('prune forgets our worktrees that are gone, and keeps those that are there', async () => {
	const {root, head, worktree} = await withWorktree();
	const gone = path.join(path.dirname(worktree), 'gone');
	await createWorktree(root, gone, head);
	await rm(gone, {recursive: true});
	await pruneWorktrees(root);
	expect(await listed(root)).toEqual([root, worktree]);
});

test('reset: exactly the commit, whatever was changed, left, ignored, staged, switched or locked', async () => {
	const {root, head, worktree} = await withWorktree();
	await writeAll(root, {'a.txt': 'next\n'});
	const next = await commitAll(root, 'Next');
	await writeAll(worktree, {
		'a.txt': 'changed\n', 'left.txt': '', 'debug.log': '', '__pycache__/x.pyc': '', 'nested/file': '',
	});
	await rm(path.join(worktree, 'dir'), {recursive: true});
	await git(path.join(worktree, 'nested'), 'init', '--quiet');
	await git(worktree, 'checkout', '--quiet', '-b', 'a-check-made-this');
	await git(worktree, 'add', 'left.txt');
	await chmod(path.join(worktree, 'a.txt'), 0o755);
	const gitDirectory = await git(worktree, 'rev-parse', '--absolute-git-dir');
	await writeAll(gitDirectory, {'index.lock': '', 'HEAD.lock': ''});

	await resetWorktree(worktree, next);
	expect(await status(worktree)).toBe('');
	expect(await git(worktree, 'rev-parse', 'HEAD')).toBe(next);
	expect(await readFile(path.join(worktree, 'a.txt'), 'utf8')).toBe('next\n');
	expect(await git(root, 'rev-parse', 'a-check-made-this')).toBe(head);
	expect(await git(root, 'rev-parse', 'main')).toBe(next);
});

test('a recorded tree comes back after a crash, whatever the worktree holds', async () => {
	const {head, worktree} = await withWorktree();
	await writeAll(worktree, {'new/file.txt': 'new\n', 'a.txt': 'changed\n'});
	await rm(path.join(worktree, 'dir', 'b.txt'));
	const {tree} = await recordPaths(worktree, head, ['new/file.txt', 'a.txt', 'dir/b.txt']);

	await writeAll(worktree, {'a.txt': 'half a wri', 'junk.log': '', 'dir/b.txt': 'other\n'});
	await materializeTree(worktree, tree);
	const files = async () => {
		const {stdout} = await execa('find', ['.', '-name', '.git', '-prune', '-o', '-type', 'f', '-print'], {cwd: worktree});
		return stdout.split('\n').toSorted();
	};

	expect(await files()).toEqual(['./.gitignore', './a.txt', './new/file.txt']);
	expect(await readFile(path.join(worktree, 'a.txt'), 'utf8')).toBe('changed\n');
	expect(await git(worktree, 'write-tree')).toBe(tree);
	expect(await git(worktree, 'rev-parse', 'HEAD')).toBe(head);

	await resetWorktree(worktree, head);
	await materializeTree(worktree, tree);
	expect(await files()).toEqual(['./.gitignore', './a.txt', './new/file.txt']);
	await mkdir(path.join(worktree, 'new', 'more'));
	await resetWorktree(worktree, head);
	expect(await files()).toEqual(['./.gitignore', './a.txt', './dir/b.txt']);
});
