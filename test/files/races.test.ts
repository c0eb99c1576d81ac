import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	mkdir,
	readdir,
	readFile,
	rename,
	symlink,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {
	expect,
	onTestFinished,
	test,
} from 'vitest';
import {Directory} from '../../source/files/directory.ts';
import {readFileStates} from '../../source/files/read-file-states.ts';
import {writeFiles} from '../../source/files/write-files.ts';
import {git, temporaryDirectory, writeAll} from '../helpers/temporary-repository.ts';
import {snapshot} from './snapshot.ts';
import {writeInChild} from './write-in-child.ts';

const swapper = path.join(import.meta.dirname, '../fixtures/swap-directory.ts');
const writer = path.join(import.meta.dirname, '../fixtures/write-forever.ts');
const isLinux = process.platform === 'linux';

/**
Starts a program of test/fixtures/, which says so when it is at work, and ends with the test at the latest.
*/
async function startProgram(file: string, args: string[]) {
	const child = spawn(process.execPath, [file, ...args], {stdio: ['ignore', 'pipe', 'inherit']});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	await once(child.stdout, 'data');
	return child;
}

test.runIf(isLinux)('a parent directory is swapped for a symbolic link at every moment: nothing outside is read, written or deleted', async () => {
	const directory = await temporaryDirectory();
	const outside = await temporaryDirectory();
	const names = ['kept.txt', 'gone.txt', 'sub/kept.txt'];
	await writeAll(outside, Object.fromEntries(names.map(name => [name, 'outside\n'])));
	await writeAll(path.join(directory, 'swapped'), Object.fromEntries(names.map(name => [name, 'inside\n'])));
	const before = await snapshot(outside);
	await startProgram(swapper, [path.join(directory, 'swapped'), path.join(directory, 'aside'), outside]);

	const counts = {written: 0, refused: 0};
	const files = [...names, 'new/file.txt'].map(name => `swapped/${name}`);
	while (counts.written < 30 || counts.refused < 30) {
		try {
			const states = await readFileStates(directory, files);
			expect(states.values().filter(({content}) => content?.toString().includes('outside')).toArray()).toEqual([]);
			const isThere = (file: string) => states.get(file)?.kind === 'file';
			// What is not there at the moment a patch would not name.
			if (isThere('swapped/kept.txt') && isThere('swapped/sub/kept.txt')) {
				await writeFiles(directory, {
					before: states, writes: [
						{path: 'swapped/kept.txt', content: `inside ${counts.written}\n`},
						{path: 'swapped/sub/kept.txt', content: `inside ${counts.written}\n`, executable: true},
						...['swapped/gone.txt', 'swapped/new/file.txt'].map(file => ({path: file, content: isThere(file) ? undefined : 'inside\n'})),
					],
				});
				counts.written++;
			}
		} catch (error) {
			expect(error).toMatchObject({name: 'FileConflictError'});
			counts.refused++;
		}
	}

	expect(await snapshot(outside)).toEqual(before);
	expect(await readdir(directory)).not.toContainEqual(expect.stringContaining('autopack'));
});

test.runIf(isLinux)('an open directory stays the one it is, wherever it is moved and whatever takes its name', async () => {
	const directory = await temporaryDirectory();
	const outside = await temporaryDirectory();
	await mkdir(path.join(directory, 'sub'));
	const root = await Directory.openRoot(directory);
	const sub = await root.openChild('sub');
	await rename(path.join(directory, 'sub'), path.join(directory, 'moved'));
	await symlink(outside, path.join(directory, 'sub'));
	await sub.use('made', async location => mkdir(location));
	await expect(root.openChild('sub')).rejects.toThrow(/^ENOTDIR: .*\/sub'/v);
	await Promise.all([root.close(), sub.close()]);
	expect([await readdir(path.join(directory, 'moved')), await readdir(outside)]).toEqual([['made'], []]);
});

const withoutProc = ['unshare', '--mount', '--map-root-user', 'sh', '-ec', 'mount -t tmpfs tmpfs /proc; exec "$0" "$@"'];

test.runIf(isLinux)('where directories cannot be pinned: the same results, and a link is refused', async () => {
	const directory = await temporaryDirectory();
	const outside = await temporaryDirectory();
	await writeAll(directory, {'a/kept.txt': '1\n', 'a/gone.txt': '1\n', 'b/only.txt': '1\n'});
	await symlink(outside, path.join(directory, 'link'));
	const refused = await writeInChild(directory, [{path: 'a/gone.txt', content: undefined}, {path: 'link/x', content: 'x'}], withoutProc);
	expect(refused.error).toMatch(/^FileConflictError: link\/x lies behind a symbolic link/v);
	expect(refused.after).toEqual(refused.before);
	const {after, error} = await writeInChild(directory, [
		{path: 'a/kept.txt', content: '2\n'}, {path: 'a/gone.txt', content: undefined}, {path: 'b/only.txt', content: undefined}, {path: 'c/d/only.txt', content: '1\n', from: 'b/only.txt'},
	], withoutProc);
	expect({error, after}).toEqual({
		error: '', after: {
			a: 'directory 755', 'a/kept.txt': 'file 644 2\n', c: 'directory 755', 'c/d': 'directory 755', 'c/d/only.txt': 'file 644 1\n', link: `-> ${outside}`,
		},
	});
	expect(await readdir(outside)).toEqual([]);
});

test('killed at any moment: each file is whole, and git sees nothing of the work', async () => {
	const directory = await temporaryDirectory();
	await writeAll(directory, {'a.txt': 'old\n', 'b.txt': 'old\n'});
	await git(directory, 'init', '--quiet');
	await git(directory, 'add', '.');
	const found: string[] = [];
	for (const afterMs of [0, 3, 7, 12, 18, 25, 33, 42, 52, 63]) {
		const child = await startProgram(writer, [directory]);
		await delay(afterMs);
		child.kill('SIGKILL');
		await once(child, 'exit');
		const texts = await Promise.all(['a.txt', 'b.txt'].map(async name => readFile(path.join(directory, name), 'utf8')));
		expect(texts.filter(text => !/^(?:old|\d+)\n$/v.test(text))).toEqual([]);
		const status = await git(directory, 'status', '--porcelain', '--untracked-files=all');
		found.push(...status.split('\n').map(line => line.slice(3)));
	}

	expect(found.filter(name => !['', 'a.txt', 'b.txt', 'new/c.txt', 'new/sub/d.txt'].includes(name))).toEqual([]);
});
