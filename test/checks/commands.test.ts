import {afterAll, expect, test} from 'vitest';
import {checksSettingsSchema} from '../../source/checks/settings.ts';
import {
	gist,
	passed,
	removeDirectories,
	runScenario,
} from '../helpers/check-project.ts';

afterAll(removeDirectories);

const lint = {name: 'lint', command: 'grep -q good file || exit 3', kind: 'command'} as const;

test.concurrent.for([
	['a command that passes', {file: 'good\n'}, {file: 'good\n'}, passed('exit code 0')],
	['one that fails', {file: 'good\n'}, {file: 'bad\n'}, {
		status: 'failed', summary: 'exit code 3', newFailures: ['lint: exit code 3'], knownFailures: [], fixed: [], brokenAtBase: false,
	}],
	['one that is fixed', {file: 'bad\n'}, {file: 'good\n'}, passed('exit code 0', {fixed: ['lint: exit code 3']})],
	['one that fails as it did at the base', {file: 'bad\n'}, {file: 'worse\n'}, {
		status: 'error', summary: 'exit code 3, as at the base', newFailures: [], knownFailures: ['lint: exit code 3'], fixed: [], brokenAtBase: true,
	}],
] as const)('%s', async ([, base, change, expected]) => {
	const {results} = await runScenario({base, change, settings: {checks: [lint]}});
	expect(results.map(result => gist(result))).toEqual([expected]);
});

test.concurrent('tests of another language that the change mends have passed: the exit code is no test that is gone', async () => {
	const {results} = await runScenario({base: {file: 'bad\n'}, change: {file: 'good\n'}, settings: {checks: [{...lint, kind: 'tests'}]}});
	expect(results.map(result => gist(result))).toEqual([passed('exit code 0', {fixed: ['lint: exit code 3']})]);
});

test.concurrent('an array is run without a shell; programs that are not there are missing', async () => {
	const {results} = await runScenario({
		settings: {
			checks: [
				{name: 'list', command: ['printf', '%s\n', '$HOME'], kind: 'tests'},
				{name: 'no program', command: ['no-such-program']},
				{name: 'no command', command: 'no-such-program'},
				{name: 'crash', command: 'kill -SEGV $$'},
				{name: 'slow', command: 'sleep 100', timeoutSeconds: 0.2},
			],
		},
	});
	expect(results.map(({name, kind, status, output, command}) => ({
		name, kind, status, output: status === 'passed' ? output : undefined, command: command[0],
	}))).toEqual([
		{
			name: 'list', kind: 'tests', status: 'passed', output: '$HOME\n', command: 'printf',
		},
		{
			name: 'no program', kind: 'command', status: 'not_run', output: undefined, command: 'no-such-program',
		},
		{
			name: 'no command', kind: 'command', status: 'not_run', output: undefined, command: 'sh',
		},
		{
			name: 'crash', kind: 'command', status: 'error', output: undefined, command: 'sh',
		},
		{
			name: 'slow', kind: 'command', status: 'timeout', output: undefined, command: 'sh',
		},
	]);
});

test('settings that cannot be meant are refused', () => {
	const isAccepted = (checks: unknown) => checksSettingsSchema.safeParse({cacheDirectory: '/tmp', checks}).success;
	expect(isAccepted([lint])).toBe(true);
	expect(isAccepted([lint, lint])).toBe(false);
	expect(isAccepted([])).toBe(false);
	expect(isAccepted([{...lint, kind: 'magic'}])).toBe(false);
	expect(isAccepted([{...lint, comand: 'x'}])).toBe(false);
});
