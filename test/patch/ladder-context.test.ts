import {describe, expect, test} from 'vitest';
import {
	block,
	diffOf,
	envelopeOf,
	landingOf,
	type RepairOfFile,
} from './apply.ts';

const source = [
	'import os',
	'',
	'def load(path):',
	'    text = read(path)',
	'    text = text.strip()',
	'    lines = text.split()',
	'    check(lines)',
	'    return lines',
	'',
	'def save(path):',
	'    write(path)',
	'',
].join('\n');
const split = source.replace('split()', 'split(",")');
const change = '-    lines = text.split()\n+    lines = text.split(",")\n';

describe('an ellipsis in context stands for lines that are left out', () => {
	test.each(['...', '    ...', '    # ... existing code ...', '[...]', '    # rest of the function', '…'])('%j', gap => {
		const returned = source.replace('return lines', 'return tuple(lines)');
		expect([
			landingOf(diffOf(`@@ @@\n def load(path):\n ${gap}\n-    return lines\n+    return tuple(lines)\n`), source),
			landingOf(envelopeOf(`@@\n def load(path):\n ${gap}\n-    return lines\n+    return tuple(lines)\n`), source),
			landingOf(block('f.py', `def load(path):\n${gap}\n    return lines`, `def load(path):\n${gap}\n    return tuple(lines)`), source),
		]).toEqual(Array.from({length: 3}, () => ({text: returned, repairs: [[1, 3, 'ellipsis']]})));
	});

	test('between two changes, and after the last', () => {
		expect(landingOf(diffOf('@@ @@\n-    text = read(path)\n+    text = fetch(path)\n ...\n-    check(lines)\n+    verify(lines)\n ...\n'), source))
			.toEqual({text: source.replace('read(', 'fetch(').replace('check(', 'verify('), repairs: [[1, 4, 'ellipsis']]});
	});

	test('an insertion next to it has no place', () => {
		expect(landingOf(diffOf('@@ @@\n def load(path):\n ...\n+    log(path)\n ...\n     return lines\n'), source)).toBe('not_found');
	});

	test('one that the file has itself is context like any other', () => {
		expect(landingOf(diffOf('@@ @@\n def f():\n     ...\n-x = 1\n+x = 2\n'), 'def f():\n    ...\nx = 1\n')).toEqual({text: 'def f():\n    ...\nx = 2\n', repairs: []});
	});
});

describe('context that differs away from the change', () => {
	test.each<[name: string, hunk: string, repairs: RepairOfFile[]]>([
		['the outermost line above', ` something else\n     text = text.strip()\n${change}     check(lines)\n`, [[1, 5, 'context']]],
		['the outermost line below', `     text = text.strip()\n${change}     check(lines)\n something else\n`, [[1, 5, 'context']]],
		['one line at each end', ` something else\n     text = text.strip()\n${change}     check(lines)\n something else\n`, [[1, 5, 'context']]],
		['two lines above', ` something else\n and more\n     text = text.strip()\n${change}     check(lines)\n`, [[1, 5, 'context']]],
		['a line that the hunk leaves out', ` def load(path):\n     text = text.strip()\n${change}     check(lines)\n`, [[1, 3, 'context']]],
		['a line that the file does not have', ` def load(path):\n     text = read(path)\n     log(text)\n     text = text.strip()\n${change}     check(lines)\n`, [[1, 3, 'context']]],
		['a line that the file has otherwise', ` def load(path):\n     text = read(path, "utf-8")\n     text = text.strip()\n${change}     check(lines)\n`, [[1, 3, 'context']]],
		['a line between two changes', `-    text = read(path)\n+    text = read(path)\n     text = text.strip()\n${change}     check(lines)\n     return rows\n`, [[1, 4, 'context']]],
	])('%s', (_name, hunk, repairs) => {
		expect([landingOf(diffOf(`@@ @@\n${hunk}`), source), landingOf(envelopeOf(`@@\n${hunk}`), source)]).toEqual([{text: split, repairs}, {text: split, repairs}]);
	});

	test.each([
		['the line above the change differs', `     text = text.lower()\n${change}     check(lines)\n     return lines\n`],
		['the line below the change differs', `     text = read(path)\n     text = text.strip()\n${change}     verify(lines)\n     return lines\n`],
		['the removed line differs', '     text = text.strip()\n-    lines = text.split(";")\n+    lines = text.split(",")\n     check(lines)\n     return lines\n'],
		['three lines differ', ` a\n b\n c\n     text = text.strip()\n${change}     check(lines)\n     return lines\n \n def save(path):\n`],
		['as many lines differ as are found', ` a\n b\n     text = text.strip()\n${change}`],
		['only one line is found', ` a\n${change}`],
		['it ends with what it inserts', ' a\n     text = text.strip()\n     lines = text.split()\n+    log(lines)\n'],
		['it begins with what it inserts', '+    log(lines)\n     check(lines)\n     return lines\n a\n'],
		['a line missing between the change and its neighbour', `     text = read(path)\n${change}     check(lines)\n`],
	])('refused: %s', (_name, hunk) => {
		expect([landingOf(diffOf(`@@ @@\n${hunk}`), source), landingOf(envelopeOf(`@@\n${hunk}`), source)]).toEqual(['not_found', 'not_found']);
	});

	test('not in the last hunk of a reply that ends in the middle of a line', () => {
		expect(landingOf(`--- a/f.py\n+++ b/f.py\n@@ -4,5 +4,5 @@\n     something(else)\n     text = text.strip()\n${change}     check(lines)\n     return li`, source)).toBe('not_found');
	});
});

describe('a rival place', () => {
	const twins = [
		'class Client:',
		'    def get(self, key):',
		'        self.open()',
		'        reply = self.send(key)',
		'        self.close()',
		'        return reply',
		'',
		'class AsyncClient:',
		'    async def get(self, key):',
		'        self.open()',
		'        reply = await self.send(key)',
		'        self.close()',
		'        return reply',
		'',
	].join('\n');

	test('context that is stale in both twins decides nothing', () => {
		expect(landingOf(diffOf('@@ @@\n     def fetch(self, key):\n         self.open()\n         reply = self.send(key)\n-        self.close()\n+        self.stop()\n         return reply\n'), twins)).toBe('not_found');
	});

	test('the same hunk lands where all of it stands', () => {
		expect(landingOf(diffOf('@@ @@\n     def get(self, key):\n         self.open()\n         reply = self.send(key)\n-        self.close()\n+        self.stop()\n         return reply\n'), twins))
			.toEqual({text: twins.replace('self.close()', 'self.stop()'), repairs: []});
	});
});
