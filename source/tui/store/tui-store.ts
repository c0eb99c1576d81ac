import type {Delta, RunEvent} from '../../domain/event.ts';
import {initialState, reduce} from '../../domain/reduce.ts';
import type {RunState} from '../../domain/run-state.ts';
import type {TuiOptions} from '../options.ts';
import {glyphsFor} from '../theme.ts';
import {initialUi, type UiState} from '../ui-state.ts';
import type {View} from '../view.ts';
import {LiveStreams} from './live-streams.ts';

/**
30 frames a second.
*/
const frameMs = 33;
const statusMs = 4000;

type Setup = {runId: string; options: TuiOptions; columns: number; rows: number; clock: () => number};

/**
All state of the screen, outside of React: events and text may come by the thousand, a snapshot is published at most 30 times a second.
*/
export class TuiStore {
	#run: RunState;
	#ui: UiState;
	#snapshot: View;
	#timer: NodeJS.Timeout | undefined;
	#publishedAt = 0;
	readonly #streams: LiveStreams;
	readonly #listeners = new Set<() => void>();
	readonly #setup: Setup;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/**
	What was published last: the same object until the next publication.
	*/
	readonly snapshot = (): View => this.#snapshot;

	readonly update = (change: (ui: UiState) => UiState): void => {
		this.#ui = change(this.#ui);
		this.schedule();
	};

	/**
	Shows a sentence in the status line.
	*/
	readonly say = (text: string): void => {
		const until = this.#setup.clock() + statusMs;
		this.update(ui => ({...ui, status: {text, until}}));
	};

	constructor(setup: Setup) {
		this.#setup = setup;
		this.#run = initialState(setup.runId);
		this.#ui = initialUi(setup.columns, setup.rows);
		this.#streams = new LiveStreams(setup.clock);
		this.#snapshot = this.view();
	}

	#publish(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#publishedAt = this.#setup.clock();
		this.#snapshot = this.view();
		for (const listener of this.#listeners) {
			listener();
		}
	}

	/**
	A question about a phase that was meanwhile decided elsewhere must not be answered.
	*/
	#closeStaleDialog(): void {
		const {dialog} = this.#ui;
		if (dialog?.phaseId === undefined) {
			return;
		}

		const progress = this.#run.phases.find(({phase}) => phase.phase_id === dialog.phaseId);
		if (progress?.stage !== 'deciding' && (dialog.kind === 'confirm' || progress?.stage !== 'ended')) {
			this.#ui = {...this.#ui, dialog: undefined, status: {text: 'It was decided elsewhere meanwhile.', until: this.#setup.clock() + statusMs}};
		}
	}

	/**
	What is true now, published or not.
	*/
	view(): View {
		const {options, clock} = this.#setup;
		return {
			run: this.#run,
			ui: this.#ui,
			streams: this.#streams,
			now: clock(),
			options,
			glyphs: glyphsFor(options.ascii),
			hasMotion: !options.reducedMotion && !options.screenReader,
		};
	}

	handleEvent(event: RunEvent): void {
		const hadEnded = this.#run.outcome !== undefined;
		this.#run = reduce(this.#run, event);
		if (this.#run.outcome && !hadEnded) {
			this.#ui = {...this.#ui, dialog: undefined, overlays: ['summary']};
		} else if (hadEnded && !this.#run.outcome) {
			this.#ui = {...this.#ui, overlays: this.#ui.overlays.filter(name => name !== 'summary')};
		}

		this.#closeStaleDialog();
		this.schedule();
	}

	handleDelta(delta: Delta): void {
		this.#streams.add(delta);
		this.schedule();
	}

	/**
	The clock went on.
	*/
	tick(): void {
		const {status} = this.#ui;
		if (status && status.until <= this.#setup.clock()) {
			this.#ui = {...this.#ui, status: undefined};
			this.schedule();
			return;
		}

		// A screen reader would read the whole screen again, once a second.
		if (!this.#run.outcome && !this.#setup.options.screenReader) {
			this.schedule();
		}
	}

	/**
	A new size is shown at once: the frame must not be taller than the terminal for a moment.
	*/
	resize(columns: number, rows: number): void {
		this.#ui = {...this.#ui, columns, rows};
		this.#publish();
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#listeners.clear();
	}

	schedule(): void {
		if (this.#timer) {
			return;
		}

		const waitMs = Math.max(0, this.#publishedAt + frameMs - this.#setup.clock());
		this.#timer = setTimeout(() => {
			this.#publish();
		}, Math.min(waitMs, frameMs));
	}
}
