import {scrollBy} from '../scroll.ts';
import {scrollArea} from '../ui-state.ts';
import {selectedPhase, type View} from '../view.ts';
import type {Actions, Binding} from './binding.ts';

/**
In the phase queue the selection moves, everywhere else the text.
*/
function move(actions: Actions, view: View, rowsFor: (page: number, total: number) => number): void {
	const area = scrollArea(view.ui);
	const extent = actions.extentOf(area, view);
	if (area === 'phases') {
		select(actions, view, rowsFor(extent.height, view.run.phases.length));
		return;
	}

	const rows = rowsFor(extent.height, extent.total);
	actions.update(ui => ({...ui, scrolls: {...ui.scrolls, [area]: scrollBy(ui.scrolls[area], extent, rows)}}));
}

function select(actions: Actions, view: View, step: number): void {
	const {phases} = view.run;
	const selected = selectedPhase(view);
	const index = selected ? phases.indexOf(selected) : 0;
	const next = phases[Math.max(0, Math.min(phases.length - 1, index + step))];
	actions.update(ui => ({
		...ui, selectedId: next?.phase.phase_id, scrolls: {help: ui.scrolls.help},
	}));
}

const scroll = (keys: string[], [label, help]: [string, string], rowsFor: (page: number, total: number) => number): Binding => ({
	keys,
	label,
	layers: ['main', 'overlay', 'summary'],
	group: 'Move',
	help,
	run(actions, view) {
		move(actions, view, rowsFor);
	},
});

export const scrollBindings: Binding[] = [
	{
		...scroll(['j', 'down'], ['j ↓', 'next phase, or one line down'], () => 1),
		footer: {word: ({ui}) => scrollArea(ui) === 'phases' ? 'select' : 'scroll', rank: 7},
	},
	scroll(['k', 'up'], ['k ↑', 'phase before, or one line up'], () => -1),
	scroll(['pagedown', ' '], ['PgDn Space', 'one page down'], page => page),
	scroll(['pageup', 'b'], ['PgUp b', 'one page up'], page => -page),
	scroll(['g', 'home'], ['g Home', 'to the start'], (_page, total) => -total),
	scroll(['G', 'end'], ['G End', 'to the end, and follow it'], (_page, total) => total),
];
