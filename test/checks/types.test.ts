import {afterAll, expect, test} from 'vitest';
import {parseTypeErrors} from '../../source/checks/measure-types.ts';
import {
	gist,
	passed,
	removeDirectories,
	runScenario,
} from '../helpers/check-project.ts';

afterAll(removeDirectories);

const settings = {mypy: true, coverage: false};
const broken = 'def f() -> int:\n    return "text"\n';

const typesOf = async (scenario: Parameters<typeof runScenario>[0]) => {
	const {results} = await runScenario({...scenario, settings: {...settings, ...scenario.settings}});
	return results.find(({kind}) => kind === 'types')!;
};

const error = (file: string) => `${file}: Incompatible return value type (got "str", expected "int") [return-value]`;

test.concurrent('new, known and fixed errors, whatever line they are on', async () => {
	const result = await typesOf({
		base: {'a.py': broken, 'b.py': broken},
		change: {'a.py': `import os\n\n${broken}\n\ndef g() -> int:\n    return "more"\n`, 'b.py': 'x = 1\n'},
	});
	expect(gist(result)).toEqual({
		status: 'failed', summary: '2 errors (1 new), 1 fixed', newFailures: [error('a.py')], knownFailures: [error('a.py')], fixed: [error('b.py')], brokenAtBase: false,
	});
	expect(result.tool?.version).toMatch(/^mypy \d/v);
});

test.concurrent('only errors that the base has', async () => {
	expect(gist(await typesOf({base: {'a.py': broken}, change: {'a.py': `\n\n${broken}`}})))
		.toEqual(passed('1 error (0 new)', {knownFailures: [error('a.py')]}));
});

test.concurrent('a file that mypy cannot read', async () => {
	expect(gist(await typesOf({base: {'a.py': 'x = 1\n'}, change: {'a.py': 'def f(:\n'}}))).toMatchObject({
		status: 'error', newFailures: [expect.stringMatching(/^a\.py: invalid syntax.* \[syntax\]$/v)], brokenAtBase: false,
	});
});

test.concurrent('two modules of the same name are checked all the same', async () => {
	expect(gist(await typesOf({change: {'a/conftest.py': broken, 'b/conftest.py': 'x = 1\n'}}))).toMatchObject({status: 'failed', newFailures: [error('a/conftest.py')]});
});

test.concurrent('the files that the project names', async () => {
	expect(gist(await typesOf({change: {'a.py': broken, 'b.py': 'x = 1\n', 'pyproject.toml': '[tool.mypy]\nfiles = [\n  "b.py",\n]\n'}}))).toEqual(passed('no errors'));
});

test.concurrent('nothing to check is no pass', async () => {
	expect(await typesOf({change: {'readme.md': 'text\n'}})).toMatchObject({status: 'not_run', summary: 'there is no Python file to check'});
});

test('identities have no line numbers', () => {
	expect(parseTypeErrors([
		'src/a.py:3:5: error: Name "x" already defined on line 12  [no-redef]',
		'src/a.py:3: note: something',
		'src/a.py: error: Source file found twice',
		'Found 2 errors',
	].join('\n'))).toEqual(['src/a.py: Name "x" already defined on line N [no-redef]', 'src/a.py: Source file found twice']);
});
