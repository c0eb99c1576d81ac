import {describe, expect, test} from 'vitest';
import {defaultLimits} from '../../source/patch/limits.ts';
import type {FileState} from '../../source/patch/file-state.ts';
import {
	applyReply,
	block,
	fence,
	outcomeOf,
} from './apply.ts';

const whole = (path: string, text = 'x = 1\n'): string => `${path}\n${fence(text)}`;
const added = (path: string): string => `*** Begin Patch\n*** Add File: ${path}\n+x\n*** End Patch\n`;

describe('paths', () => {
	test.each([
		'/etc/passwd',
		'../x.py',
		'a/../../x.py',
		'C:/x.py',
		String.raw`C:\x.py`,
		String.raw`\\host\x`,
		String.raw`a\b.py`,
		'.git/hooks/pre-commit',
		'sub/.git/config',
		'.GIT/config',
		'.Git',
		'.git./config',
		'.git /x',
		'git~1/config',
		'.g\u{200C}it/config',
		'\u{FF0E}git/config',
		'.git::$INDEX_ALLOCATION/x',
		'nul',
		'a/CON.txt',
		'com1.py',
		'aux',
		'LPT9.log',
		'a\u{1B}[31m.py',
		'a\u{202E}.py',
		'a//b.py',
		'a/./b.py',
		'a./b.py',
		'.autopack/journal.sqlite',
		'~/.ssh/authorized_keys',
		'a:b',
	])('%j', path => {
		expect(outcomeOf(added(path), {})).toBe('unsafe_path');
	});

	test.each(['.gitignore', '.github/workflows/ci.yml', 'git.py', 'console.py', 'nullable.py', 'a..b.py', 'ä/ö.py', 'with space.py', '.env.example'])('%j is fine', path => {
		expect(outcomeOf(added(path), {})).toEqual({[path]: 'x\n'});
	});

	test.each([
		['a diff', '--- /dev/null\n+++ b/../x.py\n@@ -0,0 +1 @@\n+x\n'],
		['an absolute diff', '--- /etc/hosts\n+++ /etc/hosts\n@@ -1 +1 @@\n-a\n+b\n'],
		['a rename', 'diff --git a/a.py b/.git/a.py\nrename from a.py\nrename to .git/a.py\n'],
		['a move', '*** Begin Patch\n*** Update File: a.py\n*** Move to: ../a.py\n*** End Patch\n'],
		['a deletion', '*** Begin Patch\n*** Delete File: .git/index\n*** End Patch\n'],
		['a block', block('../a.py', 'a', 'b')],
		['a whole file', whole('/tmp/a.py')],
	])('in %s', (_name, reply) => {
		expect(outcomeOf(reply, {'a.py': 'a\n'})).toBe('unsafe_path');
	});

	test.each<[FileState['kind'], string]>([['symlink', 'unsafe_path'], ['behind-symlink', 'unsafe_path'], ['submodule', 'unsafe_path'], ['directory', 'exists']])('%s', (kind, code) => {
		expect(outcomeOf(whole('a/b.py'), {'a/b.py': {kind}})).toBe(code);
		expect(outcomeOf(block('a/b.py', 'x', 'y'), {'a/b.py': {kind}})).toBe(code);
	});

	test('a file as another\'s directory', () => {
		expect(outcomeOf(whole('a.py') + whole('a.py/b.py'), {})).toBe('exists');
	});
});

