import {mkdir} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {temporaryDirectory, writeAll} from '../helpers/temporary-repository.ts';
import {findCases} from './read-case.ts';
import {runCases} from './run-cases.ts';

const fixtures = path.join(import.meta.dirname, '../fixtures/gate');
const minuteMs = 60_000;

const files = {
	'project/adder.py': 'def add(a: int, b: int) -> int:\n    return a + b\n',
	'project/test_adder.py': 'from adder import add\n\n\ndef test_add():\n    assert add(1, 2) == 3\n',
	'patch.diff': `diff --git a/adder.py b/adder.py
--- a/adder.py
+++ b/adder.py
@@ -1,2 +1,2 @@
 def add(a: int, b: int) -> int:
-    return a + b
+    return a - b
`,
	'expected.json': '{"level": "needs_review", "reasons": ["checks_failed"]}',
};

const score = async (...args: string[]) => {
	const {exitCode, stdout, stderr} = await execa(process.execPath, [path.join(import.meta.dirname, 'score.ts'), ...args], {reject: false, stdin: 'ignore'});
	return {exitCode, lines: stdout.split('\n').filter(Boolean), stderr};
};

test('every case in the tree is judged as expected', {timeout: 20 * minuteMs}, async () => {
	const folders = await findCases(fixtures);
	const malformed: string[] = [];
	const outcomes = await runCases(folders, {
		jobs: availableParallelism(),
		signal: new AbortController().signal,
		onMalformed({message}) {
			malformed.push(message);
		},
	});
	expect({
		wrong: outcomes.filter(({wrong}) => wrong.length > 0).map(({name, wrong}) => `${name}: ${wrong.join('; ')}`),
		malformed,
		hasEnough: outcomes.length >= 70,
	}).toEqual({wrong: [], malformed: [], hasEnough: true});
});

test('a line a case: level, reasons, and whether they are as expected', async () => {
	const directory = await temporaryDirectory();
	await writeAll(path.join(directory, 'broken'), files);
	await writeAll(path.join(directory, 'called-ok'), {...files, 'expected.json': '{"level": "ok", "reasons": []}'});
	await writeAll(path.join(directory, 'called-secret'), {...files, 'expected.json': '{"level": "needs_review", "reasons": ["secret", "checks_failed"]}'});
	const {exitCode, lines} = await score('--dir', directory, '--json');
	const rows = lines.map(line => JSON.parse(line) as Record<string, unknown>);
	expect({
		exitCode,
		rows: rows.map(({name, level, right, wrong}) => ({
			name, level, right, wrong,
		})).toSorted((a, b) => String(a.name).localeCompare(String(b.name))),
		areTimed: rows.every(({seconds}) => typeof seconds === 'number'),
		haveReason: rows.every(({reasons}) => Array.isArray(reasons) && reasons.includes('checks_failed')),
	}).toEqual({
		exitCode: 1,
		rows: [
			{
				name: 'broken', level: 'needs_review', right: true, wrong: [],
			},
			{
				name: 'called-ok', level: 'needs_review', right: false, wrong: ['level is needs_review, not ok'],
			},
			{
				name: 'called-secret', level: 'needs_review', right: false, wrong: ['without secret'],
			},
		],
		areTimed: true,
		haveReason: true,
	});
	const alone = await score('--dir', directory, '--only', 'broken');
	expect({exitCode: alone.exitCode, summary: alone.lines.at(-1)}).toEqual({exitCode: 0, summary: 'level right: 1 of 1; all right: 1 of 1'});
});

test.each([
	['without a project', {'project/adder.py': undefined, 'project/test_adder.py': undefined}, 'there is no folder "project" with the base tree.'],
	['without a patch', {'patch.diff': undefined}, 'there is no file "patch.diff".'],
	['without expectations', {'expected.json': undefined}, 'there is no file "expected.json".'],
	['an unknown level', {'expected.json': '{"level": "fine", "reasons": []}'}, 'expected.json is not as it should be: level: '],
	['a phase that is not JSON', {'phase.json': '{'}, 'phase.json is not JSON: '],
	['a phase with a wrong field', {'phase.json': '{"scope": {"paths": "src"}}'}, 'phase.json is not as it should be: phases.0.scope.paths: '],
	['a review of another shape', {'review.json': '{"issues": [{"severity": "dreadful"}]}'}, 'review.json is neither a list of {auditor, review}, nor a review {approved, issues, messages}, nor a list of findings.'],
	['a patch that does not fit', {'project/adder.py': 'pass\n'}, 'patch.diff does not apply to the project: '],
	['a patch that changes nothing', {'patch.diff': ''}, 'patch.diff '],
])('a malformed case is said in a sentence: %s', async (_, change, sentence) => {
	const directory = await temporaryDirectory();
	const folder = path.join(directory, 'case');
	await mkdir(folder);
	const kept = Object.entries({...files, ...change}).filter((entry): entry is [string, string] => entry[1] !== undefined);
	await writeAll(folder, Object.fromEntries(kept));
	const {exitCode, lines, stderr} = await score('--dir', directory);
	expect({
		exitCode, lines, stderr: stderr.slice(0, folder.length + 2 + sentence.length), sentences: stderr.trim().split('\n').length,
	}).toEqual({
		exitCode: 2, lines: [], stderr: `${folder}: ${sentence}`, sentences: 1,
	});
});
