import {describe, expect, test} from 'vitest';
import {
	applyReply,
	block,
	fence,
	outcomeOf,
} from './apply.ts';

const diff = (body: string): string => fence(`--- a/f.py\n+++ b/f.py\n${body}`, 'diff');

test.each<[name: string, before: string, reply: string, after: string, notes: string[], rung?: string]>([
	['exact', 'a\nb\nc\n', diff('@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n'), 'a\nB\nc\n', []],
	[
		'trailing whitespace; context keeps the file\'s',
		'a  \nb\t\nc\n',
		diff('@@ -1,3 +1,3 @@\n a\n-b\n+B\n c \n'),
		'a  \nB\nc\n',
		['f.py: hunk 1 matched after trailing whitespace was ignored'],
		'trailing_whitespace',
	],
	[
		'blank context lines without their space',
		'a\n\nb\nc\n',
		diff('@@ -1,4 +1,4 @@\n a\n\n-b\n+B\n c\n'),
		'a\n\nB\nc\n',
		['f.py: hunk 1 lacked the leading space of blank context lines'],
	],
	[
		'context lines without their space',
		'def f():\n    pass\nb\n',
		diff('@@ @@\ndef f():\n     pass\n-b\n+B\n'),
		'def f():\n    pass\nB\n',
		['f.py: hunk 1 lacked the leading space of context lines'],
	],
	[
		'LF patch, CRLF file',
		'a\r\nb\r\nc\r\n',
		diff('@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n'),
		'a\r\nB\r\nc\r\n',
		['f.py: hunk 1 matched after line endings (CRLF, LF) were ignored'],
		'line_endings',
	],
	[
		'CRLF hunk in an LF reply, LF file',
		'a\nb\nc\n',
		diff('@@ -1,3 +1,3 @@\n a\r\n-b\r\n+B\r\n c\r\n'),
		'a\nB\nc\n',
		['f.py: hunk 1 matched after line endings (CRLF, LF) were ignored'],
		'line_endings',
	],
	['missing final newline stays missing', 'a\nb', diff('@@ -1,2 +1,3 @@\n a\n b\n+c\n'), 'a\nb\nc', []],
	[
		'its marker against a file that has one',
		'a\nb\n',
		diff('@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+B\n'),
		'a\nB\n',
		['f.py: hunk 1 was wrong about the final newline of the file'],
	],
	[
		'typographic characters in the patch become the file\'s plain ones',
		'x = "a"\ny = \'b\'\n',
		block('f.py', 'x = “a”\ny = ‘b’', 'x = “c”\ny = ‘b’'),
		'x = "c"\ny = \'b\'\n',
		['f.py: hunk 1 matched after typographic quotes, dashes and spaces were read as plain ones'],
		'punctuation',
	],
	[
		'typographic characters in the file stay',
		'# 1–5 it’s\n',
		block('f.py', '# 1-5 it\'s', '# 1-6 it\'s'),
		'# 1–6 it’s\n',
		['f.py: hunk 1 matched after typographic quotes, dashes and spaces were read as plain ones'],
		'punctuation',
	],
	[
		'indentation shifted as a whole, added lines too',
		'class A:\n    def f(self):\n        return 1\n',
		block('f.py', 'def f(self):\n    return 1', 'def f(self):\n    if x:\n\n        return 2\n    return 1'),
		'class A:\n    def f(self):\n        if x:\n\n            return 2\n        return 1\n',
		['f.py: hunk 1 matched after its indentation was shifted by 4'],
		'indentation',
	],
	[
		'indentation taken away',
		'def f():\n    return 1\n',
		block('f.py', '    def f():\n        return 1', '    def f():\n        return 2'),
		'def f():\n    return 2\n',
		['f.py: hunk 1 matched after its indentation was shifted by 4'],
		'indentation',
	],
	[
		'a line number that is off',
		'a\nb\nc\nd\n',
		diff('@@ -40,2 +40,2 @@\n c\n-d\n+D\n'),
		'a\nb\nc\nD\n',
		['f.py: hunk 1 was found at line 3, not where its header says'],
	],
	[
		'a duplicated hunk',
		'a\nb\n',
		diff('@@ @@\n b\n+c\n@@ @@\n b\n+c\n'),
		'a\nb\nc\n',
		['f.py: hunk 2 repeats hunk 1 and was applied once'],
	],
	['hunks out of order', 'a\nb\nc\n', diff('@@ -3 +3 @@\n-c\n+C\n@@ -1 +1 @@\n-a\n+A\n'), 'A\nb\nC\n', []],
	['removed last line of a file without final newline', 'a\nb', block('f.py', 'a\nb', 'a'), 'a', []],
	['CRLF file without final newline', 'a\r\nb', block('f.py', 'b', 'b\nc'), 'a\r\nb\r\nc', []],
	['byte order mark', '\u{FEFF}a\nb\n', block('f.py', 'a', 'A'), '\u{FEFF}A\nb\n', []],
])('%s', (_name, before, reply, after, notes, rung) => {
	const repairs = rung === undefined
		? []
		: [{
			path: 'f.py', hunk: 1, line: expect.any(Number) as number, rung,
		}];
	expect(applyReply(reply, {'f.py': before})).toEqual({
		ok: true, writes: [{path: 'f.py', content: after}], notes, repairs,
	});
});

