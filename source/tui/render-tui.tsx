import process from 'node:process';
import type {ReadStream, WriteStream} from 'node:tty';
import {render, type Instance} from 'ink';
import type {Command} from '../domain/command.ts';
import {App} from './components/app.tsx';
import type {
	DeltaSource,
	RunEventSource,
	TuiExit,
	TuiOptions,
} from './options.ts';
import {TuiStore} from './store/tui-store.ts';
import {wipeScreen} from './terminal.ts';

type Setup = {
	runId: string;
	events: RunEventSource;
	deltas: DeltaSource;
	send: (command: Command) => void;
	options: TuiOptions;
	stdin: ReadStream;
	stdout: WriteStream;
	/**
	Leaves the screen as `interrupted`. Whoever handles SIGTERM and SIGHUP aborts this.
	*/
	signal?: AbortSignal;
	/**
	Milliseconds since the epoch.
	*/
	clock?: () => number;
};

const fallbackSize = {columns: 80, rows: 24};

/**
Shows a run until the person leaves, and tells how they left. The terminal (screen, cursor, modes) is as before when this resolves or rejects; it rejects
with what a component threw.
*/
export async function renderTui(setup: Setup): Promise<TuiExit> {
	const {runId, events, deltas, send, options, stdin, stdout, signal, clock = Date.now} = setup;
	const size = () => ({columns: stdout.columns || fallbackSize.columns, rows: stdout.rows || fallbackSize.rows});
	const store = new TuiStore({
		runId, options, clock, ...size(),
	});
	const left: TuiExit = {reason: 'quit'};
	const leave = (reason: TuiExit['reason']) => {
		left.reason = reason;
		instance.unmount();
	};

	const redraw = () => {
		if (options.isAlternateScreen) {
			wipeScreen(stdout);
		}

		instance.clear();
		const {columns, rows} = size();
		store.resize(columns, rows);
		instance.rerender(app);
	};

	const actions = {
		update: store.update, send, say: store.say, leave, redraw,
	};
	const app = <App store={store} actions={actions} clock={clock}/>;

	// Before Ink's own listener: by the time that draws, the frame has the new size.
	stdout.on('resize', redraw);
	// Ink does so only after its first frame: until then a key would be echoed into it.
	if (stdin.isTTY) {
		stdin.setRawMode(true);
	}

	const instance = start(app, setup);
	const interrupt = () => {
		leave('interrupted');
	};

	signal?.addEventListener('abort', interrupt, {once: true});
	process.on('uncaughtExceptionMonitor', instance.unmount);
	const ticker = setInterval(() => {
		store.tick();
	}, 1000);
	const unsubscribers = [
		events(0, event => {
			store.handleEvent(event);
		}),
		deltas(delta => {
			store.handleDelta(delta);
		}),
	];
	if (signal?.aborted) {
		interrupt();
	}

	try {
		await instance.waitUntilExit();
		return left;
	} finally {
		clearInterval(ticker);
		stdout.off('resize', redraw);
		signal?.removeEventListener('abort', interrupt);
		process.off('uncaughtExceptionMonitor', instance.unmount);
		for (const unsubscribe of unsubscribers) {
			unsubscribe();
		}

		store.dispose();
	}
}

const start = (app: React.JSX.Element, {options, stdin, stdout}: Setup): Instance => render(app, {
	stdin,
	stdout,
	alternateScreen: options.isAlternateScreen && !options.screenReader,
	incrementalRendering: true,
	isScreenReaderEnabled: options.screenReader,
	patchConsole: false,
	exitOnCtrlC: false,
	maxFps: 30,
});
