import {keyTable} from '../keys/key-table.ts';
import {span, type Line} from '../text/line.ts';
import {padWidth, wrapText} from '../text/width.ts';
import type {View} from '../view.ts';
import type {Content} from './content.ts';

const labelWidth = 16;
const groups = ['Decide', 'Look', 'Move', 'Run'] as const;

/**
Every key there is, by group, from the key table; what does not work now says why.
*/
export function helpContent(view: View, width: number): Content {
	const rows = groups.flatMap(group => [
		[span(`  ${group}`, 'accentStrong')],
		...keyTable.filter(binding => binding.group === group).flatMap(({label, help, whyNot}) => {
			const reason = whyNot?.(view);
			return [
				...wrapText(help, width - labelWidth - 6).map((row, index): Line => [
					span(padWidth(index === 0 ? `    ${label}` : '', labelWidth + 4), 'strong'),
					span(row, reason === undefined ? 'plain' : 'dim'),
				]),
				...(reason === undefined ? [] : wrapText(`now: ${reason}`, width - labelWidth - 6).map((row): Line => [span(' '.repeat(labelWidth + 4)), span(row, 'dim')])),
			];
		}),
		[],
	]);
	return {
		title: [span('keys', 'dim')],
		rows: [...rows, [span('  Text is selected with the mouse as anywhere else: autopack does not take the mouse.', 'dim')]],
	};
}
