import type {Line} from '../text/line.ts';

/**
What a panel or an overlay shows, before it is cut to its window.
*/
export type Content = {
	/**
	What stands behind the panel's name.
	*/
	title: Line;
	rows: Line[];
	/**
	Grows at its end, which is followed.
	*/
	isTail?: boolean;
	/**
	A row that must be in the window, such as the selected one.
	*/
	cursorRow?: number;
};
