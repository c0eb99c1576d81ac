import {expect, test} from 'vitest';
import {
	block,
	diffOf,
	envelopeOf,
	landingOf,
	type RepairOfFile,
} from './apply.ts';

const tabbed = 'class A:\n\tdef f(self):\n\t\tfor x in y:\n\t\t\tuse(x)\n\t\treturn 1\n';
const spaced = tabbed.replaceAll('\t', ' '.repeat(4));

test.each<[name: string, before: string, reply: string, after: string, repairs: RepairOfFile[]]>([
	[
		'a block in spaces for a file in tabs, at three levels',
		tabbed,
		block('f.py', '        for x in y:\n            use(x)\n        return 1', '        for x in y:\n            if x:\n                use(x)\n        return 1'),
		'class A:\n\tdef f(self):\n\t\tfor x in y:\n\t\t\tif x:\n\t\t\t\tuse(x)\n\t\treturn 1\n',
		[[1, 3, 'tabs']],
	],
	[
		'a block in tabs for a file in spaces',
		spaced,
		block('f.py', '\t\tfor x in y:\n\t\t\tuse(x)', '\t\tfor x in y:\n\t\t\tif x:\n\t\t\t\tuse(x)'),
		'class A:\n    def f(self):\n        for x in y:\n            if x:\n                use(x)\n        return 1\n',
		[[1, 3, 'tabs']],
	],
	[
		'a diff in spaces, two a level',
		tabbed,
		diffOf('@@ -3,3 +3,4 @@\n     for x in y:\n-      use(x)\n+      if x:\n+        use(x)\n     return 1\n'),
		'class A:\n\tdef f(self):\n\t\tfor x in y:\n\t\t\tif x:\n\t\t\t\tuse(x)\n\t\treturn 1\n',
		[[1, 3, 'tabs']],
	],
	[
		'an envelope in tabs for a file of two spaces a level',
		tabbed.replaceAll('\t', '  '),
		envelopeOf('@@\n \tdef f(self):\n+\t\tself.g()\n \t\tfor x in y:\n'),
		'class A:\n  def f(self):\n    self.g()\n    for x in y:\n      use(x)\n    return 1\n',
		[[1, 2, 'tabs']],
	],
	[
		'lines of tabs and of spaces in one file: only those of the hunk count',
		`${tabbed}\ndef g():\n    return 2\n`,
		block('f.py', '    def f(self):\n        for x in y:', '    def f(self):\n        z = 1\n        for x in y:'),
		`${tabbed.replace('\t\tfor', '\t\tz = 1\n\t\tfor')}\ndef g():\n    return 2\n`,
		[[1, 2, 'tabs']],
	],
])('%s', (_name, before, reply, text, repairs) => {
	expect(landingOf(reply, before)).toEqual({text, repairs});
});

test.each([
	['columns that no width of a tab explains', 'def f():\n\ta = 1\n\t\tb = 2\n', block('f.py', '    a = 1\n       b = 2', '    a = 1\n       b = 3')],
	['a hunk in one character for lines in both', 'if a:\n\tb = 1\nif c:\n    d = 1\n', block('f.py', '    b = 1\nif c:\n\td = 1', '    b = 2\nif c:\n\td = 1')],
])('%s: refused', (_name, before, reply) => {
	expect(landingOf(reply, before)).toBe('not_found');
});
