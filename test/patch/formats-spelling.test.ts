import {describe, expect, test} from 'vitest';
import {applyReply, fence, outcomeOf} from './apply.ts';

const source = 'import os\n\n\ndef first(x):\n    a = 1\n    return a\n\n\ndef second(x):\n    a = 1\n    return x\n';
const changed = source.replace('return x', 'return x + 1');
const body = '@@ -9,3 +9,3 @@ def first(x):\n def second(x):\n     a = 1\n-    return x\n+    return x + 1\n';
const search = '<<<<<<< SEARCH\n    return x\n=======\n    return x + 1\n>>>>>>> REPLACE\n';
const chunk = '@@ def second(x):\n     a = 1\n-    return x\n+    return x + 1\n';
const indent = (text: string, by: string): string => text.replaceAll(/^(?=.)/gmv, () => by);
const four = ' '.repeat(4);

describe('indented as a whole', () => {
	const diff = `--- a/p/m.py\n+++ b/p/m.py\n${body}`;
	const envelope = `*** Begin Patch\n*** Update File: p/m.py\n${chunk}*** End Patch\n`;
	const prefixes = [['two spaces', '  '], ['four spaces', four], ['a tab', '\t']] as const;
	test.each(prefixes)('by %s', (_name, by) => {
		expect([
			outcomeOf(`Here:\n\n${indent(diff, by)}`, {'p/m.py': source}),
			outcomeOf(`Here:\n\n${indent(envelope, by)}`, {'p/m.py': source}),
			outcomeOf(`p/m.py\n${indent(search, by)}`, {'p/m.py': source}),
			outcomeOf(indent(fence(`diff --git a/p/m.py b/p/m.py\n${diff}`, 'diff'), by), {'p/m.py': source}),
			outcomeOf(indent(fence(envelope), by), {'p/m.py': source}),
			outcomeOf(`p/m.py\n${indent(fence(search), by)}`, {'p/m.py': source}),
		]).toEqual(Array.from({length: 6}, () => ({'p/m.py': changed})));
	});

	test('inside a fence that is not', () => {
		expect([
			outcomeOf(fence(indent(diff, four), 'diff'), {'p/m.py': source}),
			outcomeOf(fence(indent(envelope, four)), {'p/m.py': source}),
		]).toEqual([{'p/m.py': changed}, {'p/m.py': changed}]);
	});

	test('hunks without a header, in a fence of a list item', () => {
		expect(outcomeOf(`- p/m.py\n${indent(fence(body, 'diff'), '  ')}\n- Done.\n`, {'p/m.py': source})).toEqual({'p/m.py': changed});
	});

	test('two items of a list, one with a fence that lines of the file look like', () => {
		const before = '# Use\n\n```sh\nrun\n```\n';
		const reply = `1. First \`p/m.py\`:\n\n   ${indent(fence(search), ' '.repeat(3)).trim()}\n\n2. Then \`readme.md\`:\n\n   ${indent(fence('<<<<<<< SEARCH\n```sh\nrun\n```\n=======\n```sh\nrun --all\n```\n>>>>>>> REPLACE\n', 'markdown'), ' '.repeat(3)).trim()}\n`;
		expect(outcomeOf(reply, {'p/m.py': source, 'readme.md': before})).toEqual({'p/m.py': changed, 'readme.md': before.replace('run', 'run --all')});
	});
});

