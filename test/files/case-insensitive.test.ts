import {
	mkdir,
	readdir,
	readFile,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {expect, test, type TestContext} from 'vitest';
import {checkWrites, writeFiles} from '../../source/files/write-files.ts';
import {readFileStates} from '../../source/files/read-file-states.ts';
import type {FileWrite} from '../../source/patch/file-state.ts';
import {caseInsensitiveDirectory} from '../helpers/case-insensitive-directory.ts';
import {writeAll} from '../helpers/temporary-repository.ts';
import {applyWrites} from './apply-writes.ts';

async function directoryOf(files: Record<string, string>, {skip}: TestContext): Promise<string> {
	const directory = await caseInsensitiveDirectory();
	if (directory === undefined) {
		return skip('only root can mount a file system that takes upper and lower case for the same');
	}

	await writeAll(directory, files);
	return directory;
}

/**
Names and texts; such file systems have their own idea of modes.
*/
async function textsOf(directory: string): Promise<Record<string, string>> {
	const entries = await readdir(directory, {recursive: true, withFileTypes: true});
	const files = entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name)).toSorted();
	return Object.fromEntries(await Promise.all(files.map(async file => [path.relative(directory, file), await readFile(file, 'utf8')] as const)));
}

test('what differs in upper and lower case is another file, which is not there', async context => {
	const directory = await directoryOf({'README.md': 'one\n', 'Src/a.py': 'x\n', 123: 'n\n'}, context);
	const states = await readFileStates(directory, ['README.md', 'readme.md', 'Readme.md', 'Src/a.py', 'src/a.py', 'Src/A.py', 'src/new.py', '123', 'src']);
	expect([...states].map(([file, {kind}]) => `${file} ${kind}`)).toEqual([
		'README.md file', 'readme.md missing', 'Readme.md missing', 'Src/a.py file', 'src/a.py missing', 'Src/A.py missing', 'src/new.py missing', '123 file', 'src missing',
	]);
});

test.for<[file: string, there: string]>([
	['readme.md', 'README.md'], ['src/new.py', 'Src'], ['Src/deep/NEW.py', 'Src/Deep'], ['SRC', 'Src'], ['README.MD/below', 'README.md'],
])('%s is not created where %s is there', async ([file, there], context) => {
	const directory = await directoryOf({'README.md': 'one\n', 'Src/Deep/a.py': 'x\n'}, context);
	const before = await textsOf(directory);
	const writes = [{path: 'Src/Deep/a.py', content: 'y\n'}, {path: file, content: 'two\n'}];
	const states = await readFileStates(directory, writes.map(write => write.path));
	await expect(writeFiles(directory, {writes, before: states})).rejects.toThrow(expect.objectContaining({name: 'FileConflictError', code: 'exists'}));
	if (!file.startsWith('README')) {
		await expect(checkWrites(directory, {writes, before: states})).rejects.toThrow(`this file system does not tell upper from lower case, and ${there} is there`);
	}

	expect(await textsOf(directory)).toEqual(before);
	expect(await readdir(directory)).toEqual(['README.md', 'Src']);
});

test('a file gets a name that differs in upper and lower case only', async context => {
	const directory = await directoryOf({'README.md': 'one\n', 'Src/A.py': 'x\n', 'Src/b.py': 'y\n'}, context);
	await applyWrites(directory, [
		{path: 'README.md', content: undefined},
		{path: 'Src/A.py', content: undefined},
		{path: 'readme.md', content: 'one\n', from: 'README.md'},
		{path: 'Src/a.py', content: 'x = 1\n', from: 'Src/A.py'},
	]);
	expect(await textsOf(directory)).toEqual({'Src/a.py': 'x = 1\n', 'Src/b.py': 'y\n', 'readme.md': 'one\n'});
});

test('two new files that would be one are refused, and all else is as it was', async context => {
	const directory = await directoryOf({'gone.txt': 'one\n', 'kept.txt': 'one\n'}, context);
	const before = await textsOf(directory);
	const both: FileWrite[] = [
		{path: 'gone.txt', content: undefined}, {path: 'kept.txt', content: 'two\n'}, {path: 'New/file.txt', content: 'lower\n'}, {path: 'New/FILE.txt', content: 'upper\n'},
	];
	await expect(applyWrites(directory, both)).rejects.toThrow(/^New\/FILE\.txt cannot be created/v);
	expect(await textsOf(directory)).toEqual(before);
	const directories = both.map(write => ({...write, path: write.path.replace('New/FILE.txt', 'NEW/other.txt')}));
	await expect(applyWrites(directory, directories)).rejects.toThrow(/^NEW cannot be made a directory/v);
	expect(await textsOf(directory)).toEqual(before);
	expect(await readdir(directory)).toEqual(['gone.txt', 'kept.txt']);
});

test('replaces and deletes by the name that is there', async context => {
	const directory = await directoryOf({'README.md': 'one\n', 'Src/a.py': 'x\n', 'Src/b.py': 'y\n'}, context);
	await applyWrites(directory, [{path: 'Src/b.py', content: undefined}, {path: 'README.md', content: 'two\n'}, {path: 'Src/a.py', content: 'z\n', executable: true}]);
	expect(await textsOf(directory)).toEqual({'README.md': 'two\n', 'Src/a.py': 'z\n'});
	await mkdir(path.join(directory, 'other'));
	await writeFile(path.join(directory, 'other/c'), '');
	await applyWrites(directory, [{path: 'other/c', content: undefined}]);
	expect(await readdir(directory)).toEqual(['README.md', 'Src']);
});
