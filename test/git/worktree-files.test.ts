import {Buffer} from 'node:buffer';
import {mkdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {createWorktree} from '../../source/git/create-worktree.ts';
import {GitCommandError} from '../../source/git/git-error.ts';
import {readCheckoutStates} from '../../source/git/read-checkout-states.ts';
import {readWorktreeStates} from '../../source/git/read-worktree-states.ts';
import {recordPaths} from '../../source/git/record-paths.ts';
import {resetWorktree} from '../../source/git/reset-worktree.ts';
import {applyWrites} from '../files/apply-writes.ts';
import {
	commitAll,
	git,
	temporaryDirectory,
	temporaryRepository,
	writeAll,
} from '../helpers/temporary-repository.ts';

async function checkedOut(files: Record<string, string>) {
	const {root, head} = await temporaryRepository(files);
	const worktree = path.join(await temporaryDirectory('ä b'), 'phase');
	await createWorktree(root, worktree, head);
	return {root, head, worktree};
}

const treeNames = async (root: string, tree: string) => {
	const output = await git(root, '-c', 'core.quotePath=false', 'ls-tree', '-r', tree, '--format=%(objectmode) %(path)');
	return output.split('\n');
};

describe('readWorktreeStates', () => {
	test('a submodule, and what is below it; all else as it is', async () => {
		const {root, worktree} = await checkedOut({a: ''});
		const library = await temporaryRepository({'lib.py': ''});
		await git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.root, 'libs/one');
		await resetWorktree(worktree, await commitAll(root));
		const paths = ['libs/one', 'libs/one/lib.py', 'libs/other', 'libs', 'a', 'libs/o[n]e', '*'];
		const states = new Map<string, unknown>([
			['libs/one', {kind: 'submodule'}],
			['libs/one/lib.py', {kind: 'submodule'}],
			['libs/other', {kind: 'missing'}],
			['libs', {kind: 'directory'}],
			['a', {kind: 'file', content: Buffer.from(''), executable: false}],
			['libs/o[n]e', {kind: 'missing'}],
			['*', {kind: 'missing'}],
		]);
		expect(await readWorktreeStates(worktree, paths)).toEqual(states);
		expect(await readWorktreeStates(worktree, [])).toEqual(new Map());

		const deep = Array.from({length: 20}, (_, index) => `${index}/${'d/'.repeat(450)}file`);
		expect(await readWorktreeStates(worktree, [...paths, ...deep])).toEqual(new Map([...states, ...deep.map(file => [file, {kind: 'missing'}] as const)]));
	});
});

describe('readCheckoutStates', () => {
	test('knows a submodule that is not committed yet, also from below the top', async () => {
		const {root} = await temporaryRepository({'sub/a': ''});
		const library = await temporaryRepository({'lib.py': ''});
		await git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.root, 'sub/one');
		expect(await readCheckoutStates(path.join(root, 'sub'), ['one/lib.py', 'new/one'])).toEqual(new Map([['one/lib.py', {kind: 'submodule'}], ['new/one', {kind: 'missing'}]]));
		expect(await readCheckoutStates(root, ['sub/one/lib.py', 'one/lib.py'])).toEqual(new Map([['sub/one/lib.py', {kind: 'submodule'}], ['one/lib.py', {kind: 'missing'}]]));
		expect(await readCheckoutStates(path.join(root, 'sub/one'), ['lib.py'])).toEqual(new Map([['lib.py', {kind: 'file', content: Buffer.from(''), executable: false}]]));
	});

	test('where there is no commit, and no checkout at all', async () => {
		const directory = await temporaryDirectory();
		expect(await readCheckoutStates(directory, ['a'])).toEqual(new Map([['a', {kind: 'missing'}]]));
		await git(directory, 'init', '--quiet');
		expect(await readCheckoutStates(directory, ['a'])).toEqual(new Map([['a', {kind: 'missing'}]]));
		const bare = await temporaryDirectory();
		await git(bare, 'init', '--quiet', '--bare');
		expect(await readCheckoutStates(bare, ['a'])).toEqual(new Map([['a', {kind: 'missing'}]]));
	});

	test('a repository that git cannot read is not taken for none', async () => {
		const {root} = await temporaryRepository({a: ''});
		await writeAll(root, {'.git/index': 'no index'});
		await expect(readCheckoutStates(root, ['a'])).rejects.toThrow(GitCommandError);
	});
});