describe('modes and binaries', () => {
	test.each([
		['symbolic link', 'diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+/etc/passwd\n', 'mode'],
		['link by index line', 'diff --git a/l b/l\nindex 1234567..89abcde 120000\n--- a/l\n+++ b/l\n@@ -1 +1 @@\n-x\n+y\n', 'mode'],
		['submodule', 'diff --git a/s b/s\nnew file mode 160000\n--- /dev/null\n+++ b/s\n@@ -0,0 +1 @@\n+Subproject commit 1234\n', 'mode'],
		['setuid', 'diff --git a/l b/l\nold mode 100644\nnew mode 104755\n', 'mode'],
		['taking +x away', 'diff --git a/l b/l\nold mode 100755\nnew mode 100644\n', 'mode'],
		['git binary patch', 'diff --git a/l b/l\nindex 1234567..89abcde 100644\nGIT binary patch\nliteral 3\nKcmZ\n', 'binary'],
		['binary files differ', 'diff --git a/l b/l\nindex 1234567..89abcde 100644\nBinary files a/l and b/l differ\n', 'binary'],
	])('%s', (_name, reply, code) => {
		expect(outcomeOf(reply, {l: 'x\n'})).toBe(code);
	});

	test.each<[string, number[]]>([['Latin-1', [0x61, 0xE9, 0x0A]], ['a NUL', [0x61, 0, 0x0A]]])('a file that is not text: %s', (_name, bytes) => {
		const files = {'a.bin': {kind: 'file' as const, content: new Uint8Array(bytes)}};
		expect(outcomeOf(block('a.bin', 'a', 'b'), files)).toBe('binary');
		expect(outcomeOf(whole('a.bin'), files)).toBe('binary');
	});
});

describe('truncation', () => {
	const diff = 'diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,4 @@\n a\n-b\n+B\n+C\n c\n';
	test.each([
		['open fence of a whole file', 'a.py\n```\nx = 1\n'],
		['open fence of a diff', `\`\`\`diff\n${diff}`],
		['open fence after a complete edit', `${block('a.py', 'b', 'B')}And:\n\`\`\`python\nx =\n`],
		['block without end', 'a.py\n<<<<<<< SEARCH\nb\n=======\nB\n'],
		['block without divider', 'a.py\n<<<<<<< SEARCH\nb\n'],
		['second block without end', `${block('a.py', 'b', 'B')}a.py\n<<<<<<< SEARCH\nc\n=======\n`],
		['a block that begins in another', 'a.py\n<<<<<<< SEARCH\nb\n=======\nB\n<<<<<<< SEARCH\nc\n=======\nC\n>>>>>>> REPLACE\n'],
		['envelope without end', '*** Begin Patch\n*** Update File: a.py\n@@\n-b\n+B\n'],
		['envelope without end in a closed fence', fence('*** Begin Patch\n*** Update File: a.py\n@@\n-b\n+B\n')],
		['envelope: update without change', '*** Begin Patch\n*** Update File: a.py\n*** End Patch\n'],
		['header only', 'diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n'],
		['git line only', 'diff --git a/a.py b/a.py\nindex 1234567..89abcde 100644\n'],
		['half a header after a complete diff', `${diff}--- a/b.py\n`],
		['hunk without body', '--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,4 @@\n'],
		['hunk without change', '--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,4 @@\n a\n'],
		['last hunk shorter than stated, ending in +', '--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,4 @@\n a\n-b\n+B\n'],
		['last hunk shorter than stated, ending in -', '--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,4 @@\n a\n-b\n'],
		['bare hunk cut in a line', '--- a/a.py\n+++ b/a.py\n@@ @@\n a\n-b\n+B = "hal'],
		['thinking that never ends', `<think>hm\n${diff}`],
	])('%s', (_name, reply) => {
		expect(outcomeOf(reply, {'a.py': 'a\nb\nc\n'})).toBe('truncated');
	});

	test('every beginning of a reply is refused or is right in all files', () => {
		const files = {'a.py': 'a\nb\nc\n', 'b.py': '1\n2\n'};
		const reply = fence(`${diff}--- a/b.py\n+++ b/b.py\n@@ -1,2 +1,2 @@\n 1\n-2\n+3\n`, 'diff');
		const results = Array.from({length: reply.length - 5}, (_, length) => outcomeOf(reply.slice(0, length), files));
		expect(results.filter(result => typeof result !== 'string')).toEqual([]);
		expect(outcomeOf(reply, files)).toEqual({'a.py': 'a\nB\nC\nc\n', 'b.py': '1\n3\n'});
	});
});

