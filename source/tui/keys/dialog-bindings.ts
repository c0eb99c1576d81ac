import type {UiState} from '../ui-state.ts';
import {shortName, type View} from '../view.ts';
import type {Actions, Binding} from './binding.ts';

const closeDialog = (ui: UiState): UiState => ({...ui, dialog: undefined});

function confirmDialog(actions: Actions, {ui: {dialog}, run}: View): void {
	actions.update(closeDialog);
	if (dialog?.kind !== 'confirm') {
		return;
	}

	if (dialog.action === 'quit' || dialog.phaseId === undefined) {
		actions.leave('quit');
		return;
	}

	const {phaseId} = dialog;
	actions.send({type: dialog.action === 'skip' ? 'skip' : 'approve', phaseId});
	actions.say(`${dialog.action === 'skip' ? 'Skipped' : 'Approved'} ${shortName(run, phaseId)}.`);
}

function sendNote(actions: Actions, {ui: {dialog}, run}: View): void {
	actions.update(closeDialog);
	if (dialog?.kind !== 'note') {
		return;
	}

	const {phaseId} = dialog;
	const note = dialog.text.trim();
	actions.send({type: 'retry', phaseId, ...(note !== '' && {note})});
	actions.say(`${shortName(run, phaseId)} goes back to the Builder${note === '' ? '' : ' with your note'}.`);
}

const maxNoteLength = 10_000;

/**
The note after typing or pasting; its length is what a command may carry.
*/
export const typeNote = (text: string) => (ui: UiState): UiState => ui.dialog?.kind === 'note'
	? {...ui, dialog: {...ui.dialog, text: (ui.dialog.text + text).slice(0, maxNoteLength)}}
	: ui;

const eraseNote = (count: 'one' | 'all') => (ui: UiState): UiState => ui.dialog?.kind === 'note'
	? {...ui, dialog: {...ui.dialog, text: count === 'all' ? '' : [...ui.dialog.text].slice(0, -1).join('')}}
	: ui;

export const dialogBindings: Binding[] = [
	{
		keys: ['y', 'Y'],
		label: 'y',
		layers: ['confirm'],
		group: 'Decide',
		help: 'in a question: yes; a held key or a paste is never a yes',
		footer: {word: () => 'yes', rank: 2},
		isGuarded: true,
		run: confirmDialog,
	},
	{
		keys: ['n', 'N', 'enter', 'escape'],
		label: 'N Enter Esc',
		layers: ['confirm'],
		group: 'Decide',
		help: 'in a question: no',
		footer: {word: () => 'no', rank: 1},
		run(actions) {
			actions.update(closeDialog);
		},
	},
	{
		keys: ['enter'],
		label: 'Enter',
		layers: ['note'],
		group: 'Decide',
		help: 'in a note: send it',
		footer: {word: () => 'send', rank: 1},
		run: sendNote,
	},
	{
		keys: ['escape'],
		label: 'Esc',
		layers: ['note'],
		group: 'Decide',
		help: 'in a note: do not retry',
		footer: {word: () => 'cancel', rank: 1},
		run(actions) {
			actions.update(closeDialog);
		},
	},
	{
		keys: ['backspace'],
		label: 'Backspace',
		layers: ['note'],
		group: 'Decide',
		help: 'in a note: erase',
		run(actions) {
			actions.update(eraseNote('one'));
		},
	},
	{
		keys: ['ctrl+u'],
		label: 'Ctrl-U',
		layers: ['note'],
		group: 'Decide',
		help: 'in a note: erase all',
		run(actions) {
			actions.update(eraseNote('all'));
		},
	},
];
