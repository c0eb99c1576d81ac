import {
	mkdir,
	mkdtemp,
	rm,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import {checkArchitecture} from './helpers/architecture.ts';

const source = fileURLToPath(new URL('../source', import.meta.url));

async function sourceOf(files: Record<string, string>): Promise<string> {
	const directory = await mkdtemp(path.join(tmpdir(), 'autopack-architecture-'));
	onTestFinished(async () => rm(directory, {recursive: true}));
	await Promise.all(Object.entries(files).map(async ([name, text]) => {
		await mkdir(path.dirname(path.join(directory, name)), {recursive: true});
		await writeFile(path.join(directory, name), text);
	}));
	return directory;
}

test('the sources keep to the layout', async () => {
	const {violations, medianLines} = await checkArchitecture(source);
	console.info(`Median length of a source file: ${medianLines} lines`);
	expect(violations).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
	['a direction', {'tui/app.tsx': 'import {a} from \'../output/plain.ts\';\n'}, 'tui/app.tsx may not import ../output/plain.ts'],
	['a deep one', {'supervisor/server/a.ts': 'import {a} from \'../../git/land.ts\';\n'}, 'supervisor/server/a.ts may not import ../../git/land.ts'],
	['the root from a module', {'git/a.ts': 'import type {Config} from \'../config.ts\';\n'}, 'git/a.ts may not import ../config.ts'],
	['a re-export', {'domain/a.ts': 'export {a} from \'../journal/a.ts\';\nexport const b = 1;\n'}, 'domain/a.ts may not import ../journal/a.ts'],
	['a dynamic import', {'output/a.ts': 'export const a = async () => import(\'../tui/app.tsx\');\n'}, 'output/a.ts may not import ../tui/app.tsx'],
	['an import type', {'git/a.ts': 'export type A = import(\'../executor/a.ts\').A;\n'}, 'git/a.ts may not import ../executor/a.ts'],
	['a value where a type is allowed', {'executor/a.ts': 'import {type A, b} from \'../journal/a.ts\';\n'}, 'executor/a.ts may not import ../journal/a.ts'],
	['a package in a pure folder', {'patch/a.ts': 'import fs from \'node:fs\';\n'}, 'patch/a.ts may not import node:fs'],
	['a package where Node has to do', {'files/a.ts': 'import {execa} from \'execa\';\nimport fs from \'node:fs\';\nimport type {A} from \'../patch/a.ts\';\n'}, 'files/a.ts may not import execa'],
	['a long file', {'git/a.ts': '// x\n'.repeat(351)}, 'git/a.ts has 351 lines, more than 350'],
	['a name', {'git/utils.ts': 'export const a = 1;\n'}, 'git/utils.ts has a name that says nothing'],
	['a barrel', {'git/all.ts': 'export {a} from \'./a.ts\';\nexport {b} from \'./b.ts\';\n'}, 'git/all.ts is a barrel'],
	['a star', {'git/all.ts': 'export * from \'./a.ts\';\nexport const b = 1;\n'}, 'git/all.ts is a barrel'],
	['process.env', {'models/a.ts': 'import process from \'node:process\';\nexport const a = () => process.env[\'KEY\'];\n'}, 'models/a.ts reads the environment'],
	['process[\'env\']', {'commands/a.ts': 'export const a = process[\'env\'];\n'}, 'commands/a.ts reads the environment'],
	['env from process', {'cli.tsx': 'const {env: all} = process;\n'}, 'cli.tsx reads the environment'],
	['env imported', {'git/config.ts': 'import {env} from \'node:process\';\n'}, 'git/config.ts reads the environment'],
	[
		'a circle',
		{
			'git/a.ts': 'import {b} from \'./b.ts\';\n', 'git/b.ts': 'import type {C} from \'./c.ts\';\n', 'git/c.ts': 'import {a} from \'./a.ts\';\nimport \'./d.ts\';\n',
			'git/d.ts': 'export const d = 1;\n', 'git/e.ts': 'import {a} from \'./a.ts\';\n',
		},
		'Imports go round in a circle: git/a.ts -> git/b.ts -> git/c.ts -> git/a.ts',
	],
])('a breach is found: %s', async (_, files, violation) => {
	expect(await checkArchitecture(await sourceOf(files))).toMatchObject({violations: [violation]});
});

test('what is allowed is not found', async () => {
	expect(await checkArchitecture(await sourceOf({
		'domain/a.ts': 'import * as z from \'zod\';\nimport {b} from \'../patch/b.ts\';\n// process.env\n',
		'patch/b.ts': 'export {type A, b} from \'../domain/c.ts\';\nexport const text = "import x from \'../git/a.ts\'";\n',
		'domain/c.ts': 'export const b = 1;\n',
		'executor/a.ts': 'import type {A} from \'../journal/a.ts\';\nimport {type B} from \'../journal/a.ts\';\nimport {c} from \'../domain/c.ts\';\n',
		'commands/a.tsx': 'import {a} from \'../tui/app.tsx\';\nimport {b} from \'../output/plain.ts\';\n',
		'config.ts': 'export const a = process.env;\n',
	}))).toEqual({violations: [], medianLines: 2});
});