describe('one place, or none', () => {
	const twice = 'def a():\n    x = 1\n    y = 1\n\n\ndef b():\n    x = 1\n    y = 2\n';

	test('several places are ambiguous, and quoted', () => {
		expect(applyReply(block('f.py', '    x = 1', '    x = 2'), {'f.py': twice})).toEqual({
			ok: false,
			code: 'ambiguous',
			path: 'f.py',
			hunk: 1,
			line: 2,
			message: 'f.py: the hunk fits at 2 places: lines 2, 7. Give more of the lines around the one that is meant.\n'
				+ '    1 | def a():\n    2 |     x = 1\n  ...\n    6 | def b():\n    7 |     x = 1',
		});
	});

	test('a correct line number decides, in the file as the earlier hunks left it', () => {
		const reply = diff('@@ -1 +1,3 @@\n+import os\n+\n def a():\n@@ -7 +9 @@\n-    x = 1\n+    x = 3\n');
		expect(outcomeOf(reply, {'f.py': twice})).toEqual({'f.py': `import os\n\n${twice.slice(0, -20)}    x = 3\n    y = 2\n`});
	});

	test('line numbers of which one is wrong decide nothing', () => {
		expect(outcomeOf(diff('@@ -7 +7 @@\n-    x = 1\n+    x = 3\n@@ -3 +3 @@\n-    y = 2\n+    y = 3\n'), {'f.py': twice})).toBe('ambiguous');
	});

	test('a stated line that is not one of the places decides nothing', () => {
		expect(outcomeOf(diff('@@ -4 +4 @@\n-    x = 1\n+    x = 3\n'), {'f.py': twice})).toBe('ambiguous');
	});

	test('the enclosing line decides', () => {
		expect(outcomeOf(diff('@@ ... @@ def b():\n-    x = 1\n+    x = 3\n'), {'f.py': twice})).toEqual({'f.py': 'def a():\n    x = 1\n    y = 1\n\n\ndef b():\n    x = 3\n    y = 2\n'});
		expect(outcomeOf(diff('@@ ... @@ def c():\n-    x = 1\n+    x = 3\n'), {'f.py': twice})).toBe('ambiguous');
	});

	test('a stricter rung that finds several places is not saved by a looser one', () => {
		expect(outcomeOf(block('f.py', 'a', 'b'), {'f.py': 'a\na\n  a\n'})).toBe('ambiguous');
	});

	test('added lines with less indentation than is to be taken away', () => {
		expect(outcomeOf(block('f.py', '    a', 'b'), {'f.py': 'a\n'})).toBe('not_found');
	});

	test('only added lines have no place', () => {
		expect(outcomeOf(diff('@@ -1,0 +2 @@\n+new\n'), {'f.py': twice})).toBe('ambiguous');
	});

	test('the refusal quotes the nearest place and the first difference', () => {
		expect(applyReply(block('f.py', 'def b():\n    x = 11\n    y = 2', 'pass'), {'f.py': twice})).toEqual({
			ok: false,
			code: 'not_found',
			path: 'f.py',
			hunk: 1,
			line: 7,
			message: 'f.py: the hunk does not fit: its context and removed lines are not in the file. The nearest place in the file:\n'
				+ '    5 | \n    6 | def b():\n    7 |     x = 1\n    8 |     y = 2\n'
				+ 'Line 7 of the file is "    x = 1", the patch has "    x = 11".\nCopy the lines to be changed exactly as they stand in the file.',
		});
	});

	test('a refusal quotes at most 20 lines of a long hunk, around the difference', () => {
		const lines = Array.from({length: 300}, (_, index) => `line ${index}`);
		const search = lines.slice(50, 200).map(line => line === 'line 120' ? 'line 12x' : line).join('\n');
		const result = applyReply(block('f.py', search, 'x'), {'f.py': lines.join('\n')});
		const quoted = result.ok ? [] : result.message.split('\n').filter(line => line.includes(' | '));
		expect(quoted).toHaveLength(20);
		expect(quoted.join('\n')).toContain('  121 | line 120');
	});
});
