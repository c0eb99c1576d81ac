import {describe, expect, test} from 'vitest';
import {
	applyReply,
	block,
	diffOf,
	envelopeOf,
	fence,
	landingOf,
	outcomeOf,
} from './apply.ts';

const source = 'def a():\n    x = 1\n    y = 1\n\n\ndef b():\n    x = 1\n    z = 2\n';
const done = source.replace('y = 1', 'y = 2').replace('z = 2', 'z = 3');

describe('what one hunk changed is what the next sees', () => {
	test.each([
		['blocks', block('f.py', '    y = 1', '    y = 2') + block('f.py', '    y = 2', '    y = 3'), source.replace('y = 1', 'y = 3')],
		['a line that the first block added', block('f.py', '    y = 1', '    y = 1\n    w = 1') + block('f.py', '    w = 1', '    w = 2'), source.replace('y = 1', 'y = 1\n    w = 2')],
		['envelopes', envelopeOf('@@\n-    y = 1\n+    y = 2\n') + envelopeOf('@@\n-    y = 2\n+    y = 3\n'), source.replace('y = 1', 'y = 3')],
		['a file that the reply creates', `${block('g.py', '', 'a = 1\nb = 2')}${block('g.py', 'b = 2', 'b = 3')}`, 'a = 1\nb = 3\n'],
	])('%s', (_name, reply, text) => {
		expect(landingOf(reply, source)).toEqual({text, repairs: []});
	});

	test('a file that was moved is edited under its new name', () => {
		expect(outcomeOf('*** Begin Patch\n*** Update File: f.py\n*** Move to: g.py\n*** Update File: g.py\n@@\n-    y = 1\n+    y = 2\n*** End Patch\n', {'f.py': source}))
			.toEqual({'f.py': undefined, 'g.py': source.replace('y = 1', 'y = 2')});
	});
});

describe('hunks that are all written for the text as it was', () => {
	test.each([
		['context of the second holds what the first removed', '@@ -2,2 +2,2 @@\n     x = 1\n-    y = 1\n+    y = 2\n@@ -3,6 +3,6 @@\n     y = 1\n \n \n def b():\n     x = 1\n-    z = 2\n+    z = 3\n', done],
		['context of the first holds what the second removes', '@@ -1,3 +1,3 @@\n-def a():\n+def c():\n     x = 1\n     y = 1\n@@ -2,3 +2,3 @@\n     x = 1\n-    y = 1\n+    y = 2\n \n', source.replace('a()', 'c()').replace('y = 1', 'y = 2')],
		['in the other order', '@@ -7,2 +7,2 @@\n     x = 1\n-    z = 2\n+    z = 3\n@@ -1,3 +1,3 @@\n def a():\n     x = 1\n-    y = 1\n+    y = 2\n', done],
		['in the other order, with another length', '@@ -7,2 +9,2 @@\n     x = 1\n-    z = 2\n+    z = 3\n@@ -1,3 +1,5 @@\n def a():\n+    w = 1\n+    v = 1\n     x = 1\n-    y = 1\n+    y = 2\n', done.replace('    x', '    w = 1\n    v = 1\n    x')],
		['split in two that touch', '@@ -2,1 +2,1 @@\n-    x = 1\n+    x = 2\n     y = 1\n@@ -3,1 +3,1 @@\n-    y = 1\n+    y = 2\n \n', source.replace('x = 1\n    y = 1', 'x = 2\n    y = 2')],
	])('%s', (_name, hunks, text) => {
		const chunks = hunks.replaceAll(/^@@ .*$/gmv, '@@');
		expect([landingOf(diffOf(hunks), source), landingOf(envelopeOf(chunks), source)]).toEqual([{text, repairs: []}, {text, repairs: []}]);
	});

	test('a place that only the first hunk makes a second one of is not meant', () => {
		expect(landingOf(diffOf('@@ @@\n-    y = 1\n+    z = 2\n@@ @@\n-    z = 2\n+    z = 3\n'), source)).toEqual({text: source.replace('z = 2', 'z = 3').replace('y = 1', 'z = 2'), repairs: []});
	});

	test('two removals of one line by different hunks contradict each other', () => {
		expect(landingOf(diffOf('@@ @@\n-    y = 1\n+    y = 2\n@@ @@\n-    y = 1\n+    y = 3\n'), source)).toBe('not_found');
	});
});

