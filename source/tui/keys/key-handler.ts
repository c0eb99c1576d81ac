import type {Key} from 'ink';
import type {View} from '../view.ts';
import {layerOf, type Actions, type Binding} from './binding.ts';
import {typeNote} from './dialog-bindings.ts';
import {activeBindings} from './key-table.ts';
import {readPress, type Press} from './read-press.ts';

/**
A guarded key counts only after this much silence.
*/
const quietMs = 150;

/**
More characters in one chunk are a paste.
*/
const longestBurst = 16;

export type KeyHandler = {
	press: (input: string, key: Key) => void;
	paste: (text: string) => void;
};

/**
Turns presses into what the key table says. `clock`: milliseconds since the epoch.
*/
export function createKeyHandler(actions: Actions, viewNow: () => View, clock: () => number): KeyHandler {
	let lastPressAt = 0;
	let presses = 0;

	return {
		press(input, key) {
			const view = viewNow();
			const pressed = readPress(input, key);
			const silenceMs = clock() - lastPressAt;
			lastPressAt = clock();
			presses++;
			handlePress(pressed, view, silenceMs);
		},
		paste(text) {
			lastPressAt = clock();
			presses++;
			actions.update(typeNote(text));
		},
	};

	function runWhenAlone(binding: Binding, view: View, silenceMs: number): void {
		const {dialog} = view.ui;
		if (dialog?.kind !== 'confirm' || silenceMs < quietMs || clock() - dialog.openedAt < quietMs) {
			return;
		}

		// All keys of one chunk of input are handled before the next turn of the event loop.
		const press = presses;
		setImmediate(() => {
			if (press === presses && viewNow().ui.dialog === dialog) {
				binding.run(actions, viewNow());
			}
		});
	}

	function handlePress({name, text}: Press, view: View, silenceMs: number): void {
		const bindings = activeBindings(view);
		const binding = bindings.find(({keys}) => name !== undefined && keys.includes(name));
		if (binding?.isGuarded) {
			runWhenAlone(binding, view, silenceMs);
			return;
		}

		if (binding) {
			runBinding(binding, view);
			return;
		}

		if (layerOf(view.ui) === 'note') {
			actions.update(typeNote(text));
			return;
		}

		pressMany(text);
	}

	/**
	Several keys in one chunk: a held key, or fast fingers. What changes the run is left out, as it could be a paste.
	*/
	function pressMany(text: string): void {
		const characters = [...text];
		if (characters.length < 2 || characters.length > longestBurst) {
			return;
		}

		for (const character of characters) {
			const view = viewNow();
			const binding = activeBindings(view).find(({keys}) => keys.includes(character));
			if (binding && (binding.group === 'Move' || binding.group === 'Look')) {
				runBinding(binding, view);
			}
		}
	}

	function runBinding(binding: Binding, view: View): void {
		const reason = binding.whyNot?.(view);
		if (reason === undefined) {
			binding.run(actions, view);
		} else {
			actions.say(reason);
		}
	}
}
