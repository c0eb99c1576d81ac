import {describe, expect, test} from 'vitest';
import {
	block,
	diffOf,
	landingOf,
	type RepairOfFile,
} from './apply.ts';

describe('typographic characters', () => {
	test.each<[name: string, before: string, reply: string, after: string, repairs: RepairOfFile[]]>([
		['a long dash for two hyphens', 'run --all\nend\n', block('f.py', 'run —all\nend', 'run —all —force\nend'), 'run --all --force\nend\n', [[1, 1, 'punctuation']]],
		['a long dash for one hyphen', 'a - b\nend\n', block('f.py', 'a — b\nend', 'a — c\nend'), 'a - c\nend\n', [[1, 1, 'punctuation']]],
		['an ellipsis for three dots', 'print("wait...")\n', block('f.py', 'print("wait…")', 'print("wait…", 1)'), 'print("wait...", 1)\n', [[1, 1, 'punctuation']]],
		['spaces that do not break', 'a = 1\nb = 2\n', diffOf('@@ @@\n a\u{A0}=\u{A0}1\n-b\u{A0}=\u{A0}2\n+b\u{A0}=\u{A0}3\n'), 'a = 1\nb = 3\n', [[1, 1, 'punctuation']]],
		['with the indentation shifted', 'if x:\n    say("a")\n    go()\n', block('f.py', 'say(“a”)\ngo()', 'say(“b”)\ngo()'), 'if x:\n    say("b")\n    go()\n', [[1, 2, 'indentation']]],
		['the file\'s own, which the reply wrote plainly in context, stay', '# it’s\nx = 1\n', diffOf('@@ @@\n # it\'s\n-x = 1\n+x = 2\n'), '# it’s\nx = 2\n', [[1, 1, 'punctuation']]],
		['new ones where the hunk matches as it stands are meant', 'x = 1\n', block('f.py', 'x = 1', 'x = "“1”"'), 'x = "“1”"\n', []],
	])('%s', (_name, before, reply, text, repairs) => {
		expect(landingOf(reply, before)).toEqual({text, repairs});
	});

	test.each([
		['one that the copied lines do not explain', 'x = "a"\n', block('f.py', 'x = “a”', 'x = “a…”')],
		['one dash for one hyphen and for two', 'a - b --c\n', block('f.py', 'a — b —c', 'a — b —d')],
		['quotes that were changed here and left there', 'a = "b"\n# “c”\n', block('f.py', 'a = “b”\n# “c”', 'a = “b”\n# “d”')],
		['plain characters on two new lines for one that has a typographic one', '# it’s so\n', block('f.py', '# it\'s so', '# it\'s thus\n# that\'s it')],
	])('left open: %s', (_name, before, reply) => {
		expect(landingOf(reply, before)).toBe('ambiguous');
	});
});

describe('blanks at the end of added lines', () => {
	test.each<[name: string, before: string, reply: string, after: string, repairs: RepairOfFile[]]>([
		['stray, as on the old lines: taken away', 'a\nb\nc\n', diffOf('@@ -1,3 +1,4 @@\n a  \n-b  \n+B  \n+D  \n c  \n'), 'a\nB\nD\nc\n', [[1, 1, 'trailing_whitespace']]],
		['the old lines have none: kept', 'a\nb\nc\n', block('f.py', 'a\nb', 'a\nB  '), 'a\nB  \nc\n', []],
		['the file has them too: kept', 'a  \nb  \nc\n', block('f.py', 'a  \nb  ', 'a  \nB  '), 'a  \nB  \nc\n', []],
		['blank lines of blanks, as the old ones', 'a\n\nb\n', diffOf('@@ -1,3 +1,5 @@\n a\n   \n+c\n+  \n b\n'), 'a\n\nc\n\nb\n', [[1, 1, 'trailing_whitespace']]],
	])('%s', (_name, before, reply, text, repairs) => {
		expect(landingOf(reply, before)).toEqual({text, repairs});
	});

	test.each([
		['only some of the added lines have them', 'a\nb\nc\n', diffOf('@@ -1,3 +1,4 @@\n a  \n-b  \n+B  \n+D\n c  \n')],
		['the file has some', 'a\nb  \nc\n', diffOf('@@ -1,3 +1,3 @@\n a  \n-b  \n+B  \n c  \n')],
	])('left open: %s', (_name, before, reply) => {
		expect(landingOf(reply, before)).toBe('ambiguous');
	});
});
