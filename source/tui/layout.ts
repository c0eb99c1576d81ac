import type {PanelName} from './ui-state.ts';

export type Rect = {width: number; height: number};

/**
`none`: too small for anything but a sentence. `tabs`: one panel. `grid`: all four. Heights are of the panel with its title.
*/
export type Layout =
	| {kind: 'none'}
	| {kind: 'tabs'; panel: Rect; cardRows: number}
	| {kind: 'grid'; left: number; right: number; top: number; bottom: number; cardRows: number};

type Facts = {columns: number; rows: number; isZoomed: boolean; wantedCardRows: number};

/**
Rows of header, footer and their rules.
*/
const frameRows = 4;
const minimumPanelRows = 4;

/**
The one decision about sizes: a pure function of the terminal's columns and rows, of whether a panel is zoomed, and of the rows a card (a question, a dialog) would like.
*/
export function layoutFor({columns, rows, isZoomed, wantedCardRows}: Facts): Layout {
	if (columns < 40 || rows < 10) {
		return {kind: 'none'};
	}

	const body = rows - frameRows;
	if (columns < 60 || rows < 16 || isZoomed) {
		const cardRows = fittingCard(wantedCardRows, Math.ceil(body * 0.55));
		return {kind: 'tabs', panel: {width: columns, height: body - cardRows}, cardRows};
	}

	const cardRows = fittingCard(wantedCardRows, body - (2 * minimumPanelRows) - 1);
	const panels = body - cardRows - 1;
	const bottom = Math.max(minimumPanelRows, Math.round(panels * 0.42));
	const left = columns >= 100 ? Math.min(48, Math.round(columns * 0.33)) : Math.round(columns * 0.4);
	return {
		kind: 'grid', left, right: columns - left - 1, top: panels - bottom, bottom, cardRows,
	};
}

/**
A card takes its rows and the rule above it, or nothing at all.
*/
const fittingCard = (wanted: number, room: number) => wanted === 0 ? 0 : Math.max(0, Math.min(wanted + 1, room));

/**
The rectangle that a panel gets, its title included; undefined when it is not shown.
*/
export function panelRect(layout: Layout, name: PanelName, focus: PanelName): Rect | undefined {
	switch (layout.kind) {
		case 'none': {
			return undefined;
		}

		case 'tabs': {
			return name === focus ? layout.panel : undefined;
		}

		case 'grid': {
			const isTop = name === 'phases' || name === 'builder';
			const isLeft = name === 'phases' || name === 'auditors';
			return {width: isLeft ? layout.left : layout.right, height: isTop ? layout.top : layout.bottom};
		}
	}
}
