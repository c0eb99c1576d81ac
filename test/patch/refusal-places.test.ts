import {describe, expect, test} from 'vitest';
import {
	applyReply,
	block,
	diffOf,
	envelopeOf,
	outcomeOf,
} from './apply.ts';

const lines = Array.from({length: 12}, (_, index) => `line ${index + 1}`);
const source = `${lines.join('\n')}\n`;
const growing = block('f.py', 'line 2', 'line 2\nnew\nnew too\nand this');

describe('which hunk of which file, and where', () => {
	test.each<[name: string, reply: string, refusal: Record<string, unknown>]>([
		['the only hunk', block('f.py', 'line 6\nline 77\nline 8', 'x'), {
			code: 'not_found', path: 'f.py', hunk: 1, line: 7,
		}],
		['the second block, after one that adds lines', growing + block('f.py', 'line 6\nline 77\nline 8', 'x'), {
			code: 'not_found', path: 'f.py', hunk: 2, line: 7,
		}],
		['the third hunk of a diff', diffOf('@@ -1 +1,3 @@\n line 1\n+a\n+b\n@@ -4 +6 @@\n-line 4\n+four\n@@ -9,3 +11,3 @@\n line 9\n-line 1O\n+ten\n line 11\n'), {
			code: 'not_found', path: 'f.py', hunk: 3, line: 10,
		}],
		['a chunk of an envelope, after one that removes lines', envelopeOf('@@\n-line 1\n-line 2\n line 3\n@@\n line 9\n-line 1O\n+ten\n'), {
			code: 'not_found', path: 'f.py', hunk: 2, line: 10,
		}],
		['the second file', block('g.py', 'line 1', 'one') + block('f.py', 'line 6\nline 77', 'x'), {
			code: 'not_found', path: 'f.py', hunk: 1, line: 7,
		}],
		['several places', block('g.py', 'twice', 'x'), {
			code: 'ambiguous', path: 'g.py', hunk: 1, line: 2,
		}],
		['only added lines', envelopeOf('@@\n+new\n'), {code: 'ambiguous', path: 'f.py', hunk: 1}],
		['characters that are left open', diffOf('@@ -1,2 +1,3 @@\n line 1  \n-line 2  \n+two  \n+three\n'), {
			code: 'ambiguous', path: 'f.py', hunk: 1, line: 1,
		}],
	])('%s', (_name, reply, refusal) => {
		const result = applyReply(reply, {'f.py': source, 'g.py': 'line 1\ntwice\na\ntwice\n'});
		expect(result).toEqual({ok: false, message: expect.any(String) as string, ...refusal});
	});
});

describe('quoted lines', () => {
	test('are those of the file before the patch, though earlier hunks have changed its length', () => {
		const result = applyReply(growing + block('f.py', 'line 6\nline 77\nline 8', 'x'), {'f.py': source});
		expect(result).toEqual({
			ok: false,
			code: 'not_found',
			path: 'f.py',
			hunk: 2,
			line: 7,
			message: 'f.py: hunk 2 of 2 does not fit: its context and removed lines are not in the file. The nearest place in the file:\n'
				+ '    5 | line 5\n    6 | line 6\n    7 | line 7\n    8 | line 8\n    9 | line 9\n   10 | line 10\n'
				+ 'Line 7 of the file is "line 7", the patch has "line 77".\nCopy the lines to be changed exactly as they stand in the file.',
		});
	});

	test('of several places too', () => {
		const result = applyReply(block('g.py', 'a', 'a\nb\nc') + block('g.py', 'twice', 'x'), {'g.py': 'a\n1\ntwice\n2\ntwice\n'});
		expect(result).toEqual({
			ok: false,
			code: 'ambiguous',
			path: 'g.py',
			hunk: 2,
			line: 3,
			message: 'g.py: hunk 2 of 2 fits at 2 places: lines 3, 5. Give more of the lines around the one that is meant.\n'
				+ '    2 | 1\n    3 | twice\n  ...\n    4 | 2\n    5 | twice',
		});
	});

	test('have no carriage return', () => {
		const crlf = source.replaceAll('\n', '\r\n');
		const replies = [block('f.py', 'line 6\nline 77\nline 8', 'x'), envelopeOf('@@\n+new\n'), block('f.py', 'line 1\n\nline 2', 'x'), block('f.py', 'same', 'x')];
		const messages = replies.map(reply => {
			const result = applyReply(reply, {'f.py': `${crlf}same\r\nsame\r\n`});
			return result.ok ? 'applied' : result.message;
		});
		expect(messages.map(message => ({hasQuote: message.includes(' | '), hasReturn: /\r|\\r|\u{FFFD}/v.test(message)}))).toEqual(replies.map(() => ({hasQuote: true, hasReturn: false})));
	});

	test('hold what makes the second try right', () => {
		const refused = applyReply(block('f.py', 'line 6\nline 77\nline 8', 'x'), {'f.py': source});
		const quoted = refused.ok ? [] : refused.message.split('\n').filter(line => line.includes(' | ')).map(line => line.slice(line.indexOf(' | ') + 3));
		expect(outcomeOf(block('f.py', quoted.slice(1, 4).join('\n'), 'x'), {'f.py': source})).toEqual({'f.py': source.replace('line 6\nline 7\nline 8', 'x')});
	});
});
