import {panelNames, type PanelName, type UiState} from '../ui-state.ts';
import {isWorking, type View} from '../view.ts';
import type {Actions, Binding} from './binding.ts';

function moveFocus(ui: UiState, step: number): UiState {
	const index = panelNames.indexOf(ui.focus);
	const focus = panelNames[(index + step + panelNames.length) % panelNames.length] ?? ui.focus;
	return {...ui, focus};
}

const focusOn = (name: PanelName, position: number): Binding => ({
	keys: [String(position)],
	label: String(position),
	layers: ['main'],
	group: 'Move',
	help: `focus the ${name} panel`,
	run(actions) {
		actions.update(ui => ({...ui, focus: name}));
	},
});

/**
Only the topmost layer; with none open, back to the whole screen, then to what the run is at.
*/
function closeTop(ui: UiState): UiState {
	const top = ui.overlays.at(-1);
	if (top) {
		return {...ui, overlays: ui.overlays.slice(0, -1), scrolls: {...ui.scrolls, [top]: undefined}};
	}

	return ui.isZoomed ? {...ui, isZoomed: false} : {...ui, selectedId: undefined, scrolls: {}};
}

function quit(actions: Actions, view: View): void {
	if (!isWorking(view.run) || view.options.readOnly) {
		actions.leave(view.run.outcome ? 'ended' : 'quit');
		return;
	}

	const {now} = view;
	actions.update(ui => ({...ui, dialog: {kind: 'confirm', action: 'quit', openedAt: now}}));
}

export const lookBindings: Binding[] = [
	{
		keys: ['l'],
		label: 'l',
		layers: ['main', 'summary'],
		group: 'Look',
		help: 'output of the selected phase\'s checks',
		footer: {word: () => 'log', rank: 6},
		run(actions) {
			actions.update(ui => ({...ui, overlays: [...ui.overlays, 'output']}));
		},
	},
	{
		keys: ['enter', 'z'],
		label: 'Enter z',
		layers: ['main'],
		group: 'Look',
		help: 'zoom the focused panel, and back',
		footer: {word: () => 'zoom', rank: 6},
		run(actions) {
			actions.update(ui => ({...ui, isZoomed: !ui.isZoomed}));
		},
	},
	{
		keys: ['escape'],
		label: 'Esc',
		layers: ['main', 'overlay', 'summary'],
		group: 'Look',
		help: 'close the topmost layer; then follow what the run is at',
		run(actions) {
			actions.update(closeTop);
		},
	},
	{
		keys: ['tab'],
		label: 'Tab',
		layers: ['main'],
		group: 'Move',
		help: 'focus the next panel; Shift-Tab the one before',
		footer: {word: () => 'focus', rank: 5},
		run(actions) {
			actions.update(ui => moveFocus(ui, 1));
		},
	},
	{
		keys: ['shift+tab'],
		label: 'Shift-Tab',
		layers: ['main'],
		group: 'Move',
		help: 'focus the panel before',
		run(actions) {
			actions.update(ui => moveFocus(ui, -1));
		},
	},
	...panelNames.map((name, index) => focusOn(name, index + 1)),
	{
		keys: ['p'],
		label: 'p',
		layers: ['main'],
		group: 'Run',
		help: 'pause after the current phase, or go on',
		footer: {word: ({run}) => run.isPaused ? 'go on' : 'pause', rank: 5},
		whyNot({run, options}) {
			if (options.readOnly) {
				return 'This screen is read-only: pause where the run was started.';
			}

			return isWorking(run) ? undefined : 'The run is not working: there is nothing to pause.';
		},
		run(actions, {run}) {
			actions.send({type: run.isPaused ? 'resume' : 'pause'});
		},
	},
	{
		keys: ['ctrl+l'],
		label: 'Ctrl-L',
		layers: ['main', 'overlay', 'summary', 'confirm', 'note'],
		group: 'Run',
		help: 'redraw the screen',
		run(actions) {
			actions.redraw();
		},
	},
	{
		keys: ['ctrl+z'],
		label: 'Ctrl-Z',
		layers: ['main', 'overlay', 'summary', 'confirm', 'note'],
		group: 'Run',
		help: 'suspend; `fg` brings it back',
		run(actions) {
			actions.suspend();
		},
	},
	{
		keys: ['ctrl+c'],
		label: 'Ctrl-C',
		layers: ['main', 'overlay', 'summary', 'confirm', 'note'],
		group: 'Run',
		help: 'ask whether to quit; a second one interrupts (exit code 130)',
		run(actions, view) {
			const {dialog} = view.ui;
			if (view.run.outcome) {
				actions.leave('ended');
				return;
			}

			if (dialog?.kind === 'confirm' && dialog.action === 'quit') {
				actions.leave('interrupted');
				return;
			}

			const {now} = view;
			actions.update(ui => ({...ui, dialog: {kind: 'confirm', action: 'quit', openedAt: now}}));
		},
	},
	{
		keys: ['?'],
		label: '?',
		layers: ['main', 'summary', 'overlay'],
		group: 'Run',
		help: 'this help',
		footer: {word: () => 'help', rank: 0},
		run(actions) {
			actions.update(ui => ui.overlays.at(-1) === 'help' ? closeTop(ui) : {...ui, overlays: [...ui.overlays, 'help']});
		},
	},
	{
		keys: ['q'],
		label: 'q',
		layers: ['main', 'summary'],
		group: 'Run',
		help: 'quit; asks while the run works',
		footer: {word: () => 'quit', rank: 1},
		run: quit,
	},
	{
		keys: ['q'],
		label: 'q',
		layers: ['overlay'],
		group: 'Look',
		help: 'close the overlay',
		footer: {word: () => 'close', rank: 1},
		run(actions) {
			actions.update(closeTop);
		},
	},
];