describe('diffs of other tools', () => {
	test.each([
		['diff -u', `diff -u p/m.py.orig p/m.py\n--- p/m.py.orig\t2024-01-01 10:00:00\n+++ p/m.py\t2024-01-02 10:00:00\n${body}`],
		['diff -ruN', `diff -ruN a/p/m.py b/p/m.py\n--- a/p/m.py\n+++ b/p/m.py\n${body}`],
		['Index: and a row of =', `Index: p/m.py\n${'='.repeat(67)}\n--- p/m.py\t(revision 1)\n+++ p/m.py\t(working copy)\n${body}`],
		['git with the mode in its index line', `diff --git a/p/m.py b/p/m.py\nindex 83db48f..bf26a1d 100644\n--- a/p/m.py\n+++ b/p/m.py\n${body}`],
		['a line number in words', `--- a/p/m.py\n+++ b/p/m.py\n${body.replace(/^@@.*$/mv, '@@ line 9 @@ def second(x):')}`],
		['a line number alone', `--- a/p/m.py\n+++ b/p/m.py\n${body.replace(/^@@.*$/mv, '@@ -9 @@')}`],
		['without a space after @@', `--- a/p/m.py\n+++ b/p/m.py\n${body.replace(/^@@.*$/mv, '@@-9,3 +9,3@@')}`],
	])('%s', (_name, reply) => {
		expect([outcomeOf(reply, {'p/m.py': source}), outcomeOf(fence(reply, 'diff'), {'p/m.py': source})]).toEqual([{'p/m.py': changed}, {'p/m.py': changed}]);
	});

	test('two files with Index: lines', () => {
		const section = (path: string) => `Index: ${path}\n${'='.repeat(67)}\n--- ${path}\n+++ ${path}\n@@ -1 +1 @@\n-a\n+b\n`;
		expect(outcomeOf(section('x.py') + section('y.py'), {'x.py': 'a\n', 'y.py': 'a\n'})).toEqual({'x.py': 'b\n', 'y.py': 'b\n'});
	});

	test('a line in words decides between two places', () => {
		const reply = fence('--- a/p/m.py\n+++ b/p/m.py\n@@ line 10 @@\n-    a = 1\n+    a = 2\n', 'diff');
		expect(outcomeOf(reply, {'p/m.py': source})).toEqual({'p/m.py': source.replace('a = 1\n    return x', 'a = 2\n    return x')});
	});

	test('a git diff that renames without saying so', () => {
		expect(applyReply(fence(`diff --git a/p/m.py b/p/n.py\n--- a/p/m.py\n+++ b/p/n.py\n${body}`, 'diff'), {'p/m.py': source})).toEqual({
			ok: true, notes: [], repairs: [], writes: [{path: 'p/m.py', content: undefined}, {path: 'p/n.py', content: changed, from: 'p/m.py'}],
		});
	});
});

describe('spellings of SEARCH/REPLACE', () => {
	const blockOf = (begin: string, middle: string, end: string): string => `p/m.py\n${fence(`${begin}\n    return x\n${middle}\n    return x + 1\n${end}`, 'python')}`;
	test.each([
		['cline', '------- SEARCH', '=======', '+++++++ REPLACE'],
		['angle brackets', '<<<<<<< SEARCH>', '=======', '>>>>>>> REPLACE'],
		['five characters', '<<<<< SEARCH', '=====', '>>>>> REPLACE'],
		['ORIGINAL and UPDATED', '<<<<<<< ORIGINAL', '=======', '>>>>>>> UPDATED'],
		['without a space', '<<<<<<<SEARCH', '=======', '>>>>>>>REPLACE'],
		['lower case', '<<<<<<< search', '=======', '>>>>>>> replace'],
		['spaces at the end', '<<<<<<< SEARCH  ', '=======  ', '>>>>>>> REPLACE  '],
		['roo, with a start line', '<<<<<<< SEARCH\n:start_line:11\n-------', '=======', '>>>>>>> REPLACE'],
		['roo, with both lines', '<<<<<<< SEARCH\n:start_line:11\n:end_line:11\n-------', '=======', '>>>>>>> REPLACE'],
		['the path on the marker', '<<<<<<< SEARCH p/m.py', '=======', '>>>>>>> REPLACE'],
	])('%s', (_name, begin, middle, end) => {
		expect(outcomeOf(blockOf(begin, middle, end), {'p/m.py': source})).toEqual({'p/m.py': changed});
	});

	test('the path on the marker alone', () => {
		expect(outcomeOf(`<<<<<<< SEARCH p/m.py\n${search.slice(search.indexOf('\n') + 1)}`, {'p/m.py': source})).toEqual({'p/m.py': changed});
	});

	test('a start line decides between two places', () => {
		const reply = (line: number) => `p/m.py\n<<<<<<< SEARCH\n:start_line:${line}\n-------\n    a = 1\n=======\n    a = 2\n>>>>>>> REPLACE\n`;
		expect([5, 10, 7].map(line => outcomeOf(reply(line), {'p/m.py': source}))).toEqual([
			{'p/m.py': source.replace('a = 1\n    return a', 'a = 2\n    return a')},
			{'p/m.py': source.replace('a = 1\n    return x', 'a = 2\n    return x')},
			'ambiguous',
		]);
	});

	test('a row of = in the text, as long as no marker', () => {
		const before = 'Title\n=====\nold\n';
		expect(outcomeOf('a.md\n<<<<<<< SEARCH\nTitle\n=====\nold\n=======\nTitle\n=====\nnew\n>>>>>>> REPLACE\n', {'a.md': before})).toEqual({'a.md': before.replace('old', 'new')});
	});
});

