import type {TuiOptions} from '../../source/tui/options.ts';
import {TuiStore} from '../../source/tui/store/tui-store.ts';
import type {View} from '../../source/tui/view.ts';
import {runId, sceneEvents, type SceneName} from '../fixtures/tui-run.ts';

const now = Date.parse('2026-11-22T10:00:00.000Z');

/**
What the screen shows in a scene of the recorded run, at the instant of its newest event.
*/
export function viewOf(scene: SceneName, options: Partial<TuiOptions> = {}): View {
	const store = storeOf(scene, options);
	store.dispose();
	return store.view();
}

export function storeOf(scene: SceneName, options: Partial<TuiOptions> = {}): TuiStore {
	const store = new TuiStore({
		runId,
		options: {
			readOnly: false, ascii: false, screenReader: false, reducedMotion: true, isAlternateScreen: true, ...options,
		},
		columns: 100,
		rows: 30,
		clock: () => now,
	});
	for (const event of sceneEvents(scene, now)) {
		store.handleEvent(event);
	}

	return store;
}
