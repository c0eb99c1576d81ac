import {describe, expect, test} from 'vitest';
import {
	applyReply,
	diffOf,
	envelopeOf,
	landingOf,
	type RepairOfFile,
} from './apply.ts';

const source = 'def f():\n    a = 1\n    b = 2\n\n\ndef g():\n    return 3\n';

describe('context lines without their leading space', () => {
	test.each<[name: string, hunk: string, repairs: RepairOfFile[]]>([
		['all of them, indented ones too', 'def f():\n    a = 1\n-    b = 2\n+    b = 3\n', [[1, 1, 'leading_space']]],
		['only those that are not indented', 'def f():\n     a = 1\n-    b = 2\n+    b = 3\n', []],
		['only an indented one', ' def f():\n    a = 1\n-    b = 2\n+    b = 3\n', [[1, 1, 'leading_space']]],
		['and blank ones', '    a = 1\n-    b = 2\n+    b = 3\n\n\ndef g():\n    return 3\n', [[1, 2, 'leading_space']]],
	])('%s', (_name, hunk, repairs) => {
		const text = source.replace('b = 2', 'b = 3');
		expect([landingOf(diffOf(`@@ @@\n${hunk}`), source), landingOf(envelopeOf(`@@\n${hunk}`), source)]).toEqual([{text, repairs}, {text, repairs}]);
	});

	test('removed lines have lost no column', () => {
		expect(landingOf(diffOf('@@ @@\n def f():\n     a = 1\n-   b = 2\n+   b = 3\n'), source)).toBe('not_found');
	});
});

describe('blank added lines without their "+"', () => {
	test.each<[name: string, reply: string, after: string]>([
		['beside the added ones', diffOf('@@ @@\n     b = 2\n+    c = 3\n\n+    d = 4\n \n \n def g():\n'), source.replace('b = 2', 'b = 2\n    c = 3\n\n    d = 4')],
		['two of them', envelopeOf('@@\n def f():\n+    c = 3\n\n\n+    d = 4\n     a = 1\n'), source.replace('    a', '    c = 3\n\n\n    d = 4\n    a')],
	])('%s', (_name, reply, text) => {
		expect(landingOf(reply, source)).toMatchObject({text, repairs: [[1, expect.any(Number), 'blank_lines']]});
		expect(applyReply(reply, {'f.py': source})).toMatchObject({notes: expect.arrayContaining(['f.py: hunk 1 lacked the "+" of blank added lines']) as string[]});
	});

	test('apart from the change only if blank context elsewhere has its prefix', () => {
		const far = (blank: string) => diffOf(`@@ @@\n     b = 2\n${blank}\n${blank}\n-def g():\n+def h():\n     return 3\n@@ @@\n def f():\n\n     a = 1\n+    c = 1\n     b = 2\n`);
		expect([landingOf(far(' '), source), landingOf(far(''), source)]).toEqual([
			{text: 'def f():\n\n    a = 1\n    c = 1\n    b = 2\n\n\ndef h():\n    return 3\n', repairs: [[2, 1, 'blank_lines']]},
			'not_found',
		]);
	});
});

describe('lines after a hunk that are none of it', () => {
	test.each([
		['a sentence in the fence', diffOf('@@ @@\n def f():\n     a = 1\n-    b = 2\n+    b = 3\nThis changes the second value.\n')],
		['after a blank line', diffOf('@@ -1,3 +1,3 @@\n def f():\n     a = 1\n-    b = 2\n+    b = 3\n\nThis changes the second value.\n')],
	])('%s', (_name, reply) => {
		expect(applyReply(reply, {'f.py': source})).toMatchObject({
			ok: true,
			writes: [{path: 'f.py', content: source.replace('b = 2', 'b = 3')}],
			repairs: [],
		});
	});
});

describe('blank lines without a prefix that may be context or added ones', () => {
	const notes = 'Version 2\n---------\n\nUnreleased\n\n\nVersion 1\n---------\n';

	test('beside an added blank line with its "+" they are context', () => {
		expect(landingOf(envelopeOf('@@\n\n\n+- Fix it\n+\n\n\n Version 1\n ---------\n'), notes)).toBe('not_found');
	});

	test('between added and removed lines, the file has all or none of them', () => {
		const chunk = '@@\n println()\n+end\n\n+## Opening\n\n-Opening\n--------\n+Now.\n';
		expect([landingOf(envelopeOf(chunk), 'println()\n\nOpening\n-------\n'), landingOf(envelopeOf(chunk), 'println()\nOpening\n-------\n')])
			.toEqual(['not_found', {text: 'println()\nend\n\n## Opening\n\nNow.\n', repairs: [[1, 1, 'blank_lines']]}]);
	});

	test('a place where all of them would be context is in doubt, if all are added at the line that the header names', () => {
		const before = '    }\n\n\ndef f():\n    return {\n    }\n';
		expect(landingOf(diffOf('@@ -6,1 +6,4 @@\n     }\n\n\n+x = 1\n'), before)).toBe('ambiguous');
	});
});