describe('where the path of a whole file stands', () => {
	const text = 'x = 1\n';
	test.each([
		['in the info string', fence(text, 'python src/a.py')],
		['in the info string, after a colon', fence(text, 'python:src/a.py')],
		['as a title', fence(text, 'python title="src/a.py"')],
		['as a file name', fence(text, 'python filename=src/a.py')],
		['in a tag', `<file path="src/a.py">\n${fence(text, 'python')}</file>\n`],
		['in a comment', `// src/a.py\n${fence(text)}`],
		['in a comment of HTML', `<!-- src/a.py -->\n${fence(text)}`],
		['File: in bold', `**File: src/a.py**\n${fence(text)}`],
		['File: in bold, path in backticks', `**File:** \`src/a.py\`\n${fence(text)}`],
		['Here is the new', `Here is the new \`src/a.py\`:\n\n${fence(text, 'python')}`],
		['Create', `Create \`src/a.py\`:\n\n${fence(text, 'python')}`],
	])('%s', (_name, reply) => {
		expect(outcomeOf(reply, {})).toEqual({'src/a.py': text});
	});

	test.each([
		['bin/run', 'bin/run\n'],
		['Makefile', 'Makefile\n'],
		['scripts/deploy', '`scripts/deploy`:\n'],
	])('a name without a dot: %s', (path, line) => {
		expect(outcomeOf(`${line}${fence('run\n')}`, {})).toEqual({[path]: 'run\n'});
	});
});

describe('spellings of the envelope', () => {
	test.each([
		['other words and spaces', `***Begin Patch\n*** Modify File : p/m.py\n${chunk}***End Patch\n`],
		['stars at the end', `*** Begin Patch ***\n*** Update File: p/m.py ***\n${chunk}*** End Patch ***\n`],
		['a path in backticks', `*** Begin Patch\n*** Update File: \`p/m.py\`\n${chunk}*** End Patch\n`],
		['a unified header inside', `*** Begin Patch\n*** Update File: p/m.py\n--- a/p/m.py\n+++ b/p/m.py\n${body}*** End Patch\n`],
		['a git header inside', `*** Begin Patch\n*** Update File: p/m.py\ndiff --git a/p/m.py b/p/m.py\nindex 83db48f..bf26a1d 100644\n--- a/p/m.py\n+++ b/p/m.py\n${body}*** End Patch\n`],
		['around a git diff', `*** Begin Patch\ndiff --git a/p/m.py b/p/m.py\n--- a/p/m.py\n+++ b/p/m.py\n${body}*** End Patch\n`],
		['markers with a space before them', `*** Begin Patch\n *** Update File: p/m.py\n${chunk} *** End Patch\n`],
		['no Begin Patch', `*** Update File: p/m.py\n${chunk}*** End Patch\n`],
		['two anchors', '*** Begin Patch\n*** Update File: p/m.py\n@@ def second(x):\n@@     a = 1\n-    return x\n+    return x + 1\n*** End Patch\n'],
		['a line hint', '*** Begin Patch\n*** Update File: p/m.py\n@@ line 11\n-    return x\n+    return x + 1\n*** End Patch\n'],
	])('%s', (_name, reply) => {
		expect(outcomeOf(reply, {'p/m.py': source})).toEqual({'p/m.py': changed});
	});

	test.each([
		['a unified header and hunk header inside Add File', '*** Begin Patch\n*** Add File: n.py\n--- /dev/null\n+++ b/n.py\n@@ -0,0 +1,3 @@\n+a\n+\n+b\n*** End Patch\n'],
		['an indented end', '*** Begin Patch\n*** Add File: n.py\n+a\n+\n+b\n *** End Patch\n'],
		['blank lines without plus', '*** Begin Patch\n*** Add File: n.py\n+a\n\n+b\n\n*** End Patch\n'],
	])('%s', (_name, reply) => {
		expect(outcomeOf(reply, {})).toEqual({'n.py': 'a\n\nb\n'});
	});

	test('a line of a file that looks like a marker is one of the file where markers have no space', () => {
		const of = (header: string) => outcomeOf(`*** Begin Patch\n*** Update File: a.txt\n${header} *** End Patch\n-x\n+y\n*** End Patch\n`, {'a.txt': '*** End Patch\nx\n'});
		expect([of('@@\n'), of('')]).toEqual([{'a.txt': '*** End Patch\ny\n'}, {'a.txt': '*** End Patch\ny\n'}]);
	});

	test('*** End of File decides between two places, and takes what has no other', () => {
		const of = (lines: string) => `*** Begin Patch\n*** Update File: a.txt\n@@\n${lines}*** End of File\n*** End Patch\n`;
		expect([
			outcomeOf(of('-x\n+y\n'), {'a.txt': 'x\na\nx\n'}),
			outcomeOf(of('+y\n'), {'a.txt': 'x\na\n'}),
			outcomeOf(of('-x\n+y\n'), {'a.txt': 'x\nx\na\n'}),
		]).toEqual([{'a.txt': 'x\na\ny\n'}, {'a.txt': 'x\na\ny\n'}, 'ambiguous']);
	});
});
