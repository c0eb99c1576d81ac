import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	test,
} from 'vitest';
import {inspectIntegrity, type InspectOptions} from '../../source/checks/integrity/inspect-integrity.ts';
import {runProcess} from '../../source/checks/process/run-process.ts';
import {createDirectory, removeDirectories, writeFiles} from '../helpers/check-project.ts';
import {readCases, type IntegrityFile} from './integrity-cases.ts';

const pluginDirectory = path.join(import.meta.dirname, '../../source/checks/python');
const modules = ['shop/__init__.py', 'shop/calc.py', 'shop/store.py'];
const usual = 'from shop.calc import add\n\ndef test_add():\n    assert add(1, 2) == 3\n';
const weaker = usual.replace('== 3', 'is not None');

let scratch = '';
let python = '';

beforeAll(async () => {
	scratch = await createDirectory();
	const {stdout} = await execa('python3', ['-c', 'import sys; print(sys.executable)']);
	python = stdout;
});
afterAll(removeDirectories);

async function inspect(files: IntegrityFile[], options: Partial<InspectOptions> = {}) {
	return inspectIntegrity({
		python,
		pluginDirectory,
		scratch,
		timeoutMs: 60_000,
		signal: new AbortController().signal,
		files,
		paths: [...modules, ...files.filter(file => file.after !== undefined).map(file => file.path)],
		run: runProcess,
		...options,
	});
}

async function integrityOf(files: IntegrityFile[]) {
	const result = await inspect(files);
	if (!result.ok) {
		throw new Error(result.problem.text);
	}

	return result.integrity;
}

const idsOf = async (files: IntegrityFile[]) => {
	const {signs} = await integrityOf(files);
	return [...new Set(signs.map(({id}) => id))].toSorted();
};

const cases = await readCases();

describe.each([...Map.groupBy(cases, ({id}) => id)])('%s', (_, group) => {
	test.concurrent.each(group)('$kind: $title', async ({files, expected}) => {
		expect(await idsOf(files)).toEqual(expected.toSorted());
	});
});

test('every id has at least five bad and five honest examples', () => {
	const counts = [...Map.groupBy(cases, ({id}) => id)].map(([id, group]) => ({
		id, bad: group.filter(({kind}) => kind === 'bad').length, honest: group.filter(({kind}) => kind === 'honest').length,
	}));
	expect(counts).toHaveLength(13);
	expect(counts.filter(({bad, honest}) => bad < 5 || honest < 5)).toEqual([]);
});

test('a sign says where and what', async () => {
	expect(await integrityOf([{path: 'tests/test_calc.py', before: usual, after: weaker}])).toEqual({
		signs: [{
			id: 'assertions_removed',
			path: 'tests/test_calc.py',
			line: 3,
			test: 'tests/test_calc.py::test_add',
			message: 'tests/test_calc.py::test_add checks less than before: `assert add(1, 2) == 3` became `assert add(1, 2) is not None`',
		}],
		renamed: [],
		changesCode: false,
	});
});

test('tests that moved or were renamed', async () => {
	expect(await integrityOf([
		{path: 'tests/test_calc.py', before: `${usual}\ndef test_zero():\n    assert add(0, 0) == 0\n`, after: usual.replace('test_add', 'test_sum')},
		{path: 'tests/unit/test_zero.py', after: 'from shop.calc import add\n\nclass TestAdd:\n    def test_zero(self):\n        assert add(0, 0) == 0\n'},
	])).toEqual({
		signs: [],
		renamed: [
			{from: 'tests/test_calc.py::test_add', to: 'tests/test_calc.py::test_sum'},
			{from: 'tests/test_calc.py::test_zero', to: 'tests/unit/test_zero.py::TestAdd::test_zero'},
		],
		changesCode: false,
	});
});

const code = 'import os\n\n\ndef add(a, b):\n    """Adds."""\n    return a + b\n';

