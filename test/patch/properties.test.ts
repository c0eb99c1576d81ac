import {createTwoFilesPatch} from 'diff';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	applyReply,
	block,
	fence,
	outcomeOf,
} from './apply.ts';

const line = fc.oneof(
	fc.constantFrom('', 'a', 'b', 'b', '    a', '\ta', 'def f():', '-- x', '++ y', '@@', '```', '--- a/f', '+++ b/f', '=======', 'diff --git a/f b/f', String.raw`\ No newline at end of file`, '*** End Patch', '-', '+', 'x\r', ' '),
	fc.string({unit: 'grapheme', maxLength: 6}).filter(text => !/[\0\n\u{FEFF}]/v.test(text)),
);
const text = fc.tuple(fc.array(line, {maxLength: 25}), fc.constantFrom('\n', '\n', '\r\n'), fc.boolean())
	.map(([lines, ending, hasEnd]) => lines.join(ending) + (hasEnd && lines.length > 0 ? ending : ''));
const pair = fc.tuple(text, text).filter(([before, after]) => before !== after);
/**
Texts that share most of their lines, as real versions of a file do.
*/
const versions = fc.tuple(text, fc.array(fc.tuple(fc.nat(40), fc.nat(2), fc.array(line, {maxLength: 2})), {minLength: 1, maxLength: 4})).map(([before, edits]) => {
	const lines = before.split('\n');
	for (const [at, count, added] of edits) {
		lines.splice(at % (lines.length + 1), count, ...added);
	}

	return [before, lines.join('\n')] as const;
}).filter(([before, after]) => before !== after);

describe('properties', () => {
	test.each([['any two texts', pair], ['versions of a text', versions]])('the diff of %s gives the second', (_name, pairs) => {
		fc.assert(fc.property(pairs, fc.boolean(), ([before, after], isFenced) => {
			const patch = createTwoFilesPatch('a/f.txt', 'b/f.txt', before, after);
			expect(outcomeOf(isFenced ? fence(patch, 'diff') : patch, {'f.txt': before})).toEqual({'f.txt': after});
		}), {numRuns: 2000});
	});

	test('a whole file is that file', () => {
		fc.assert(fc.property(fc.array(line.filter(value => !value.includes('```') && !value.includes('\r')), {maxLength: 20}), lines => {
			const content = lines.map(value => `${value}\n`).join('');
			const result = outcomeOf(`f.txt\n${fence(`start\n${content}end`)}`, {});
			expect(result).toEqual({'f.txt': `start\n${content}end\n`});
		}), {numRuns: 500});
	});

	test('a block changes nothing but its one place', () => {
		fc.assert(fc.property(text, fc.nat(24), (before, at) => {
			const lines = before.split('\n').slice(0, -1);
			lines.splice(at, 0, 'the only one');
			const source = lines.map(value => `${value}\n`).join('');
			expect(outcomeOf(block('f.txt', 'the only one', 'changed'), {'f.txt': source})).toEqual({'f.txt': source.replace('the only one', 'changed')});
		}), {numRuns: 500});
	});

	test('whatever the reply, only named files are written, and a refusal says why', () => {
		const piece = fc.constantFrom(
			'--- a/f.txt\n', '+++ b/f.txt\n', '@@ -1,2 +1,2 @@\n', '@@ @@\n', ' a\n', '-a\n', '+b\n', '\n', '```\n', '```diff\n', 'f.txt\n', 'g.txt\n', '<<<<<<< SEARCH\n', '=======\n', '>>>>>>> REPLACE\n', 'a\n', 'b\n', '*** Begin Patch\n', '*** Update File: f.txt\n', '*** Add File: h.txt\n', '*** Delete File: g.txt\n', '*** Move to: h.txt\n', '*** End Patch\n', 'prose\n', '\\ No newline at end of file\n', '../x\n',
		);
		fc.assert(fc.property(fc.array(piece, {maxLength: 14}), pieces => {
			const result = applyReply(pieces.join(''), {'f.txt': 'a\nc\na\n', 'g.txt': 'a\n'});
			if (result.ok) {
				expect(['f.txt', 'g.txt', 'h.txt']).toEqual(expect.arrayContaining(result.writes.map(({path}) => path)));
				expect(result.writes.length).toBeGreaterThan(0);
			} else {
				expect(result.message.length).toBeGreaterThan(20);
			}
		}), {numRuns: 5000});
	});
});
