import {describe, expect, test} from 'vitest';
import {
	applyReply,
	block,
	diffOf,
	envelopeOf,
	fence,
	outcomeOf,
	type Files,
} from './apply.ts';

const source = 'import os\n\n\ndef f(x):\n    a = 1\n    return a\n\n\ndef g(x):\n    return x\n';

describe('applied once, then again', () => {
	test.each<[name: string, reply: string]>([
		['a diff', diffOf('@@ -4,3 +4,3 @@\n def f(x):\n     a = 1\n-    return a\n+    return a + 1\n')],
		['a block', block('f.py', '    return a', '    return a + 1')],
		['an envelope', envelopeOf('@@ def f(x):\n     a = 1\n-    return a\n+    return a + 1\n')],
		['an insertion with context on both sides', diffOf('@@ -4,2 +4,3 @@\n def f(x):\n+    b = 2\n     a = 1\n')],
		['an insertion after its only context', diffOf('@@ -4 +4,2 @@\n def f(x):\n+    b = 2\n')],
		['an insertion before its only context', diffOf('@@ -4 +4,2 @@\n+@cache\n def f(x):\n')],
		['an insertion at the end', envelopeOf('@@\n def g(x):\n     return x\n+\n+\n+def h(x):\n+    return x\n')],
		['an insertion among blank lines', diffOf('@@ -6,4 +6,8 @@\n     return a\n \n \n+def h(x):\n+    return 1\n+\n+\n def g(x):\n')],
		['an insertion after blank lines alone', envelopeOf('@@\n \n \n+def h(x):\n+    return 1\n+\n+\n def g(x):\n')],
		['an insertion that begins as what follows', diffOf('@@ -6,3 +6,7 @@\n     return a\n \n+\n+def h(x):\n+    return 1\n+\n \n def g(x):\n')],
		['a removal', diffOf('@@ -4,3 +4,2 @@\n def f(x):\n-    a = 1\n     return a\n')],
		['two hunks', diffOf('@@ -1 +1,2 @@\n import os\n+import re\n@@ -9,2 +10,2 @@\n def g(x):\n-    return x\n+    return -x\n')],
		['two blocks', block('f.py', 'import os', 'import os\nimport re') + block('f.py', '    return x', '    return -x')],
		['a whole file', `f.py\n${fence(source.replace('a = 1', 'a = 2'), 'python')}`],
		['a new file', '*** Begin Patch\n*** Add File: n.py\n+x = 1\n*** End Patch\n'],
		['a new file as a diff', '--- /dev/null\n+++ b/n.py\n@@ -0,0 +1 @@\n+x = 1\n'],
		['a change and a deletion', '*** Begin Patch\n*** Update File: f.py\n@@\n-    return a\n+    return a + 1\n*** Delete File: old.py\n*** End Patch\n'],
		['a change and a deletion, as a diff', `${diffOf('@@ -6 +6 @@\n-    return a\n+    return a + 1\n')}${fence('--- a/old.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x = 1\n', 'diff')}`],
		['a new file and a deletion', '*** Begin Patch\n*** Add File: n.py\n+x = 1\n*** Delete File: old.py\n*** End Patch\n'],
	])('%s', (_name, reply) => {
		const files: Files = {'f.py': source, 'old.py': 'x = 1\n'};
		const first = outcomeOf(reply, files);
		expect(first).toBeTypeOf('object');
		const after = Object.fromEntries(Object.entries({...files, ...first as Files}).filter(([, text]) => text !== undefined));
		expect(outcomeOf(reply, after)).toBe('already_applied');
	});
});

describe('a part is there', () => {
	const done = source.replace('return a', 'return a + 1');
	const first = '@@ -6 +6 @@\n-    return a\n+    return a + 1\n';
	const second = '@@ -10 +10 @@\n-    return x\n+    return -x\n';
	test.each<[name: string, reply: string, files: Files]>([
		['one of two hunks', diffOf(first + second), {'f.py': done}],
		['the second of two hunks', diffOf(`@@ -1 +1 @@\n-import os\n+import re\n${first}`), {'f.py': done}],
		['one of two blocks', block('f.py', '    return a', '    return a + 1') + block('f.py', '    return x', '    return -x'), {'f.py': done}],
		['one of two files', '*** Begin Patch\n*** Add File: n.py\n+x = 1\n*** Update File: f.py\n@@\n-    return a\n+    return a + 1\n*** End Patch\n', {'f.py': done}],
		['the new one of two files', '*** Begin Patch\n*** Add File: n.py\n+x = 1\n*** Update File: f.py\n@@\n-    return a\n+    return a + 1\n*** End Patch\n', {'f.py': source, 'n.py': 'x = 1\n'}],
	])('%s', (_name, reply, files) => {
		expect(outcomeOf(reply, files)).toBe('partly_applied');
	});

	test('a deletion that is done beside a change that is not', () => {
		expect(outcomeOf('*** Begin Patch\n*** Update File: f.py\n@@\n-    return a\n+    return a + 1\n*** Delete File: old.py\n*** End Patch\n', {'f.py': source})).toBe('missing_file');
	});

	test('a whole file that stays as it is does no harm beside a change', () => {
		expect(outcomeOf(`g.py\n${fence('x = 1')}${block('f.py', '    return a', '    return a + 1')}`, {'f.py': source, 'g.py': 'x = 1\n'})).toEqual({'f.py': done});
	});
});

test('a hunk whose result stands where its header says is there, though its old text fits elsewhere', () => {
	const before = 'a = 1\nb = 2\nc = 3\n\na = 1\nc = 3\n';
	expect(applyReply(diffOf('@@ -1,2 +1,3 @@\n a = 1\n+b = 2\n c = 3\n'), {'f.py': before})).toMatchObject({ok: false, code: 'already_applied'});
});

test('the refusal says where', () => {
	expect(applyReply(diffOf('@@ -6 +6 @@\n-    return a\n+    return a + 1\n'), {'f.py': source.replace('return a', 'return a + 1')})).toEqual({
		ok: false, code: 'already_applied', message: 'All of the patch is in the files already.\nf.py: the result of hunk 1 is already there, at line 6',
	});
});
