import {Buffer} from 'node:buffer';
import {
	chmod,
	link,
	mkdir,
	readdir,
	readFile,
	stat,
	symlink,
} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {createWorktree} from '../../source/git/create-worktree.ts';
import {GitError} from '../../source/git/git-error.ts';
import {readFileStates} from '../../source/git/read-file-states.ts';
import {resetWorktree} from '../../source/git/reset-worktree.ts';
import {writeFiles} from '../../source/git/write-files.ts';
import {writeTree} from '../../source/git/write-tree.ts';
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

const bytes = (text: string) => Buffer.from(text);

const treeNames = async (root: string, tree: string) => {
	const output = await git(root, '-c', 'core.quotePath=false', 'ls-tree', '-r', tree, '--format=%(objectmode) %(path)');
	return output.split('\n');
};

describe('readFileStates', () => {
	test('tells files, links, directories and what is missing', async () => {
		const {worktree} = await checkedOut({'plain.txt': 'é\r\n', 'dir/ü [x]*.sh': '#!\n', empty: ''});
		await chmod(path.join(worktree, 'dir', 'ü [x]*.sh'), 0o755);
		await symlink('plain.txt', path.join(worktree, 'link'));
		await symlink('dir', path.join(worktree, 'linked-dir'));
		await symlink('/nowhere', path.join(worktree, 'dangling'));
		const paths = ['plain.txt', 'dir/ü [x]*.sh', 'empty', 'dir', 'none', 'none/at/all', 'plain.txt/below', 'link', 'linked-dir/ü [x]*.sh', 'linked-dir/none', 'dangling'];
		expect(await readFileStates(worktree, paths)).toEqual(new Map<string, unknown>([
			['plain.txt', {kind: 'file', content: bytes('é\r\n'), executable: false}],
			['dir/ü [x]*.sh', {kind: 'file', content: bytes('#!\n'), executable: true}],
			['empty', {kind: 'file', content: bytes(''), executable: false}],
			['dir', {kind: 'directory'}],
			['none', {kind: 'missing'}],
			['none/at/all', {kind: 'missing'}],
			['plain.txt/below', {kind: 'missing'}],
			['link', {kind: 'symlink'}],
			['linked-dir/ü [x]*.sh', {kind: 'behind-symlink'}],
			['linked-dir/none', {kind: 'behind-symlink'}],
			['dangling', {kind: 'symlink'}],
		]));
		expect(await readFileStates(worktree, [])).toEqual(new Map());
	});

	test('a submodule, and what is below it', async () => {
		const {root, worktree} = await checkedOut({a: ''});
		const library = await temporaryRepository({'lib.py': ''});
		await git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.root, 'libs/one');
		await resetWorktree(worktree, await commitAll(root));
		expect(await readFileStates(worktree, ['libs/one', 'libs/one/lib.py', 'libs/other', 'libs'])).toEqual(new Map([
			['libs/one', {kind: 'submodule'}],
			['libs/one/lib.py', {kind: 'submodule'}],
			['libs/other', {kind: 'missing'}],
			['libs', {kind: 'directory'}],
		]));
	});
});

