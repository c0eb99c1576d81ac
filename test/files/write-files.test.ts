import {
	chmod,
	link,
	lstat,
	mkdir,
	open,
	readFile,
	rm,
	stat,
	symlink,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {expect, test} from 'vitest';
import {FileConflictError} from '../../source/files/file-conflict.ts';
import {readFileStates} from '../../source/files/read-file-states.ts';
import {checkWrites, writeFiles} from '../../source/files/write-files.ts';
import type {FileWrite} from '../../source/patch/file-state.ts';
import {git, temporaryDirectory, writeAll} from '../helpers/temporary-repository.ts';
import {applyWrites} from './apply-writes.ts';
import {snapshot} from './snapshot.ts';
import {writeInChild} from './write-in-child.ts';

async function directoryOf(files: Record<string, string>): Promise<string> {
	const directory = await temporaryDirectory();
	await writeAll(directory, files);
	return directory;
}

test('makes parents, replaces, and takes emptied directories away', async () => {
	const directory = await directoryOf({
		'b.txt': 'old\n', 'deep/er/only.txt': '', 'deep/two.txt': '', 'gone/x/only.txt': '',
	});
	await applyWrites(directory, [
		{path: 'b.txt', content: 'new\n', executable: true},
		{path: 'x/y/z é.txt', content: 'ü'},
		{path: 'x/y/run', content: '', executable: true},
		{path: 'deep/er/only.txt', content: undefined},
		{path: 'gone/x/only.txt', content: undefined},
		{path: 'never/was.txt', content: undefined},
	]);
	expect(await snapshot(directory)).toEqual({
		'b.txt': 'file 755 new\n',
		deep: 'directory 755',
		'deep/two.txt': 'file 644 ',
		x: 'directory 755',
		'x/y': 'directory 755',
		'x/y/run': 'file 755 ',
		'x/y/z é.txt': 'file 644 \u{C3}\u{BC}',
	});
});

test.for([
	[0o600, 0o600, 0o700], [0o644, 0o644, 0o755], [0o664, 0o664, 0o775], [0o640, 0o640, 0o750], [0o775, 0o775, 0o775], [0o711, 0o711, 0o711], [0o604, 0o604, 0o705],
])('mode %o is kept, through a rename too, and is the third with +x', async ([before, kept, executable]) => {
	const directory = await directoryOf({a: '1', b: '1', c: '1'});
	await Promise.all(['a', 'b', 'c'].map(async file => chmod(path.join(directory, file), before!)));
	await applyWrites(directory, [
		{path: 'a', content: '2'}, {path: 'b', content: '2', executable: true}, {path: 'c', content: undefined}, {path: 'd/c', content: '2', from: 'c'},
	]);
	const modes = await Promise.all(['a', 'b', 'd/c'].map(async file => (await stat(path.join(directory, file))).mode % 0o1_0000));
	expect(modes).toEqual([kept, executable, kept]);
});

test('new files honour the umask', async () => {
	const directory = await directoryOf({old: ''});
	const writes = [{path: 'new', content: ''}, {path: 'run', content: '', executable: true}, {path: 'sub/new', content: ''}, {path: 'old', content: '1'}];
	const {after, error} = await writeInChild(directory, writes, ['sh', '-c', 'umask 077; exec "$0" "$@"']);
	expect({after, error}).toEqual({
		after: {
			new: 'file 600 ', old: 'file 644 1', run: 'file 700 ', sub: 'directory 700', 'sub/new': 'file 600 ',
		}, error: '',
	});
});

test('the owner is kept, where we may', async context => {
	const directory = await directoryOf({a: '1'});
	const file = path.join(directory, 'a');
	try {
		const handle = await open(file);
		await handle.chown(12_345, 54_321);
		await handle.close();
	} catch {
		context.skip('only root can give files away');
	}

	await applyWrites(directory, [{path: 'a', content: '2'}]);
	const {uid, gid} = await stat(file);
	expect({uid, gid, text: await readFile(file, 'utf8')}).toEqual({uid: 12_345, gid: 54_321, text: '2'});
});

test('a directory takes a deleted file\'s place, and a file a deleted directory\'s', async () => {
	const directory = await directoryOf({file: '1\n', 'dir/sub/only': '2\n'});
	await applyWrites(directory, [
		{path: 'file/now/dir', content: '1\n', from: 'file'},
		{path: 'dir', content: '2\n', from: 'dir/sub/only'},
		{path: 'file', content: undefined},
		{path: 'dir/sub/only', content: undefined},
	]);
	expect(await snapshot(directory)).toEqual({
		dir: 'file 644 2\n', file: 'directory 755', 'file/now': 'directory 755', 'file/now/dir': 'file 644 1\n',
	});
});

test('another name of the same file keeps its content, also when the file is deleted', async () => {
	const directory = await directoryOf({a: 'old\n', b: 'old\n'});
	const elsewhere = await temporaryDirectory();
	await Promise.all(['a', 'b'].map(async file => link(path.join(directory, file), path.join(elsewhere, file))));
	await applyWrites(directory, [{path: 'a', content: 'new\n'}, {path: 'b', content: undefined}]);
	expect(await snapshot(elsewhere)).toEqual({a: 'file 644 old\n', b: 'file 644 old\n'});
	expect((await stat(path.join(elsewhere, 'a'))).nlink).toBe(1);
	expect(await snapshot(directory)).toEqual({a: 'file 644 new\n'});
});

test.for([
	'../outside', '/etc/passwd', 'a/../../outside', '.git/hooks/pre-commit', 'sub/.GIT/config', './a', 'a//b', '', 'nul\0', 'link', 'linked-dir/new', 'linked-dir/in/new',
])('refuses %j, and writes nothing of the rest either', async refused => {
	const directory = await directoryOf({'a.txt': 'old\n'});
	const outside = await temporaryDirectory();
	await symlink(path.join(outside, 'target'), path.join(directory, 'link'));
	await symlink(outside, path.join(directory, 'linked-dir'));
	const before = await snapshot(path.dirname(directory));
	const writes: FileWrite[] = [{path: 'a.txt', content: undefined}, {path: 'new.txt', content: ''}, {path: refused, content: 'x'}];
	const states = await readFileStates(directory, ['a.txt', 'new.txt']);
	await expect(writeFiles(directory, {writes, before: states})).rejects.toThrow(expect.objectContaining({name: 'FileConflictError', code: 'unsafe_path'}));
	await expect(checkWrites(directory, {writes, before: states})).rejects.toThrow(FileConflictError);
	expect(await snapshot(path.dirname(directory))).toEqual(before);
	expect(await snapshot(outside)).toEqual({});
});

test('a name that is too long for the file system is refused, like a path through more directories than can be held open', async () => {
	const directory = await directoryOf({'a.txt': 'old\n'});
	const before = await snapshot(directory);
	const attempt = async (file: string) => applyWrites(directory, [{path: 'a.txt', content: undefined}, {path: file, content: 'x'}]);
	await expect(attempt(`sub/${'x'.repeat(300)}`)).rejects.toThrow(expect.objectContaining({code: 'unsafe_path', message: `sub/${'x'.repeat(300)} is too long a name for this file system.`}));
	await expect(attempt(`${'x'.repeat(300)}/sub`)).rejects.toThrow(expect.objectContaining({code: 'unsafe_path'}));
	await expect(attempt(`${'d/'.repeat(900)}x`)).rejects.toThrow(expect.objectContaining({code: 'too_large'}));
	expect(await snapshot(directory)).toEqual(before);
});

test('git sees nothing of the work', async () => {
	const directory = await directoryOf({'a.txt': 'old\n', 'sub/b.txt': 'old\n'});
	await git(directory, 'init', '--quiet');
	await git(directory, 'add', '.');
	const before = await readFileStates(directory, ['a.txt', 'sub']);
	await writeFiles(directory, {writes: [{path: 'a.txt', content: 'old\n'}], before});
	await expect(writeFiles(directory, {writes: [{path: 'a.txt', content: ''}, {path: 'sub', content: ''}], before})).rejects.toThrow(/^sub is a directory with files in it/v);
	expect(await git(directory, 'status', '--porcelain', '--untracked-files=all')).toBe('A  a.txt\nA  sub/b.txt');
	expect(await snapshot(path.join(directory, 'sub'))).toEqual({'b.txt': 'file 644 old\n'});
});

test.runIf(process.platform === 'linux').for([
	['another file system', 'mount -t tmpfs tmpfs sub'],
	['the same one, mounted again', 'mount --bind real sub'],
])('files in a directory on which %s is mounted', async ([, mount]) => {
	const directory = await directoryOf({'real/.keep': '', 'a.txt': 'old\n', 'sub/.keep': ''});
	const script = `cd "$ROOT"; ${mount}; echo old > sub/b.txt; exec "$0" "$@"`;
	const {after, error} = await writeInChild(directory, [
		{path: 'a.txt', content: undefined},
		{path: 'sub/b.txt', content: 'new\n'},
		{path: 'sub/deep/a.txt', content: 'new\n', from: 'a.txt'},
		{path: 'real/c.txt', content: 'new\n'},
	], ['env', `ROOT=${directory}`, 'unshare', '--mount', '--map-root-user', 'sh', '-ec', script]);
	expect(error).toBe('');
	expect(after).toMatchObject({'sub/b.txt': 'file 644 new\n', 'sub/deep/a.txt': 'file 644 new\n', 'real/c.txt': 'file 644 new\n'});
	expect(Object.keys(after).filter(name => name.includes('autopack') || name === 'a.txt')).toEqual([]);
});

const changes: Array<[what: string, change: (file: string) => Promise<unknown>]> = [
	['other text', async file => writeFile(file, 'theirs\n')],
	['gone', async file => rm(file)],
	['a directory', async file => {
		await rm(file);
		await mkdir(file);
	}],
	['a symbolic link', async file => {
		await rm(file);
		await symlink('other', file);
	}],
];

test.for(changes)('a file that was changed since it was read (%s) is refused, and theirs stays', async ([, change]) => {
	for (const content of ['ours\n', undefined]) {
		const directory = await directoryOf({first: '1\n', file: 'old\n', other: 'old\n'});
		const before = await readFileStates(directory, ['first', 'file', 'last']);
		await change(path.join(directory, 'file'));
		const theirs = await snapshot(directory);
		const writes = [{path: 'first', content: undefined}, {path: 'file', content}, {path: 'last', content: 'new\n'}];
		await expect(writeFiles(directory, {writes, before})).rejects.toThrow(expect.objectContaining({name: 'FileConflictError', path: 'file'}));
		expect(await snapshot(directory)).toEqual(theirs);
	}
});

test('a file that appeared since is refused, and theirs stays; a mere change of mode is no conflict', async () => {
	const directory = await directoryOf({first: '1\n', file: 'old\n'});
	const before = await readFileStates(directory, ['first', 'file', 'last']);
	await writeAll(directory, {last: 'theirs\n'});
	await expect(writeFiles(directory, {writes: [{path: 'first', content: undefined}, {path: 'last', content: 'new\n'}], before})).rejects.toThrow(/^last was changed by somebody else/v);
	expect(await snapshot(directory)).toEqual({file: 'file 644 old\n', first: 'file 644 1\n', last: 'file 644 theirs\n'});
	await chmod(path.join(directory, 'file'), 0o600);
	await writeFiles(directory, {writes: [{path: 'file', content: 'new\n'}], before});
	expect((await snapshot(directory)).file).toBe('file 600 new\n');
});

test('nobody sees a file that is replaced missing or half written', async () => {
	const directory = await directoryOf({file: 'a'.repeat(100_000)});
	const file = path.join(directory, 'file');
	const done = new AbortController();
	const seen = new Set<string>();
	const watch = async () => {
		while (!done.signal.aborted) {
			const text = await readFile(file, 'utf8');
			seen.add(`${text[0]} ${text.length}`);
		}
	};

	const watching = watch();
	for (let round = 0; round < 100; round++) {
		await applyWrites(directory, [{path: 'file', content: (round % 2 === 0 ? 'b' : 'a').repeat(100_000)}]);
	}

	done.abort();
	await watching;
	expect([...seen].toSorted()).toEqual(['a 100000', 'b 100000']);
	expect((await lstat(file)).nlink).toBe(1);
});
