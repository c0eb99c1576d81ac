import {expect, test} from 'vitest';
import {applyReply, outcomeOf} from './apply.ts';

const envelope = (body: string): string => `*** Begin Patch\n*** Update File: x.py\n${body}*** End Patch\n`;

const foo = 'def foo():\n    return 1\n';
const bar = 'def bar():\n    return 1\n';

test.each([
	['an anchor', envelope('@@ def foo():\n-    return 1\n+    return 2\n')],
	['an anchor in a header with numbers that are off', '--- a/x.py\n+++ b/x.py\n@@ -3,1 +3,1 @@ def foo():\n-    return 1\n+    return 2\n'],
])('a patch applied twice, told by %s, leaves the twin alone', (_name, reply) => {
	const first = applyReply(reply, {'x.py': `${foo}\n\n${bar}`});
	const once = `def foo():\n    return 2\n\n\n${bar}`;
	expect(first).toMatchObject({ok: true, writes: [{path: 'x.py', content: once}]});
	expect(outcomeOf(reply, {'x.py': once})).toBe('already_applied');
});

test('a line of context that stands elsewhere says that the hunk is for there', () => {
	const file = 'def foo():\n    y = 1\n    return y\n\n\ndef bar():\n    x = 1\n    return x\n';
	expect(outcomeOf(envelope('@@\n def foo():\n     x = 1\n-    return x\n+    return x + 1\n'), {'x.py': file})).toBe('not_found');
});

test('an ellipsis below the head of a function stays inside of it', () => {
	const file = `def foo():\n    return 0\n\n\n${bar}`;
	expect(outcomeOf(envelope('@@\n def foo():\n ...\n-    return 1\n+    return 2\n'), {'x.py': file})).toBe('not_found');
	expect(outcomeOf(envelope('@@\n def bar():\n ...\n-    return 1\n+    return 2\n'), {'x.py': file})).toEqual({'x.py': file.replace('1', '2')});
});

test('a hunk repeated with less context does not go to the twin', () => {
	const body = '    a = 1\n    b = 2\n    return a\n';
	const file = `def foo():\n${body}\n\ndef bar():\n    b = 2\n    return a\n`;
	const reply = envelope('@@\n def foo():\n     a = 1\n-    b = 2\n+    b = 3\n     return a\n@@\n-    b = 2\n+    b = 3\n     return a\n');
	expect(outcomeOf(reply, {'x.py': file})).toBe('ambiguous');
});

test('a function that nearly fits is a rival', () => {
	const half = (name: string, value: string) => `${name} run(self):\n    open()\n    value = ${value}\n    check()\n    close()\n`;
	const file = `${half('def', 'read_all()')}\n\n${half('async def', 'read()')}`;
	expect(outcomeOf(envelope('@@\n def run(self):\n     open()\n-    value = read()\n+    value = take()\n     check()\n     close()\n'), {'x.py': file})).toBe('not_found');
});

test.each<[string, string, Record<string, string>, unknown]>([
	['a date in a path', '--- a/log 2024-01-01 a.md\n+++ b/log 2024-01-01 a.md\n@@ -1 +1 @@\n-a\n+b\n', {'log 2024-01-01 a.md': 'a\n', log: 'a\n'}, {'log 2024-01-01 a.md': 'b\n'}],
	['a directory named like a prefix', '--- old/x.py\n+++ old/x.py\n@@ -1 +1 @@\n-a\n+b\n', {'old/x.py': 'a\n', 'x.py': 'a\n'}, 'ambiguous'],
	['a new file in such a directory', '--- /dev/null\n+++ new/x.py\n@@ -0,0 +1 @@\n+a\n', {}, {'new/x.py': 'a\n'}],
	['a file written to and fro', 'x.py\n```\none\n```\n\nx.py\n```\ntwo\n```\n\nx.py\n```\none\n```\n', {'x.py': 'zero\n'}, {'x.py': 'one\n'}],
	['a path in a file that is shown', 'README.md\n```markdown\n# Title\nFiles:\n```\nsrc/a.py\n```\n```\n', {'README.md': '# T\n', 'src/a.py': 'x\n'}, 'fragment'],
	['changes after the counts of a header', '--- a/x.py\n+++ b/x.py\n@@ -1,1 +1,1 @@\n-a\n+A\nb\n-c\n+C\n', {'x.py': 'a\nb\nc\n'}, {'x.py': 'A\nb\nC\n'}],
	['a new file without its text', 'diff --git a/x.py b/x.py\nnew file mode 100644\nindex 0000000..3b18e51\n', {}, 'truncated'],
	['new modes without the change that belongs to them', 'diff --git a/x.py b/x.py\nold mode 100644\nnew mode 100755\nindex 1234567..89abcde\n', {'x.py': 'a\n'}, 'truncated'],
	['code without a prefix at the end of a hunk', '```diff\n--- a/x.py\n+++ b/x.py\n@@\n a = 1\n+b = 2\nc = 3\n```\n', {'x.py': 'a = 1\n'}, 'not_found'],
	['a device name with a space', '*** Begin Patch\n*** Add File: COM1 .txt\n+x\n*** End Patch\n', {}, 'unsafe_path'],
])('never another file or a part: %s', (_name, reply, files, outcome) => {
	expect(outcomeOf(reply, files)).toEqual(outcome);
});