describe('text that must not be written', () => {
	test.each([
		'# ... rest of the file unchanged',
		'# rest of the code',
		'// ... existing code ...',
		'# existing code',
		'    # ... (same as before)',
		'...',
		'/* ... */',
		'<!-- rest of the file unchanged -->',
		'# (rest of the class remains unchanged)',
		'[... rest of file omitted ...]',
		'// ...',
		'{/* existing code */}',
		'# remaining methods unchanged',
		'… rest unchanged …',
		'# Keep the other methods as before',
		'-- ... rest of the query',
	])('elided: %s', line => {
		expect(outcomeOf(whole('a.py', `x = 1\n${line}\n`), {})).toBe('elided');
		expect(outcomeOf(block('a.py', 'b', `b\n${line}`), {'a.py': 'a\nb\n'})).toBe('elided');
	});

	test.each([
		['a stub\'s body', 'a.py', 'class P(Protocol):\n    def f(self) -> int:\n        ...\n'],
		['a body on its line', 'a.py', 'def f() -> int: ...\n'],
		['a comment about the rest', 'a.py', '# the rest of the arguments are passed on\nf(*rest)\n# Other methods\n# existing users are kept\n'],
		['a spread', 'a.ts', 'f({\n\t...rest,\n\t...existing,\n});\n'],
		['a heading', 'a.md', '# Existing code\n\n...\n'],
		['a type', 'a.py', 'x: tuple[int, ...] = ()\n'],
	])('not elided: %s', (_name, path, text) => {
		expect(outcomeOf(whole(path, text), {})).toEqual({[path]: text});
	});

	test('`...` for a body that the file spells out', () => {
		expect(outcomeOf(whole('a.py', 'def f():\n    ...\n\n\nx = 2\n'), {'a.py': 'def f():\n    return 1\n\n\nx = 1\n'})).toBe('elided');
	});

	test('what the file has already is not judged', () => {
		const text = '# ... rest unchanged\n<<<<<<< ours\nx = 1\n';
		expect(outcomeOf(block('a.py', 'x = 1', 'x = 2'), {'a.py': text})).toEqual({'a.py': text.replace('1', '2')});
		expect(outcomeOf('*** Begin Patch\n*** Update File: a.py\n*** Move to: b.py\n*** End Patch\n', {'a.py': text})).toEqual({'a.py': undefined, 'b.py': text});
	});

	test.each(['<<<<<<< ours', '>>>>>>> theirs', '||||||| base', '<<<<<<<'])('conflict marker %s', line => {
		expect(outcomeOf(whole('a.py', `x = 1\n${line}\n`), {})).toBe('conflict_markers');
	});

	test.each(['-----BEGIN RSA PRIVATE KEY-----', `key = "sk-ant-${'a1'.repeat(30)}"`, `token = "ghp_${'a1'.repeat(18)}"`, `AWS = "AKIA${'A1'.repeat(8)}"`])('secret', line => {
		expect(outcomeOf(whole('a.py', `${line}\n`), {})).toBe('secret');
	});
});