describe('duplicates are applied once', () => {
	const hunk = '@@ -6,3 +6,4 @@\n def b():\n     x = 1\n+    w = 1\n     z = 2\n';
	const once = source.replace('    z', '    w = 1\n    z');
	test.each([
		['a hunk verbatim', diffOf(hunk + hunk)],
		['with other numbers', diffOf(hunk + hunk.replace('-6,3 +6,4', '-16,3 +17,4'))],
		['with less context', diffOf(`${hunk}@@ -7,2 +7,3 @@\n     x = 1\n+    w = 1\n     z = 2\n`)],
		['a removal as well', diffOf('@@ -6,3 +6,3 @@\n def b():\n     x = 1\n-    z = 2\n+    w = 1\n+    z = 2\n'.repeat(2))],
		['a second block', block('f.py', '    z = 2', '    w = 1\n    z = 2').repeat(2)],
		['a second file section', fence(`--- a/f.py\n+++ b/f.py\n${hunk}`.repeat(2), 'diff')],
		['a second fence', diffOf(hunk) + diffOf(hunk)],
		['a second chunk', envelopeOf(hunk.replace(/^@@.*$/mv, '@@').repeat(2))],
		['a second envelope', envelopeOf(hunk.replace(/^@@.*$/mv, '@@ def b():')).repeat(2)],
	])('%s', (_name, reply) => {
		expect(landingOf(reply, source)).toEqual({text: once, repairs: []});
	});

	test('files that are added or deleted twice', () => {
		const reply = '*** Begin Patch\n*** Add File: n.py\n+x = 1\n*** Delete File: f.py\n*** Add File: n.py\n+x = 1\n*** Delete File: f.py\n*** End Patch\n';
		expect(applyReply(reply, {'f.py': source})).toEqual({
			ok: true, notes: [], repairs: [], writes: [{path: 'f.py', content: undefined}, {path: 'n.py', content: 'x = 1\n'}],
		});
	});

	test('a file that is added twice with different texts', () => {
		expect(outcomeOf('*** Begin Patch\n*** Add File: n.py\n+x = 1\n*** Add File: n.py\n+x = 2\n*** End Patch\n', {})).toBe('exists');
	});

	test('a note says so', () => {
		expect(applyReply(diffOf(hunk + hunk.replace('-6,3 +6,4', '-16,3 +17,4')), {'f.py': source})).toMatchObject({notes: ['f.py: hunk 2 repeats another one and was applied once']});
	});
});

describe('two equal hunks for two places', () => {
	const both = source.replaceAll('x = 1', 'x = 5');
	test.each([
		['told apart by their anchors', envelopeOf('@@ def a():\n-    x = 1\n+    x = 5\n@@ def b():\n-    x = 1\n+    x = 5\n'), both],
		['told apart by their numbers', diffOf('@@ -2 +2 @@\n-    x = 1\n+    x = 5\n@@ -7 +7 @@\n-    x = 1\n+    x = 5\n'), both],
		['by anchors, with only added lines of their own', envelopeOf('@@ def a():\n     x = 1\n+    w = 1\n@@ def b():\n     x = 1\n+    w = 1\n'), source.replaceAll('x = 1', 'x = 1\n    w = 1')],
	])('%s', (_name, reply, text) => {
		expect(landingOf(reply, source)).toEqual({text, repairs: []});
	});

	test('told apart only for the first: the second may be the first again', () => {
		expect(landingOf(envelopeOf('@@ def b():\n-    x = 1\n+    x = 5\n@@\n-    x = 1\n+    x = 5\n'), source)).toBe('ambiguous');
	});

	test('by nothing', () => {
		expect(landingOf(envelopeOf('@@\n-    x = 1\n+    x = 5\n@@\n-    x = 1\n+    x = 5\n'), source)).toBe('ambiguous');
	});
});

describe('a place that only the patch has written', () => {
	test('is not meant where the text before has one too', () => {
		const before = 'def a():\n    x = 1\n\n\ndef b():\n    # note\n    y = 1\n    z = 1\n';
		const reply = block('f.py', 'def a():\n    x = 1', 'def a():\n    # note\n    y = 1\n    x = 1') + block('f.py', 'def b():\n    # note', 'def b():\n    # other') + block('f.py', '    # note\n    y = 1', '    # note\n    y = 1\n    w = 1');
		expect(outcomeOf(reply, {'f.py': before})).toEqual({'f.py': 'def a():\n    # note\n    y = 1\n    x = 1\n\n\ndef b():\n    # other\n    y = 1\n    w = 1\n    z = 1\n'});
	});

	test('nor for a hunk of a diff with an ellipsis, whatever its header names', () => {
		const before = 'def f():\n    start()\n    run()\n    old()\n    stop()\n    end()\n';
		const reply = diffOf('@@ @@\n+def f():\n+    start()\n+    run()\n+    old()\n+    stop()\n+    end()\n+\n+\n-def f():\n+def g():\n     start()\n@@ @@ def f():\n     run()\n-    old()\n+    new()\n     stop()\n ...\n     end()\n');
		expect(outcomeOf(reply, {'f.py': before})).toEqual({'f.py': `${before}\n\n${before.replace('f()', 'g()').replace('old', 'new')}`});
	});

	test('the same insertion with another indentation is not made twice', () => {
		const before = 'Intro\n\nThe reference.\n\n## Parts\n';
		const blockOf = (columns: number) => {
			const indent = ' '.repeat(columns);
			return block('f.py', `${indent}The reference.\n\n${indent}## Parts`, `${indent}The reference.\n\n${indent}See more.\n\n${indent}## Parts`);
		};

		expect([outcomeOf(blockOf(4), {'f.py': before}), outcomeOf(blockOf(4) + blockOf(2), {'f.py': before})])
			.toEqual([{'f.py': before.replace('## Parts', 'See more.\n\n## Parts')}, 'not_found']);
	});
});
