import {expect, test} from 'vitest';
import {oneLine} from '../../source/domain/one-line.ts';

test.each([
	['plain', 'plain'],
	['  two\r\n\tlines  ', 'two lines'],
	['\u{1B}[31mred\u{1B}[0m \u{1B}]8;;http://x\u{7}link\u{1B}]8;;\u{7}', 'red link'],
	['a\u{0}\u{9B}2Jb\u{2028}c\u{85}d', 'a b c d'],
	['user\u{202E}txt.exe\u{2066}', 'usertxt.exe'],
	['Größe 大 ✓', 'Größe 大 ✓'],
])('%j becomes %j', (text, line) => {
	expect(oneLine(text)).toBe(line);
});

test('is cut at the limit, never inside a pair', () => {
	expect([oneLine('abcdef', 6), oneLine('abcdefg', 6), oneLine('ab😀😀😀', 6)]).toEqual(['abcdef', 'abc...', 'ab...']);
});