describe('what is there and what is not', () => {
	const text = Array.from({length: 20}, (_, index) => `line ${index}\n`).join('');
	test.each<[string, string, unknown]>([
		['create what exists', '*** Begin Patch\n*** Add File: a.py\n+other\n*** End Patch\n', 'exists'],
		['create what exists, as a diff', '--- /dev/null\n+++ b/a.py\n@@ -0,0 +1 @@\n+other\n', 'exists'],
		['create what exists, by an empty SEARCH', block('a.py', '', 'other'), 'exists'],
		['create the same', `--- /dev/null\n+++ b/a.py\n@@ -0,0 +1,20 @@\n${text.replaceAll(/^(?=.)/gmv, '+')}`, 'already_applied'],
		['create what is there but empty', '--- /dev/null\n+++ b/empty.py\n@@ -0,0 +1 @@\n+x\n', {'empty.py': 'x\n'}],
		['new file without /dev/null', '--- a/new.py\n+++ b/new.py\n@@ -0,0 +1 @@\n+x\n', {'new.py': 'x\n'}],
		['edit what is missing', block('no.py', 'a', 'b'), 'missing_file'],
		['edit what is missing, as a diff', '--- a/no.py\n+++ b/no.py\n@@ -1 +1 @@\n-a\n+b\n', 'missing_file'],
		['delete what is missing', '*** Begin Patch\n*** Delete File: no.py\n*** End Patch\n', 'missing_file'],
		['move onto a file', '*** Begin Patch\n*** Update File: a.py\n*** Move to: empty.py\n*** End Patch\n', 'exists'],
		['delete with a part of the text', '--- a/a.py\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-line 0\n-line 1\n', 'not_found'],
		['delete with another text', '--- a/a.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-other\n', 'not_found'],
		['a fragment as the whole', whole('a.py', 'line 3\nline four\n'), 'fragment'],
		['a fragment of a package file', whole('package.json', '"scripts": {"test": "vitest"}\n'), 'fragment'],
		['nothing new', whole('a.py', text), 'already_applied'],
		['the same on both sides', block('a.py', 'line 3', 'line 3'), 'unchanged'],
		['to and fro', block('a.py', 'line 3', 'x') + block('a.py', 'x', 'line 3'), 'unchanged'],
	])('%s', (_name, reply, outcome) => {
		expect(outcomeOf(reply, {'a.py': text, 'empty.py': '', 'package.json': '{\n\t"name": "x"\n}\n'})).toEqual(outcome);
	});

	test('a patch that is there already, in whole or in part', () => {
		const first = block('a.py', 'line 3', 'line three\nline 3.5');
		const second = block('a.py', 'line 5\nline 6', 'line 5\nnew\nline 6');
		const third = block('a.py', 'line 9', 'line 9\nappended');
		const done = outcomeOf(first + second + third, {'a.py': text}) as Record<string, string>;
		expect(outcomeOf(first + second + third, done)).toBe('already_applied');
		expect(outcomeOf(first + block('a.py', 'line 12', 'x'), done)).toBe('partly_applied');
	});

	test('one hunk that does not fit, and no file is written', () => {
		expect(outcomeOf(block('a.py', 'line 3', 'x') + block('b.py', 'no such line', 'y') + whole('c.py'), {'a.py': text, 'b.py': text})).toBe('not_found');
	});
});

describe('replies', () => {
	test.each([
		['prose', 'I would change the parser so that it splits on commas.', 'empty'],
		['nothing', '', 'empty'],
		['JSON of some shape', '{"files": [], "status": "nothing to do"}', 'empty'],
		['code without a path', fence('x = 1', 'python'), 'empty'],
		['a diff fence without hunks', `a.py\n${fence('-a\n+b', 'diff')}`, 'malformed'],
		['a hunk of no file', '@@ -1 +1 @@\n-a\n+b\n', 'malformed'],
		['a block of no file', '<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n', 'malformed'],
		['a block with two dividers', 'a.py\n<<<<<<< SEARCH\na\n=======\nb\n=======\nc\n>>>>>>> REPLACE\n', 'ambiguous'],
		['a new file with removed lines', '--- /dev/null\n+++ b/n.py\n@@ -0,0 +1 @@\n-a\n+b\n', 'malformed'],
		['chatter inside an envelope\'s new file', '*** Begin Patch\n*** Add File: n.py\n+a\nhello\n*** End Patch\n', 'malformed'],
		['a copy', 'diff --git a/a.py b/b.py\nsimilarity index 100%\ncopy from a.py\ncopy to b.py\n', 'malformed'],
	])('%s', (_name, reply, code) => {
		expect(outcomeOf(reply, {'a.py': 'a\n'})).toBe(code);
	});

	test('sizes', () => {
		expect(outcomeOf(whole('a.py', 'é'.repeat(600_000)), {})).toBe('too_large');
		const many = Array.from({length: 3}, (_, index) => whole(`f${index}.py`)).join('');
		expect(outcomeOf(many, {}, {limits: {...defaultLimits, maxFiles: 2}})).toBe('too_large');
		expect(outcomeOf(many, {}, {limits: {...defaultLimits, maxBytes: 10}})).toBe('too_large');
		expect(outcomeOf(block('a.py', 'a', 'b') + block('a.py', 'b', 'c'), {'a.py': 'a\n'}, {limits: {...defaultLimits, maxHunks: 1}})).toBe('too_large');
	});

	test('a refusal carries no control characters', () => {
		const result = applyReply(block('a.py', 'nothing like it', 'x'), {'a.py': 'red \u{1B}[31m\n'});
		expect(result.ok ? '' : result.message).toContain('red \u{FFFD}[31m');
	});
});
