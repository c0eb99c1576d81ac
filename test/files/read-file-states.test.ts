import {Buffer} from 'node:buffer';
import {
	chmod,
	mkdir,
	rename,
	rm,
	symlink,
} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {readFileStates} from '../../source/files/read-file-states.ts';
import {temporaryDirectory, writeAll} from '../helpers/temporary-repository.ts';

const bytes = (text: string) => Buffer.from(text);

test('tells files, links, directories and what is missing', async () => {
	const directory = await temporaryDirectory();
	await writeAll(directory, {'plain.txt': 'é\r\n', 'dir/ü [x]*.sh': '#!\n', empty: ''});
	await chmod(path.join(directory, 'dir', 'ü [x]*.sh'), 0o755);
	await symlink('plain.txt', path.join(directory, 'link'));
	await symlink('dir', path.join(directory, 'linked-dir'));
	await symlink('/nowhere', path.join(directory, 'dangling'));
	await execa('sh', ['-c', 'mkfifo "$0"', path.join(directory, 'pipe')]);
	const long = `${'x'.repeat(300)}/y`;
	const paths = ['plain.txt', 'dir/ü [x]*.sh', 'empty', 'dir', 'none', 'none/at/all', 'plain.txt/below', 'link', 'linked-dir/ü [x]*.sh', 'linked-dir/none', 'dangling', 'pipe', long];
	expect(await readFileStates(directory, paths)).toEqual(new Map<string, unknown>([
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
		['pipe', {kind: 'directory'}],
		[long, {kind: 'missing'}],
	]));
	expect(await readFileStates(directory, [])).toEqual(new Map());
});

test('the directory itself may be reached through a symbolic link, and be gone', async () => {
	const directory = await temporaryDirectory();
	await writeAll(directory, {'real/a': '1'});
	await symlink('real', path.join(directory, 'link'));
	expect(await readFileStates(path.join(directory, 'link'), ['a'])).toEqual(new Map([['a', {kind: 'file', content: bytes('1'), executable: false}]]));
	await rm(path.join(directory, 'real'), {recursive: true});
	await expect(readFileStates(path.join(directory, 'link'), ['a'])).rejects.toThrow(/ENOENT.*link/v);
});

test('names that differ in upper and lower case only are different files here, and both are read', async () => {
	const directory = await temporaryDirectory();
	await writeAll(directory, {'Readme.md': '1', 'sub/a': '2'});
	const states = await readFileStates(directory, ['Readme.md', 'readme.md', 'README.md', 'sub/a', 'SUB/a']);
	expect([...states].map(([file, {kind}]) => `${file} ${kind}`)).toEqual(['Readme.md file', 'readme.md missing', 'README.md missing', 'sub/a file', 'SUB/a missing']);
	await mkdir(path.join(directory, 'SUB'));
	await rename(path.join(directory, 'sub/a'), path.join(directory, 'SUB/a'));
	await writeAll(directory, {'readme.md': '3', 'README.md': '4'});
	const both = await readFileStates(directory, ['Readme.md', 'readme.md', 'README.md', 'sub/a', 'SUB/a']);
	expect([...both].map(([file, {kind, content}]) => `${file} ${content?.toString() ?? kind}`)).toEqual(['Readme.md 1', 'readme.md 3', 'README.md 4', 'sub/a missing', 'SUB/a 2']);
});
