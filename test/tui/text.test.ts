import {expect, test} from 'vitest';
import {cleanText} from '../../source/tui/text/clean-text.ts';
import {
	formatCost,
	formatTokens,
} from '../../source/domain/format-amounts.ts';
import {formatClock} from '../../source/tui/text/format-clock.ts';
import {
	cutLine,
	justify,
	lineText,
	lineWidth,
	span,
} from '../../source/tui/text/line.ts';
import {padWidth, widthOf, wrapText} from '../../source/tui/text/width.ts';

test('foreign text loses everything that could act on the terminal', () => {
	expect(cleanText('a\u{1B}[31mred\u{1B}[0m \u{1B}]0;title\u{7}b\u{8}\u{9B}2J\u{202E}c\u{200B}d\te\r\nf')).toBe('ared bcd    e f');
	expect(cleanText('👩‍👩‍👧‍👦 ❤️ 👍🏽')).toBe('👩 ❤ 👍');
});

test('lines are cut and justified by the columns they take', () => {
	const line = [span('漢字', 'strong'), span('かな and more', 'dim')];
	expect(lineText(cutLine(line, 9, '…'))).toBe('漢字かな…');
	expect(lineText(cutLine(line, 6, '…'))).toBe('漢字…');
	const justified = justify(line, [span('12')], {width: 16, ellipsis: '…'});
	expect(lineWidth(justified)).toBe(16);
	expect(lineText(justified)).toBe('漢字かな and… 12');
	expect(padWidth('漢字', 5)).toBe('漢字 ');
	expect(padWidth('漢字', 3)).toBe('漢 ');
});

test('text wraps at words, long words anywhere, own line breaks are kept', () => {
	expect(wrapText('one two three\n\nfour', 8)).toEqual(['one two', 'three', '', 'four']);
	expect(wrapText('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
	expect(wrapText('漢字漢字漢字', 5).every(row => widthOf(row) <= 5)).toBe(true);
});

test('numbers are short', () => {
	expect([0, 48_000, 724_000, 3_720_000].map(value => formatClock(value))).toEqual(['0m00s', '0m48s', '12m04s', '1h02m']);
	expect([840, 61_234, 200_000, 999_960, 1_250_000].map(value => formatTokens(value))).toEqual(['840', '61.2k', '200k', '1M', '1.3M']);
	expect([formatCost(0.41, false), formatCost(0, true)]).toEqual(['$0.41', 'unknown']);
});