describe('recordPaths', () => {
	test('records the named paths, ignored ones too, and nothing that lies about', async () => {
		const {root, worktree} = await checkedOut({
			'.gitignore': 'build/\n*.log\n', 'keep.txt': '1\n', 'changed.txt': '1\n', 'gone.txt': '1\n', 'not-named.txt': '1\n',
		});
		await applyWrites(worktree, [
			{path: 'build/wanted.txt', content: 'w'}, {path: 'changed.txt', content: '2\n', executable: true}, {path: 'gone.txt', content: undefined}, {path: 'ü "q"\t*.txt', content: ''},
		]);
		await writeAll(worktree, {
			'.coverage': '', 'debug.log': '', 'build/other.txt': '', '__pycache__/m.pyc': '', 'not-named.txt': '2\n',
		});
		const {tree} = await recordPaths(worktree, 'HEAD', ['build/wanted.txt', 'changed.txt', 'gone.txt', 'ü "q"\t*.txt']);
		expect(await treeNames(root, tree)).toEqual(['100644 .gitignore', '100644 build/wanted.txt', '100755 changed.txt', '100644 keep.txt', '100644 not-named.txt', String.raw`100644 "ü \"q\"\t*.txt"`]);
		expect(await git(root, 'cat-file', 'blob', `${tree}:not-named.txt`)).toBe('1');
	});

	test('a directory in a file\'s place, and the other way round', async () => {
		const {root, worktree} = await checkedOut({file: '1\n', 'dir/only': '2\n'});
		await applyWrites(worktree, [
			{path: 'file/now/dir', content: '1\n', from: 'file'},
			{path: 'dir', content: '2\n', from: 'dir/only'},
			{path: 'file', content: undefined},
			{path: 'dir/only', content: undefined},
		]);
		const {tree} = await recordPaths(worktree, 'HEAD', ['file/now/dir', 'dir', 'file', 'dir/only']);
		expect(await treeNames(root, tree)).toEqual(['100644 dir', '100644 file/now/dir']);
	});

	test('of nothing is the tree of the commit', async () => {
		const {root, head, worktree} = await checkedOut({a: '1\n'});
		await mkdir(path.join(worktree, 'empty'));
		expect(await recordPaths(worktree, head, [])).toEqual({tree: await git(root, 'rev-parse', `${head}:`), diff: '', files: []});
	});

	test.for([['core.autocrlf=true', {}], ['no setting', {'.gitattributes': '*.txt text eol=crlf\n'}]] as const)('line ends stay as they are in the repository: %s', async ([setting, attributes]) => {
		const {root, head, worktree} = await checkedOut({'lf.txt': '1\n2\n', 'crlf.dat': '1\r\n2\r\n', ...attributes});
		const [key = '', value] = setting.split('=', 2);
		if (value !== undefined) {
			await git(root, 'config', key, value);
		}

		await resetWorktree(worktree, head);
		for (const file of ['lf.txt', 'crlf.dat']) {
			const before = await readFile(path.join(worktree, file), 'utf8');
			await applyWrites(worktree, [{path: file, content: before.replace('2', 'two')}]);
		}

		const {tree} = await recordPaths(worktree, 'HEAD', ['lf.txt', 'crlf.dat']);
		expect(await git(root, 'diff-tree', '-r', '--numstat', head, tree)).toBe('1\t1\tcrlf.dat\n1\t1\tlf.txt');
		expect(await git(root, 'cat-file', 'blob', `${tree}:lf.txt`)).toBe('1\ntwo');
		expect(await git(root, 'cat-file', 'blob', `${tree}:crlf.dat`)).toBe('1\r\ntwo');
	});
});
