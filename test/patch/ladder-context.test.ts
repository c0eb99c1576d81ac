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
		['a line missing below what is added', `     text = text.strip()\n${change}     return lines\n \n`],
		['a line missing above what is added', '     text = read(path)\n+    log(text)\n     lines = text.split()\n     check(lines)\n'],
	])('refused: %s', (_name, hunk) => {
		expect([landingOf(diffOf(`@@ @@\n${hunk}`), source), landingOf(envelopeOf(`@@\n${hunk}`), source)]).toEqual(['not_found', 'not_found']);
	});

	test('not in the last hunk of a reply that ends in the middle of a line', () => {
		expect(landingOf(`--- a/f.py\n+++ b/f.py\n@@ -4,5 +4,5 @@\n     something(else)\n     text = text.strip()\n${change}     check(lines)\n     return li`, source)).toBe('not_found');
	});
});

describe('lines that a hunk leaves out next to its change', () => {
	test('above a removed line, even several', () => {
		const hunks = [`     text = read(path)\n${change}     check(lines)\n`, ` def load(path):\n${change}     check(lines)\n     return lines\n`];
		expect(hunks.flatMap(hunk => [landingOf(diffOf(`@@ @@\n${hunk}`), source), landingOf(envelopeOf(`@@\n${hunk}`), source)]))
			.toEqual([4, 4, 3, 3].map(line => ({text: split, repairs: [[1, line, 'context']]})));
	});

	test('below a removed line, also in a block that only removes', () => {
		const shorter = source.replace('    text = text.strip()\n', '');
		const landed = {text: shorter, repairs: [[1, 4, 'context']]};
		expect([
			landingOf(diffOf('@@ @@\n     text = read(path)\n-    text = text.strip()\n     check(lines)\n     return lines\n'), source),
			landingOf(block('f.py', '    text = read(path)\n    text = text.strip()\n    check(lines)', '    text = read(path)\n    check(lines)'), source),
		]).toEqual([landed, landed]);
	});

	test.each([
		['a block that replaces: what is left out may be after the new line', block('f.py', '    text = read(path)\n    lines = text.split()\n    check(lines)', '    text = read(path)\n    lines = text.split(",")\n    check(lines)'), source],
		['a block that removes one of two equal lines', block('f.py', 'a = 0\nb = 1\nb = 1\nc = 2', 'a = 0\nb = 1\nc = 2'), 'a = 0\nb = 1\nx = 3\nb = 1\nc = 2\n'],
		['other context that differs too', diffOf(`@@ @@\n     text = read(path)\n${change}     check(lines)\n     return rows\n`), source],
		['only a blank line beyond', diffOf('@@ @@\n \n-## 1.1\n+## 1.2\n \n ### Fixed\n'), 'Notes\n\n### Fixed\n\n- one\n\n## 1.1\n\n### Changed\n'],
		['a removed line that stands elsewhere', diffOf('@@ @@\n     text = read(path)\n-    lines = text.split(";")\n     check(lines)\n'), source],
	])('refused: %s', (_name, reply, before) => {
		expect(landingOf(reply, before)).toBe('not_found');
	});
});

describe('an insertion among blank lines', () => {
	const spaced = 'import os\n\nfirst = 1\n\nlast = 9\nend = 10\n';

	test('lands between a blank line and text, if the line beyond the blank one is stale', () => {
		expect(landingOf(diffOf('@@ @@\n first = "one"\n \n+middle = 5\n last = 9\n end = 10\n'), spaced)).toEqual({text: spaced.replace('last', 'middle = 5\nlast'), repairs: [[1, 4, 'context']]});
	});

	test.each([
		['the file has one blank line more', 'import os\n\nfirst = 1\n\n\nlast = 9\nend = 10\n'],
		['the file has a paragraph more', 'import os\n\nfirst = 1\n\nsecond = 2\n\nlast = 9\nend = 10\n'],
	])('refused: %s', (_name, before) => {
		expect(landingOf(diffOf('@@ @@\n import os\n \n first = 1\n \n+middle = 5\n last = 9\n end = 10\n'), before)).toBe('not_found');
	});
});

test('places that an ellipsis leaves open are one if the change is the same', () => {
	const before = 'def f():\n    a()\n\n    b()\n\n    c()\n    d()\n';
	expect(landingOf(diffOf('@@ @@\n     a()\n ...\n\n ...\n     c()\n-    d()\n+    e()\n'), before)).toEqual({text: before.replace('d()', 'e()'), repairs: [[1, 2, 'ellipsis']]});
});

test('a stale line that stands at several other places contradicts nothing, at one other place it does', () => {
	const hunk = '@@ @@\n     first(item)\n-    second(item)\n+    third(item)\n     fourth(item)\n     return item\n';
	const fileOf = (others: number) => `def f(item):\n    first(item)\n    second(item)\n    fourth(item)\n    return None\n${'\n'.repeat(8)}${'\ndef g(item):\n    return item\n'.repeat(others)}`;
	expect([2, 1].map(others => landingOf(diffOf(hunk), fileOf(others)))).toEqual([{text: fileOf(2).replace('second', 'third'), repairs: [[1, 2, 'context']]}, 'not_found']);
});

test('where the file has several lines more, what is next to the change may stand nowhere else', () => {
	const hunk = '@@ @@\n     return total(items)\n \n+limit = 5\n # ---\n';
	const fileOf = (again: string) => `def f(items):\n    return total(items)\nstop()\n# ---\ndef g():\n    pass\n\n# ---\n${again}`;
	expect(landingOf(diffOf(hunk), fileOf('\n# ---\n'))).toBe('not_found');
	expect(landingOf(diffOf(hunk), fileOf(''))).toEqual({text: fileOf('').replace('\n\n# ---', '\n\nlimit = 5\n# ---'), repairs: [[1, 2, 'context']]});
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
