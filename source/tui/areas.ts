import {auditorsContent} from './panels/auditors-content.ts';
import {builderContent} from './panels/builder-content.ts';
import {cardLines} from './panels/card-lines.ts';
import type {Content} from './panels/content.ts';
import {diffContent} from './panels/diff-content.ts';
import {gateContent} from './panels/gate-content.ts';
import {helpContent} from './panels/help-content.ts';
import {outputContent} from './panels/output-content.ts';
import {phasesContent} from './panels/phases-content.ts';
import {summaryContent} from './panels/summary-content.ts';
import {
	layoutFor,
	panelRect,
	type Layout,
	type Rect,
} from './layout.ts';
import type {Extent} from './scroll.ts';
import type {OverlayName, ScrollArea} from './ui-state.ts';
import type {View} from './view.ts';

const contents: Record<ScrollArea, (view: View, width: number) => Content> = {
	phases: phasesContent,
	builder: builderContent,
	auditors: auditorsContent,
	gate: gateContent,
	help: helpContent,
	diff: diffContent,
	output: outputContent,
	summary: summaryContent,
};

export const areaContent = (area: ScrollArea, view: View, width: number): Content => contents[area](view, width);

export function viewLayout(view: View): Layout {
	const {columns, rows, isZoomed} = view.ui;
	return layoutFor({
		columns, rows, isZoomed: isZoomed || view.options.screenReader, wantedCardRows: cardLines(view, columns).length,
	});
}

const isOverlay = (area: ScrollArea): area is OverlayName => ['help', 'diff', 'output', 'summary'].includes(area);

/**
Where an area is shown, its title row included.
*/
export function areaRect(area: ScrollArea, view: View): Rect | undefined {
	const layout = viewLayout(view);
	if (layout.kind === 'none') {
		return undefined;
	}

	return isOverlay(area)
		? {width: view.ui.columns, height: view.ui.rows - 4 - layout.cardRows}
		: panelRect(layout, area, view.ui.focus);
}

export function areaExtent(area: ScrollArea, view: View): Extent {
	const rect = areaRect(area, view) ?? {width: 1, height: 1};
	const content = areaContent(area, view, rect.width);
	return {total: content.rows.length, height: Math.max(1, rect.height - 1), isTail: content.isTail ?? false};
}
