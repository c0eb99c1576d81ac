import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {
	applyReply,
	block,
	fence,
	outcomeOf,
} from './apply.ts';

const envelope = (lines: string): string => `*** Begin Patch\n${lines}*** End Patch\n`;
const adding = (...paths: string[]): string => envelope(paths.map(path => `*** Add File: ${path}\n+${path.length}\n`).join(''));

describe('names that some file systems take for one', () => {
	test.each([
		['case', adding('src/Readme.py', 'src/readme.py')],
		['case of a folder', adding('Src/a.py', 'src/a.py')],
		['composed and decomposed letters', adding('caf\u{E9}.py', 'cafe\u{301}.py')],
		['a rename and a new file', envelope('*** Update File: a.py\n*** Move to: B.py\n*** Add File: b.py\n+x\n')],
		['beside a file that is changed', envelope('*** Update File: a.py\n@@\n-a\n+b\n*** Add File: A.py\n+x\n')],
	])('%s', (_name, reply) => {
		expect(outcomeOf(reply, {'a.py': 'a\n'})).toBe('unsafe_path');
	});

	test('a rename to another case is one', () => {
		expect(applyReply(envelope('*** Update File: README.md\n*** Move to: readme.md\n'), {'README.md': 'a\n'})).toEqual({
			ok: true, notes: [], repairs: [], writes: [{path: 'README.md', content: undefined}, {path: 'readme.md', content: 'a\n', from: 'README.md'}],
		});
	});

	test('a file in place of one that is deleted, and two that were there before', () => {
		expect([
			outcomeOf(envelope('*** Delete File: A.py\n*** Add File: a.py\n+x\n'), {'A.py': 'a\n'}),
			outcomeOf(block('A.py', 'a', 'b') + block('a.py', 'a', 'c'), {'A.py': 'a\n', 'a.py': 'a\n'}),
		]).toEqual([{'A.py': undefined, 'a.py': 'x\n'}, {'A.py': 'b\n', 'a.py': 'c\n'}]);
	});
});

describe('a deletion that quotes no text', () => {
	const text = 'a\nb\n';
	const hash = (value: string): string => createHash('sha256').update(value).digest('hex');
	const deletion = envelope('*** Delete File: a.py\n');
	const diff = '--- a/a.py\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n';
	const bare = 'diff --git a/a.py b/a.py\ndeleted file mode 100644\n';
	test.each<[name: string, reply: string, read: Map<string, string> | undefined, outcome: unknown]>([
		['of a file that was shown', deletion, new Map([['a.py', hash(text)]]), {'a.py': undefined}],
		['of a file that was not shown', deletion, new Map([['b.py', hash(text)]]), 'unread'],
		['of a file that has changed since', deletion, new Map([['a.py', hash('a\n')]]), 'stale'],
		['where nobody knows what was shown', deletion, undefined, {'a.py': undefined}],
		['of a diff without hunks', bare, new Map(), 'unread'],
		['but a diff with all its lines needs none', diff, new Map(), {'a.py': undefined}],
	])('%s', (_name, reply, read, outcome) => {
		expect(outcomeOf(reply, {'a.py': text}, {read})).toEqual(outcome);
	});

	test('names its file', () => {
		expect(applyReply(deletion, {'a.py': text}, {read: new Map()})).toMatchObject({ok: false, code: 'unread', path: 'a.py'});
	});

	test('a file that the reply itself made was read', () => {
		expect(outcomeOf(envelope('*** Add File: b.py\n+x\n*** Delete File: b.py\n*** Add File: c.py\n+x\n'), {}, {read: new Map()})).toEqual({'c.py': 'x\n'});
	});
});

describe('text that is no path, and paths that are none of ours', () => {
	test.each(['//host/share/x.py', String.raw`\\host\share\x.py`, '//?/C:/x.py', 'file:///tmp/x.py'])('%s is never written', path => {
		expect([
			outcomeOf(adding(path), {}),
			typeof outcomeOf(`${path}\n${fence('x = 1')}`, {}),
			typeof outcomeOf(`--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`, {}),
		]).toEqual(['unsafe_path', 'string', 'string']);
	});

	test('a fence of tildes is no path', () => {
		expect([
			outcomeOf('a.py\n~~~\nx = 1\n~~~\n', {}),
			outcomeOf(`~~~\n${fence('x = 1')}~~~\n`, {}),
			outcomeOf(`a.py\n~~~\nx = 1\n~~~\n${fence('ls', 'sh')}`, {}),
			outcomeOf(`a.py\n~~~~\n${fence('x = 1')}~~~~\n`, {}),
		]).toEqual([{'a.py': 'x = 1\n'}, 'empty', {'a.py': 'x = 1\n'}, {'a.py': fence('x = 1')}]);
	});

	test.each(['deploy', '`deploy`', '**deploy**', 'bin-run'])('a fence under the word %s may be a file', word => {
		expect(outcomeOf(`${block('a.py', 'a', 'b')}\n${word}\n${fence('run\n')}`, {'a.py': 'a\n'})).toBe('ambiguous');
	});

	test('a fence under a sentence is an example', () => {
		expect(outcomeOf(`${block('a.py', 'a', 'b')}\nThen run this:\n${fence('run\n', 'sh')}`, {'a.py': 'a\n'})).toEqual({'a.py': 'b\n'});
	});
});
