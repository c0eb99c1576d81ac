import {chmod, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {
	expect,
	onTestFinished,
	test,
} from 'vitest';
import {Directory} from '../../source/files/directory.ts';
import {renameTo} from '../../source/files/place.ts';
import {rollBack} from '../../source/files/roll-back.ts';
import {Stagings} from '../../source/files/stagings.ts';
import {UndoLog} from '../../source/files/undo-log.ts';
import type {FileWrite} from '../../source/patch/file-state.ts';
import {temporaryDirectory, writeAll} from '../helpers/temporary-repository.ts';
import {underFileLimit, underPermissions} from '../helpers/under-permissions.ts';
import {applyWrites} from './apply-writes.ts';
import {snapshot} from './snapshot.ts';
import {writeInChild} from './write-in-child.ts';

const files = {
	'replaced.txt': 'old\n', 'tool.sh': '#!/bin/sh\n', 'gone/for/good.txt': 'bye\n', 'old name.txt': 'text\n', file: 'becomes a directory\n', 'dir/only.txt': 'becomes a file\n', 'locked/in.txt': 'old\n',
};

/**
Everything that a patch can do, before the write that fails.
*/
const writes: FileWrite[] = [
	{path: 'gone/for/good.txt', content: undefined},
	{path: 'old name.txt', content: undefined},
	{path: 'file', content: undefined},
	{path: 'dir/only.txt', content: undefined},
	{path: 'replaced.txt', content: 'new\n'},
	{path: 'tool.sh', content: '#!/bin/sh\ntrue\n', executable: true},
	{path: 'new/sub/name.txt', content: 'text\n', from: 'old name.txt'},
	{path: 'new/other.txt', content: 'text\n'},
	{path: 'file/in/directory.txt', content: 'text\n', from: 'file'},
	{path: 'dir', content: 'text\n', from: 'dir/only.txt'},
];

const all = {
	dir: 'file 644 text\n',
	file: 'directory 755',
	'file/in': 'directory 755',
	'file/in/directory.txt': 'file 644 text\n',
	locked: 'directory 755',
	'locked/in.txt': 'file 640 old\n',
	new: 'directory 755',
	'new/other.txt': 'file 644 text\n',
	'new/sub': 'directory 755',
	'new/sub/name.txt': 'file 644 text\n',
	'replaced.txt': 'file 600 new\n',
	'tool.sh': 'file 755 #!/bin/sh\ntrue\n',
};

async function prepared(directory: string): Promise<string> {
	await writeAll(directory, files);
	await Promise.all([
		chmod(path.join(directory, 'replaced.txt'), 0o600),
		chmod(path.join(directory, 'locked/in.txt'), 0o640),
		chmod(path.join(directory, 'dir'), 0o750),
	]);
	return directory;
}

test('without a failure all of it is written', async () => {
	const directory = await prepared(await temporaryDirectory());
	await applyWrites(directory, writes);
	expect(await snapshot(directory)).toEqual(all);
});

test.for<[string, FileWrite]>([
	['a replacement', {path: 'locked/in.txt', content: 'new\n'}],
	['a deletion', {path: 'locked/in.txt', content: undefined}],
	['a creation', {path: 'locked/new.txt', content: 'new\n'}],
	['a directory', {path: 'locked/new/deep.txt', content: 'new\n'}],
])('rights are missing at the last of many (%s): all is as it was', async ([, last]) => {
	const directory = await prepared(await temporaryDirectory());
	const locked = path.join(directory, 'locked');
	await chmod(locked, 0o555);
	onTestFinished(async () => chmod(locked, 0o755));
	const {ino} = await stat(path.join(directory, 'replaced.txt'));
	const {before, after, error} = await writeInChild(directory, [...writes, last], underPermissions);
	expect(error).toMatch(/^Error: EACCES: permission denied, /v);
	// As a person calls it, not through a descriptor.
	expect(error).toContain(locked);
	expect(error).not.toContain('/proc/');
	expect(after).toEqual(before);
	expect(before.locked).toBe('directory 555');
	expect((await stat(path.join(directory, 'replaced.txt'))).ino).toBe(ino);
});

test('a file of somebody is in the directory that a file is to replace, or stands where a directory is to be', async () => {
	const directory = await prepared(await temporaryDirectory());
	await writeAll(directory, {'dir/theirs.txt': 'stays\n', new: 'a file\n'});
	const before = await snapshot(directory);
	await expect(applyWrites(directory, writes)).rejects.toThrow(/^new cannot be made a directory/v);
	expect(await snapshot(directory)).toEqual(before);
	await expect(applyWrites(directory, writes.filter(({path: file}) => !file.startsWith('new')))).rejects.toThrow(/^dir is a directory with files in it\.$/v);
	expect(await snapshot(directory)).toEqual(before);
});

test('a file that may not grow that far: nothing was touched', async () => {
	const directory = await prepared(await temporaryDirectory());
	const {before, after, error} = await writeInChild(directory, [...writes, {path: 'large.txt', content: 'x'.repeat(100_000)}], underFileLimit(64));
	expect(error).toMatch(/^Error: EFBIG: file too large, write/v);
	expect(after).toEqual(before);
});

/**
Runs the same under a limit that grows, until nothing fails any more.
*/
async function failEverywhere(attempt: (limit: number) => Promise<{before: unknown; after: unknown; error: string} | undefined>, from: number): Promise<string[]> {
	const errors: string[] = [];
	for (let limit = from; ; limit++) {
		const outcome = await attempt(limit);
		if (outcome?.error === '') {
			expect(outcome.after).toEqual(all);
			return errors;
		}

		if (!outcome) {
			continue;
		}

		errors.push(outcome.error);
		expect({limit, after: outcome.after}).toEqual({limit, after: outcome.before});
	}
}

test('what cannot be put back is kept, and said where', async () => {
	const directory = await temporaryDirectory();
	const root = await Directory.openRoot(directory);
	const stagings = new Stagings();
	const staging = await stagings.for(root);
	await staging.use('old-0', async location => writeFile(location, 'theirs\n'));
	const undo = new UndoLog();
	undo.add(async () => renameTo({directory: staging, name: 'old-0'}, {directory: root, name: 'no/such/place'}));
	undo.add(async () => root.use('put back', async location => writeFile(location, '')));
	await expect(rollBack(new Error('The disk is full.'), undo, stagings)).rejects.toThrow(expect.objectContaining({
		name: 'RollbackError',
		message: expect.stringMatching(/^The disk is full\. What had been changed by then could not all be put back: ENOENT.*The files as they were are in .*\.autopack-patch-\w+\/\.git\.$/v) as unknown,
	}));
	await root.close();
	const left = await snapshot(directory);
	expect(Object.entries(left).map(([name, what]) => `${name.replace(/patch-\w+/v, 'patch')} ${what}`)).toEqual([
		'.autopack-patch directory 700', '.autopack-patch/.git directory 755', '.autopack-patch/.git/old-0 file 644 theirs\n', 'put back file 644 ',
	]);
});

const isLinux = process.platform === 'linux';

test.runIf(isLinux)('out of file descriptors, wherever in the work: all is as it was', async () => {
	const errors = await failEverywhere(async limit => {
		const directory = await prepared(await temporaryDirectory());
		try {
			return await writeInChild(directory, writes, ['prlimit', `--nofile=${limit}`]);
		} catch (error) {
			// Node itself needs more.
			expect(String(error)).not.toContain('FileHandle');
			expect(await snapshot(directory)).toEqual(await snapshot(await prepared(await temporaryDirectory())));
			return undefined;
		}
	}, 20);
	expect(errors.length).toBeGreaterThan(5);
	expect(errors.filter(error => !error.startsWith('Error: EMFILE: '))).toEqual([]);
});

test.runIf(isLinux)('the disk is full, wherever in the work: all is as it was', async () => {
	const source = await prepared(await temporaryDirectory());
	const directory = await temporaryDirectory();
	const errors = await failEverywhere(async inodes => {
		const mount = `mount -t tmpfs -o nr_inodes=${inodes} tmpfs "$TARGET" && cp -a "$SOURCE/." "$TARGET" && exec "$@"`;
		return writeInChild(directory, writes, ['env', `SOURCE=${source}`, `TARGET=${directory}`, 'unshare', '--mount', '--map-root-user', 'sh', '-ec', mount, 'sh']);
	}, 13);
	expect(errors.length).toBeGreaterThan(8);
	expect(errors.filter(error => !error.startsWith('Error: ENOSPC: '))).toEqual([]);
});
