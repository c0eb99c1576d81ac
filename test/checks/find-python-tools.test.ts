import {chmod, symlink} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {afterAll, expect, test} from 'vitest';
import {findPythonTools} from '../../source/checks/find-python-tools.ts';
import {createDirectory, removeDirectories, writeFiles} from '../helpers/check-project.ts';

afterAll(removeDirectories);

const system = '/usr/bin/python3';

test('the one that has pytest and coverage wins over the first on PATH, and all that was tried is told', async () => {
	const workspace = await createDirectory();
	await writeFiles(workspace, {'bin/python3': `#!/bin/sh\nexec ${system} -I -S "$@"\n`});
	await chmod(path.join(workspace, 'bin/python3'), 0o755);
	const tools = await findPythonTools({workspace, env: {PATH: `${workspace}/bin:${process.env.PATH}`}});
	expect(Object.values({...tools.tests?.tools, ...tools.types?.tools}).every(version => /^\d+\.\d+/v.test(version))).toBe(true);
	expect(tools.tried.map(({origin, problem, interpreter}) => ({origin, problem, has: interpreter && Object.keys(interpreter.tools)}))).toEqual([
		{origin: '.venv', problem: 'not there', has: undefined},
		{origin: 'venv', problem: 'not there', has: undefined},
		{origin: 'PATH', problem: undefined, has: []},
		{origin: 'system', problem: undefined, has: ['pytest', 'coverage', 'mypy']},
	]);
});

test('the project\'s own environment comes first', async () => {
	const workspace = await createDirectory();
	await writeFiles(workspace, {'.venv/bin/other': ''});
	await symlink(system, path.join(workspace, '.venv/bin/python'));
	const tools = await findPythonTools({workspace, env: {PATH: process.env.PATH}});
	expect(tools.tried[0]?.origin).toBe('.venv');
	expect(tools.tests?.version).toMatch(/^3\./v);
	expect(tools.tests).toBe(tools.tried[0]?.interpreter);
});

test('a configured interpreter that is not there is not replaced by another', async () => {
	const workspace = await createDirectory();
	const {tests, types, tried} = await findPythonTools({workspace, python: './nowhere/python', env: {PATH: process.env.PATH}});
	expect({tests, types}).toEqual({tests: undefined, types: undefined});
	expect(tried[0]).toEqual({origin: 'configuration', python: path.join(workspace, 'nowhere/python'), problem: 'not there'});
});

test('what does not answer as Python does is told', async () => {
	const workspace = await createDirectory();
	const {tried} = await findPythonTools({workspace, python: '/bin/false', env: {}});
	expect(tried[0]?.problem).toBe('does not answer as Python 3.8 or later does (exit code 1)');
});
