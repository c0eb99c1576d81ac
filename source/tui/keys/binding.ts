import type {Command} from '../../domain/command.ts';
import type {TuiExit} from '../options.ts';
import type {Extent} from '../scroll.ts';
import type {ScrollArea, UiState} from '../ui-state.ts';
import type {View} from '../view.ts';

/**
Where keys go: the topmost of these that is open.
*/
export type Layer = 'main' | 'overlay' | 'summary' | 'confirm' | 'note';

/**
What keys can do.
*/
export type Actions = {
	update: (change: (ui: UiState) => UiState) => void;
	send: (command: Command) => void;
	/**
	Shows a sentence in the status line for a few seconds.
	*/
	say: (text: string) => void;
	leave: (reason: TuiExit['reason']) => void;
	redraw: () => void;
	suspend: () => void;
	/**
	How much there is to scroll in an area, and how much of it is shown.
	*/
	extentOf: (area: ScrollArea, view: View) => Extent;
};

export type Binding = {
	/**
	Names as `readPress` makes them.
	*/
	keys: string[];
	/**
	As help and footer show it.
	*/
	label: string;
	layers: Layer[];
	/**
	What only looks or moves may also be pressed several times in one chunk of input, as by a held key.
	*/
	group: 'Decide' | 'Look' | 'Move' | 'Run';
	help: string;
	/**
	Word for the footer, and its rank: the lower, the longer it stays when the terminal is narrow.
	*/
	footer?: {word: (view: View) => string; rank: number};
	/**
	Only a press of its own counts: not a held key, not a part of a paste.
	*/
	isGuarded?: boolean;
	/**
	Why it does nothing now; undefined when it works.
	*/
	whyNot?: (view: View) => string | undefined;
	run: (actions: Actions, view: View) => void;
};

export function layerOf({dialog, overlays}: UiState): Layer {
	if (dialog) {
		return dialog.kind;
	}

	const top = overlays.at(-1);
	return top === 'summary' ? 'summary' : (top ? 'overlay' : 'main');
}