test.concurrent.each<[string, IntegrityFile, boolean]>([
	['a statement', {path: 'shop/calc.py', before: code, after: code.replace('a + b', 'b + a')}, true],
	['a new module', {path: 'shop/more.py', after: code}, true],
	['a deleted module', {path: 'shop/calc.py', before: code}, true],
	['a moved module', {
		path: 'shop/sums.py', from: 'shop/calc.py', before: code, after: code,
	}, true],
	['data of a package', {path: 'shop/words.json', before: '{}', after: '{"a": 1}'}, true],
	['another language', {path: 'web/app.js', before: 'a()', after: 'b()'}, true],
	['a comment', {path: 'shop/calc.py', before: code, after: `# Sums.\n${code}`}, false],
	['a docstring', {path: 'shop/calc.py', before: code, after: code.replace('Adds.', 'Adds two numbers.')}, false],
	['a docstring that is gone', {path: 'shop/calc.py', before: code, after: code.replace('    """Adds."""\n', '')}, false],
	['formatting', {path: 'shop/calc.py', before: code, after: code.replace('a + b', '(\n        a\n        + b\n    )')}, false],
	['a test', {path: 'tests/test_calc.py', before: usual, after: usual.replaceAll('3', '4')}, false],
	['a document', {path: 'readme.md', before: 'a', after: 'b'}, false],
	['settings', {path: 'setup.cfg', before: '[metadata]\nversion = 1\n', after: '[metadata]\nversion = 2\n'}, false],
])('whether code changes: %s', async (_, file, changesCode) => {
	expect(await integrityOf([file])).toMatchObject({changesCode});
});

const other = 'def test_other():\n    assert len("a") == 1\n';
const deep = (text: string) => `${other}\ndef test_deep():\n    x = ${text}\n    assert x\n`;

test.concurrent.each([
	['what is no Python', `${other}def (`],
	['null bytes', `${other}\0`],
	['a lone surrogate', `${other}x = "\u{D800}"`],
	['an encoding that does not exist', `# coding: nonsense\n${other}`],
	['deep parentheses', deep(`${'('.repeat(5000)}1${')'.repeat(5000)}`)],
	['a long sum', deep(Array.from({length: 5000}, () => '1').join(' + '))],
	['a long chain of attributes', deep(`a${'.b'.repeat(5000)}`)],
	['a long chain of calls', deep(`f${'()'.repeat(1000)}`)],
	['many negations', deep(`${'not '.repeat(2000)}a`)],
	['no text', ''],
])('%s does not keep it from the other files', async (_, after) => {
	expect(await idsOf([
		{path: 'tests/test_odd.py', after},
		{path: 'tests/test_calc.py', before: usual, after: weaker},
	])).toEqual(['assertions_removed']);
});

test('a file of 5 MB', async () => {
	const row = `    (1, "${'a'.repeat(86)}"),\n`;
	const table = (rows: number) => `ROWS = [\n${row.repeat(rows)}]\n`;
	expect(await idsOf([
		{path: 'shop/table.py', before: table(50_000), after: table(50_001)},
		{path: 'tests/test_calc.py', before: usual, after: weaker},
	])).toEqual(['assertions_removed']);
});

test('code that a declared encoding hides', async () => {
	expect(await idsOf([{path: 'conftest.py', after: '# coding: utf-7\nimport os\nos.+AF8-exit(0)\n'}])).toEqual(['exits_process']);
});

test.concurrent.each<[string, Record<string, string>, Partial<InspectOptions>, unknown]>([
	[
		'a crash',
		{'autopack_integrity/__main__.py': 'raise ValueError("no")\n'},
		{},
		{status: 'error', text: 'the inspection of tests failed (exit code 1): ValueError: no'},
	],
	['nothing written', {'autopack_integrity/__main__.py': ''}, {}, {status: 'error', text: 'the inspection of tests left no readable result'}],
	[
		'something else written',
		{'autopack_integrity/__main__.py': 'import sys\nopen(sys.argv[2], "w").write("{}")\n'},
		{},
		{status: 'error', text: 'the inspection of tests left no readable result'},
	],
	[
		'a hang',
		{'autopack_integrity/__main__.py': 'import time\ntime.sleep(600)\n'},
		{timeoutMs: 500},
		{status: 'timeout', text: 'the inspection of tests was stopped at its limit of 0.5 s'},
	],
	['no interpreter', {}, {python: '/nonexistent/python'}, {status: 'not_run', text: 'the inspection of tests could not be started: no such program'}],
])('%s is a problem', async (_, plugin, options, problem) => {
	const directory = await createDirectory();
	await writeFiles(directory, plugin);
	expect(await inspect([{path: 'a.py', after: 'x = 1\n'}], {pluginDirectory: directory, ...options})).toEqual({ok: false, problem});
});

test('an interruption is a problem', async () => {
	expect(await inspect([], {signal: AbortSignal.abort()})).toEqual({ok: false, problem: {status: 'error', text: 'the inspection of tests was interrupted'}});
});

test('nothing is left behind', async () => {
	const directory = await createDirectory();
	await inspect([{path: 'a.py', after: 'x = 1\n'}], {scratch: directory});
	expect(await readdir(directory)).toEqual([]);
});
