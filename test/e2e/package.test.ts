import {
	cp,
	mkdir,
	readFile,
	symlink,
} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import * as z from 'zod';
import {parseEvent} from '../helpers/autopack.ts';
import {createSandbox} from '../helpers/sandbox.ts';

const root = path.join(import.meta.dirname, '../..');
const packSchema = z.tuple([z.object({filename: z.string(), files: z.array(z.object({path: z.string()}))})]);

const needed = ['dist/bin.js', 'dist/third-party-licences.txt', 'dist/python/autopack_reporter.py', 'dist/python/autopack_integrity/__main__.py', 'docs/events.md', 'docs/gate.md'];
const isForUsers = [
	/^dist\/(?:[\w\-]+\.js|third-party-licences\.txt|python\/(?:\w+\/)?\w+\.py)$/v,
	/^dist\/(?:project|replies)\/./v,
	/^docs\/[\w\-]+\.md$/v,
	/^(?:package\.json|licence|readme\.md|\.autopackrc\.example)$/v,
];

test('npm pack holds what users need, and npm install of it gives a working npx autopack', async () => {
	const sandbox = await createSandbox();
	const npm = execa({
		env: sandbox.environment, extendEnv: false, stdin: 'ignore', reject: true,
	});
	// A copy: packing builds dist anew, which other tests are running.
	const copy = path.join(sandbox.directory, 'autopack');
	await cp(root, copy, {recursive: true, filter: file => !['node_modules', '.git', 'dist'].includes(path.relative(root, file))});
	await mkdir(path.join(copy, 'dist'));
	await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
	const packed = await npm({cwd: copy})`npm pack --json --pack-destination ${sandbox.directory}`;
	const [{filename, files}] = packSchema.parse(JSON.parse(packed.stdout.slice(packed.stdout.indexOf('['))));
	const names = files.map(file => file.path);
	expect(names).toEqual(expect.arrayContaining([...needed, 'package.json', 'licence', '.autopackrc.example']));
	expect(names.filter(name => isForUsers.every(pattern => !pattern.test(name)))).toEqual([]);
	expect(names.filter(name => /__pycache__|\.pyc$|test-report|\.map$/v.test(name))).toEqual([]);

	const empty = path.join(sandbox.directory, 'empty');
	await mkdir(empty);
	await npm({cwd: empty})`npm install --offline --no-audit --no-fund ${path.join(sandbox.directory, filename)}`;
	const {version} = z.object({version: z.string()}).parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
	const asked = await npm({cwd: empty})`npx --offline autopack --version`;
	expect(asked.stdout).toBe(version);
	const demo = await npm({cwd: empty})`npx --offline autopack demo --yes --json`;
	expect(demo.exitCode).toBe(0);
	expect(parseEvent(demo.stdout.split('\n').at(-1)!)).toMatchObject({type: 'run.ended', outcome: 'complete', exitCode: 0});
});
