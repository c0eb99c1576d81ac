import {Box} from 'ink';
import {areaContent} from '../areas.ts';
import type {Rect} from '../layout.ts';
import {visibleFrom} from '../scroll.ts';
import {justify, span, type Line} from '../text/line.ts';
import type {ScrollArea} from '../ui-state.ts';
import type {View} from '../view.ts';
import type {Content} from '../panels/content.ts';
import {LineView} from './line-view.tsx';

type Props = {readonly view: View; readonly area: ScrollArea; readonly rect: Rect; readonly isFocused: boolean};

/**
A panel or an overlay: its title, and the rows of its window.
*/
export function Panel({view, area, rect, isFocused}: Props) {
	const {width, height} = rect;
	const content = areaContent(area, view, width);
	const rows = Math.max(0, height - 1);
	const {topRow, newRows} = windowOf(content, {view, area, rows});
	const place = {
		view, area, width, isFocused,
	};
	return (
		<Box flexDirection='column' width={width} height={height} overflow='hidden'>
			<LineView line={titleLine(content, {topRow, newRows, rows}, place)} isAscii={view.options.ascii}/>
			{content.rows.slice(topRow, topRow + rows).map((line, index) => (
				<LineView key={index} line={line} isAscii={view.options.ascii}/>
			))}
		</Box>
	);
}

type Window = {topRow: number; newRows: number};

function windowOf({rows: all, isTail = false, cursorRow}: Content, {view, area, rows}: {view: View; area: ScrollArea; rows: number}): Window {
	if (cursorRow !== undefined) {
		const centred = Math.round(cursorRow - (rows / 2));
		return {topRow: Math.max(0, Math.min(all.length - rows, centred)), newRows: 0};
	}

	return visibleFrom(view.ui.scrolls[area], {total: all.length, height: rows, isTail});
}

type Place = {view: View; area: ScrollArea; width: number; isFocused: boolean};

/**
The focused panel is marked by a glyph as well as by its colour.
*/
function titleLine({title, rows: all}: Content, {topRow, newRows, rows}: Window & {rows: number}, {view, area, width, isFocused}: Place): Line {
	const {glyphs} = view;
	const isLong = all.length > rows && rows > 0;
	const hidden = all.length - topRow - rows;
	const position = isFocused
		? `${topRow + 1}-${Math.min(all.length, topRow + rows)}/${all.length} `
		: (hidden > 0 ? `${hidden} more ` : '');
	return justify(
		[
			span(isFocused ? `${glyphs.cursor} ` : '  ', 'accentStrong'),
			span(area.toUpperCase(), isFocused ? 'accentStrong' : 'strong'),
			span('  '),
			...title,
		],
		[span(newRows > 0 ? `${glyphs.down} ${newRows} new  ` : '', 'accent'), span(isLong ? position : '', 'dim')],
		{width, ellipsis: glyphs.ellipsis},
	);
}
