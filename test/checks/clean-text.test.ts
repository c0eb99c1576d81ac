import {expect, test} from 'vitest';
import {createCleaner} from '../../source/checks/process/clean-text.ts';

const clean = (chunks: string[]): string => {
	const cleaner = createCleaner();
	return chunks.map(chunk => cleaner.write(chunk)).join('') + cleaner.end();
};

const text = 'one\r\n\u{1B}[1;31mred\u{1B}[0m\ttab\u{7} \u{1B}]0;title\u{7}zwölf \u{202E}back\u{202C} 50 %\r100 %\n';

test('removes sequences and control characters, keeps lines, tabs and letters', () => {
	expect(clean([text])).toBe('one\nred\ttab zwölf back 50 %\n100 %\n');
});

test('a sequence may be cut anywhere', () => {
	for (let at = 0; at < text.indexOf('\u{1B}]0'); at++) {
		expect(clean([text.slice(0, at), text.slice(at)])).toBe(clean([text]));
	}
});
