import type {Scroll} from './ui-state.ts';

export type Extent = {
	/**
	Rows of the whole content.
	*/
	total: number;
	/**
	Rows that are shown.
	*/
	height: number;
	/**
	Grows at its end, which is followed.
	*/
	isTail: boolean;
};

const lastTop = ({total, height}: Extent) => Math.max(0, total - height);

/**
The first row to show, and how many rows came since the person scrolled away from the end.
*/
export function visibleFrom(scroll: Scroll | undefined, extent: Extent): {topRow: number; newRows: number} {
	if (!scroll) {
		return {topRow: extent.isTail ? lastTop(extent) : 0, newRows: 0};
	}

	return {
		topRow: Math.min(scroll.topRow, lastTop(extent)),
		newRows: extent.isTail ? Math.max(0, extent.total - scroll.seenRows) : 0,
	};
}

/**
The scroll after moving by `rows`; undefined when the end of a growing content, or the top of another, is reached: it is followed again.
*/
export function scrollBy(scroll: Scroll | undefined, extent: Extent, rows: number): Scroll | undefined {
	const from = visibleFrom(scroll, extent).topRow;
	const topRow = Math.max(0, Math.min(lastTop(extent), from + rows));
	const isHome = extent.isTail ? topRow >= lastTop(extent) : topRow === 0;
	return isHome ? undefined : {topRow, seenRows: scroll?.seenRows ?? extent.total};
}
