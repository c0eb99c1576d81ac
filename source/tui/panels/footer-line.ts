import {activeBindings} from '../keys/key-table.ts';
import {
	cutLine,
	lineWidth,
	span,
	type Line,
} from '../text/line.ts';
import type {View} from '../view.ts';

/**
The keys that work now, from the key table. The least important go first when the terminal is narrow.
*/
export function footerLine(view: View, width: number): Line {
	const offered = activeBindings(view).flatMap(binding => {
		const {footer, label, whyNot} = binding;
		return footer && whyNot?.(view) === undefined ? [{rank: footer.rank, key: label, word: footer.word(view)}] : [];
	});
	const ranks = [...new Set(offered.map(({rank}) => rank))].toSorted((a, b) => b - a);

	const isTight = width < 100;
	for (const highest of ranks) {
		const line = keysLine(offered.filter(({rank}) => rank <= highest), view, isTight);
		if (lineWidth(line) <= width - 1) {
			return line;
		}
	}

	return cutLine([span(' ? help')], width, '');
}

const keysLine = (keys: Array<{key: string; word: string}>, {glyphs}: View, isTight: boolean): Line => [
	span(' '),
	...keys.flatMap(({key, word}, index) => [
		span(index === 0 ? '' : (isTight ? '  ' : `  ${glyphs.dot}  `), 'dim'),
		span(key.split(' ', 1)[0] ?? key, 'strong'),
		span(` ${word}`, 'dim'),
	]),
];