describe('writeFiles', () => {
	test('makes parents, keeps modes unless told otherwise, and takes emptied directories away', async () => {
		const {worktree} = await checkedOut({
			'a.sh': 'old\n', 'b.txt': 'old\n', 'deep/er/only.txt': '', 'deep/two.txt': '', 'gone/only.txt': '',
		});
		await chmod(path.join(worktree, 'a.sh'), 0o755);
		await writeFiles(worktree, [
			{path: 'a.sh', content: 'new\n'},
			{path: 'b.txt', content: 'new\n', executable: true},
			{path: 'x/y/z é.txt', content: 'ü'},
			{path: 'deep/er/only.txt', content: undefined},
			{path: 'gone/only.txt', content: undefined},
			{path: 'never/was.txt', content: undefined},
		]);
		const read = async (file: string) => {
			const location = path.join(worktree, file);
			const {mode} = await stat(location);
			return [await readFile(location, 'utf8'), (mode % 0o1000).toString(8)];
		};

		expect(await read('a.sh')).toEqual(['new\n', '755']);
		expect(await read('b.txt')).toEqual(['new\n', '755']);
		expect(await read('x/y/z é.txt')).toEqual(['ü', '644']);
		expect(await readdir(worktree)).toEqual(['.git', 'a.sh', 'b.txt', 'deep', 'x']);
		expect(await readdir(path.join(worktree, 'deep'))).toEqual(['two.txt']);
	});

	test('a directory takes a deleted file\'s place, and a file a deleted directory\'s', async () => {
		const {root, worktree} = await checkedOut({file: '1\n', 'dir/only': '2\n'});
		await writeFiles(worktree, [
			{path: 'file/now/dir', content: '1\n', from: 'file'},
			{path: 'dir', content: '2\n', from: 'dir/only'},
			{path: 'file', content: undefined},
			{path: 'dir/only', content: undefined},
		]);
		const tree = await writeTree(worktree, ['file/now/dir', 'dir', 'file', 'dir/only']);
		expect(await treeNames(root, tree)).toEqual(['100644 dir', '100644 file/now/dir']);
	});

	test('another name of the same file keeps its content', async () => {
		const {worktree} = await checkedOut({a: 'old\n'});
		const elsewhere = path.join(path.dirname(worktree), 'elsewhere');
		await link(path.join(worktree, 'a'), elsewhere);
		await writeFiles(worktree, [{path: 'a', content: 'new\n'}]);
		expect(await readFile(elsewhere, 'utf8')).toBe('old\n');
	});

	test.for([
		'../outside', '/etc/passwd', 'a/../../outside', '.git/hooks/pre-commit', 'sub/.GIT/config', './a', 'a//b', '', 'nul\0', 'link', 'linked-dir/new', 'linked-dir/in/new',
	])('refuses %j, and writes nothing of the rest either', async refused => {
		const {worktree} = await checkedOut({'a.txt': 'old\n'});
		const outside = await temporaryDirectory();
		await symlink(path.join(outside, 'target'), path.join(worktree, 'link'));
		await symlink(outside, path.join(worktree, 'linked-dir'));
		const before = await readFile(path.join(worktree, '.git'), 'utf8');
		await expect(writeFiles(worktree, [
			{path: 'a.txt', content: undefined}, {path: 'new.txt', content: ''}, {path: refused, content: 'x'},
		])).rejects.toThrow(GitError);
		expect(await readdir(worktree)).toEqual(['.git', 'a.txt', 'link', 'linked-dir']);
		expect(await readFile(path.join(worktree, '.git'), 'utf8')).toBe(before);
		expect(await readdir(outside)).toEqual([]);
		expect(await readdir(path.dirname(worktree))).toEqual(['phase', 'phase.autopack-worktree']);
	});
});

describe('writeTree', () => {
	test('records the named paths, ignored ones too, and nothing that lies about', async () => {
		const {root, worktree} = await checkedOut({
			'.gitignore': 'build/\n*.log\n', 'keep.txt': '1\n', 'changed.txt': '1\n', 'gone.txt': '1\n', 'not-named.txt': '1\n',
		});
		await writeFiles(worktree, [
			{path: 'build/wanted.txt', content: 'w'}, {path: 'changed.txt', content: '2\n', executable: true}, {path: 'gone.txt', content: undefined}, {path: 'ü "q"\t*.txt', content: ''},
		]);
		await writeAll(worktree, {
			'.coverage': '', 'debug.log': '', 'build/other.txt': '', '__pycache__/m.pyc': '', 'not-named.txt': '2\n',
		});
		const tree = await writeTree(worktree, ['build/wanted.txt', 'changed.txt', 'gone.txt', 'ü "q"\t*.txt']);
		expect(await treeNames(root, tree)).toEqual(['100644 .gitignore', '100644 build/wanted.txt', '100755 changed.txt', '100644 keep.txt', '100644 not-named.txt', String.raw`100644 "ü \"q\"\t*.txt"`]);
		expect(await git(root, 'cat-file', 'blob', `${tree}:not-named.txt`)).toBe('1');
	});

	test('of nothing is the tree of the commit', async () => {
		const {root, head, worktree} = await checkedOut({a: '1\n'});
		await mkdir(path.join(worktree, 'empty'));
		expect(await writeTree(worktree, [])).toBe(await git(root, 'rev-parse', `${head}:`));
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
			await writeFiles(worktree, [{path: file, content: before.replace('2', 'two')}]);
		}

		const tree = await writeTree(worktree, ['lf.txt', 'crlf.dat']);
		expect(await git(root, 'diff-tree', '-r', '--numstat', head, tree)).toBe('1\t1\tcrlf.dat\n1\t1\tlf.txt');
		expect(await git(root, 'cat-file', 'blob', `${tree}:lf.txt`)).toBe('1\ntwo');
		expect(await git(root, 'cat-file', 'blob', `${tree}:crlf.dat`)).toBe('1\r\ntwo');
	});
});
