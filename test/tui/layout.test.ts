import fc from 'fast-check';
import {expect, test} from 'vitest';
import {layoutFor, panelRect} from '../../source/tui/layout.ts';
import {scrollBy, visibleFrom} from '../../source/tui/scroll.ts';

test('at every size the parts fill the terminal exactly, and no panel is lost', () => {
	fc.assert(fc.property(
		fc.integer({min: 1, max: 300}), fc.integer({min: 1, max: 120}), fc.boolean(), fc.integer({min: 0, max: 20}), (columns, rows, isZoomed, wantedCardRows) => {
			const layout = layoutFor({
				columns, rows, isZoomed, wantedCardRows,
			});
			if (layout.kind === 'none') {
				return columns < 40 || rows < 10;
			}

			if (layout.kind === 'tabs') {
				return layout.panel.height >= 2 && layout.panel.width === columns && layout.panel.height + layout.cardRows + 4 === rows;
			}

			return layout.left + 1 + layout.right === columns
				&& layout.top + 1 + layout.bottom + layout.cardRows + 4 === rows
				&& layout.top >= 3 && layout.bottom >= 3;
		},
	));
});

test('panels by size', () => {
	const size = {isZoomed: false, wantedCardRows: 0};
	expect(layoutFor({columns: 39, rows: 30, ...size}).kind).toBe('none');
	expect(layoutFor({columns: 40, rows: 10, ...size}).kind).toBe('tabs');
	expect(layoutFor({columns: 59, rows: 40, ...size}).kind).toBe('tabs');
	expect(layoutFor({
		columns: 120, rows: 30, ...size, isZoomed: true,
	}).kind).toBe('tabs');
	const wide = layoutFor({columns: 120, rows: 30, ...size});
	expect(wide).toEqual({
		kind: 'grid', left: 40, right: 79, top: 14, bottom: 11, cardRows: 0,
	});
	expect(panelRect(wide, 'gate', 'phases')).toEqual({width: 79, height: 11});
	expect(panelRect(layoutFor({columns: 40, rows: 15, ...size}), 'gate', 'phases')).toBeUndefined();
});

test('a tail is followed until it is scrolled away from, and again from its end', () => {
	const extent = {total: 100, height: 10, isTail: true};
	expect(visibleFrom(undefined, extent)).toEqual({topRow: 90, newRows: 0});
	const up = scrollBy(undefined, extent, -5);
	expect(up).toEqual({topRow: 85, seenRows: 100});
	expect(visibleFrom(up, {...extent, total: 120})).toEqual({topRow: 85, newRows: 20});
	expect(scrollBy(up, extent, 1000)).toBeUndefined();
	expect(scrollBy(undefined, {...extent, isTail: false}, 3)).toEqual({topRow: 3, seenRows: 100});
	expect(scrollBy(undefined, {total: 5, height: 10, isTail: false}, 3)).toBeUndefined();
});
