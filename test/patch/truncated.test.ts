import {expect, test} from 'vitest';
import {outcomeOf} from './apply.ts';

const source = 'import os\n\n\ndef first(x):\n    a = 1\n    return a\n\n\ndef second(x):\n    a = 1\n    return x\n';
const diff = '--- a/p/m.py\n+++ b/p/m.py\n@@ -2,7 +2,7 @@\n \n \n def first(x):\n-    a = 1\n+    a = 3\n     return a\n \n \n';
const result = {'p/m.py': source.replace('a = 1', 'a = 3')};
test.each([
	['blank context at the end was trimmed', diff.trimEnd() + '\n'],
	['one line of it', diff.slice(0, -2)],
	['the final newline too', diff.trimEnd()],
])('applied: %s', (_name, reply) => {
	expect(outcomeOf(reply, {'p/m.py': source})).toEqual(result);
});

test.each([
	['in the last hunk, after a removed line', diff.slice(0, diff.indexOf('+    a = 3'))],
	['in an added line', diff.slice(0, diff.indexOf(' = 3'))],
	['after an added line', diff.slice(0, diff.indexOf('     return a'))],
	['in a second hunk\'s header', `${diff}@@ -9,`],
	['after a second hunk\'s header', `${diff}@@ -9,3 +9,3 @@\n`],
	['a rename in its second path', 'diff --git a/p/m.py b/p/n.py\nsimilarity index 100%\nrename from p/m.py\nrename to p/n'],
	['a rename that says it has changes', 'diff --git a/p/m.py b/p/n.py\nsimilarity index 80%\nrename from p/m.py\nrename to p/n.py\n'],
	['a new file after its mode', 'diff --git a/n.py b/n.py\nnew file mode 100644\n--- /dev/null\n+++ b/n.py\n'],
])('truncated: %s', (_name, reply) => {
	expect(outcomeOf(reply, {'p/m.py': source})).toBe('truncated');
});
