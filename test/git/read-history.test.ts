import {
	chmod,
	rename,
	rm,
	symlink,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {diffIndex, diffTrees} from '../../source/git/diff-trees.ts';
import {listFiles} from '../../source/git/list-files.ts';
import {logBranch} from '../../source/git/log-branch.ts';
import {openFileReader} from '../../source/git/open-file-reader.ts';
import {
	commitAll,
	git,
	temporaryRepository,
	writeAll,
} from '../helpers/temporary-repository.ts';

const lines = (count: number) => Array.from({length: count}, (_, index) => `line ${index}\n`).join('');

test('the diff and its files: added, modified, deleted, renamed, binary, mode, names of every kind', async () => {
	const {root, head} = await temporaryRepository({
		'changed é.txt': '1\n2\n3\n', 'gone.txt': 'a\nb\n', 'old name.txt': lines(30), 'binary.bin': 'a\0b', 'script.sh': 'x\n', same: '',
	});
	await git(root, 'config', 'diff.noprefix', 'true');
	await git(root, 'config', 'color.ui', 'always');
	await git(root, 'config', 'diff.external', 'false');
	await writeAll(root, {
		'changed é.txt': '1\ntwo\n3\n4\n', 'new\t"q".txt': 'n\n', 'binary.bin': 'a\0c', ':colon': 'c\n', 'old name.txt': `${lines(30)}more\n`,
	});
	await rm(path.join(root, 'gone.txt'));
	await writeAll(root, {'sub/.keep': ''});
	await rename(path.join(root, 'old name.txt'), path.join(root, 'sub', 'new name.txt'));
	await chmod(path.join(root, 'script.sh'), 0o755);
	await git(root, 'add', '--all');
	const {diff, files} = await diffIndex(root, head);
	expect(files).toEqual([
		{
			path: ':colon', status: 'added', linesAdded: 1, linesRemoved: 0,
		},
		{
			path: 'binary.bin', status: 'modified', linesAdded: 0, linesRemoved: 0,
		},
		{
			path: 'changed é.txt', status: 'modified', linesAdded: 2, linesRemoved: 1,
		},
		{
			path: 'gone.txt', status: 'deleted', linesAdded: 0, linesRemoved: 2,
		},
		{
			path: 'new\t"q".txt', status: 'added', linesAdded: 1, linesRemoved: 0,
		},
		{
			path: 'script.sh', status: 'modified', linesAdded: 0, linesRemoved: 0,
		},
		{
			path: 'sub/.keep', status: 'added', linesAdded: 0, linesRemoved: 0,
		},
		{
			path: 'sub/new name.txt', from: 'old name.txt', status: 'renamed', linesAdded: 1, linesRemoved: 0,
		},
	]);
	expect(diff).toContain('--- a/changed é.txt\t\n+++ b/changed é.txt\t\n@@ -1,3 +1,4 @@\n 1\n-2\n+two\n 3\n+4\n');
	// Attributes may call anything binary: what it holds is shown all the same.
	expect(diff).not.toContain('Binary files');
	expect(diff).toContain('rename from old name.txt\nrename to sub/new name.txt\n');
	expect(diff).not.toContain('\u{1B}');
	const to = await commitAll(root);
	expect(await diffTrees(root, head, to)).toEqual({diff, files});
	expect(await diffTrees(root, to, to)).toEqual({diff: '', files: []});
	expect(await diffIndex(root, to)).toEqual({diff: '', files: []});
});

test('the diff of what an attribute calls text is whole, NULs and all', async () => {
	const {root, head} = await temporaryRepository({'.gitattributes': '*.dat diff\n', 'a.dat': 'a\0b\n', 'z.txt': '1\n'});
	await writeAll(root, {'a.dat': 'a\0\0c\n', 'z.txt': '2\n'});
	await git(root, 'add', '--all');
	const {diff, files} = await diffIndex(root, head);
	expect(files.map(({path: file, linesAdded, linesRemoved}) => [file, linesAdded, linesRemoved])).toEqual([['a.dat', 1, 1], ['z.txt', 1, 1]]);
	expect(diff.replaceAll(/^(?:diff|index|---|\+\+\+) .*\n/gmv, '')).toBe('@@ -1 +1 @@\n-a\0b\n+a\0\0c\n@@ -1 +1 @@\n-1\n+2\n');
});

test('files of a commit with their sizes, without links and submodules', async () => {
	const {root} = await temporaryRepository({'a é\n.txt': 'é', 'dir/b.bin': '\0\0\0'});
	const library = await temporaryRepository();
	await git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.root, 'lib');
	await symlink('dir/b.bin', path.join(root, 'link'));
	await rm(path.join(root, '.gitmodules'));
	const head = await commitAll(root);
	await writeAll(root, {'untracked.txt': ''});
	expect(await listFiles(root, head)).toEqual([{path: 'a é\n.txt', bytes: 2}, {path: 'dir/b.bin', bytes: 3}]);
	expect(await listFiles(path.join(root, 'dir'), head)).toHaveLength(2);
});

test('text of a file at a commit, undefined for what is missing or no text', async () => {
	const {root, head} = await temporaryRepository({'dir/a é.txt': '\u{FEFF}1\r\n2', empty: '', nul: 'a\0b'});
	await writeFile(path.join(root, 'latin1'), new Uint8Array([0x61, 0xE9, 0x0A]));
	const next = await commitAll(root);
	await writeAll(root, {'dir/a é.txt': 'changed since'});
	const readers = {[head]: openFileReader(root, head), [next]: openFileReader(root, next)};
	const read = async (commit: string, file: string) => readers[commit]!.read(file);
	expect(await read(next, 'dir/a é.txt')).toBe('\u{FEFF}1\r\n2');
	expect(await read(next, 'empty')).toBe('');
	expect(await read(next, 'nul')).toBeUndefined();
	expect(await read(next, 'latin1')).toBeUndefined();
	expect(await read(head, 'latin1')).toBeUndefined();
	expect(await read(next, 'dir')).toBeUndefined();
	expect(await read(next, 'none')).toBeUndefined();
	expect(await read(next, 'empty')).toBe('');
	await Promise.all(Object.values(readers).map(async reader => reader.close()));
});

test('the commits of a branch since its base, newest first', async () => {
	const {root, head} = await temporaryRepository();
	const first = await commitAll(root, 'First\n\nBody é\n\nRun: x');
	const second = await commitAll(root, 'Second');
	const log = await logBranch(root, head, 'refs/heads/main');
	expect(log.map(({commit, message}) => ({commit, message}))).toEqual([
		{commit: second, message: 'Second'},
		{commit: first, message: 'First\n\nBody é\n\nRun: x'},
	]);
	expect(log[0]!.at).toBe(await git(root, 'log', '-1', '--format=%cI'));
	expect(await logBranch(root, second, 'refs/heads/main')).toEqual([]);
});
