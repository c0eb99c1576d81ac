import {disableColor} from '../config.ts';
import type {CommandContext} from './command-context.ts';
import type {DeltaBus} from './deltas.ts';
import type {RunParts} from './run-parts.ts';
import type {Interruption} from './interruption.ts';
import type {Runner} from './runner.ts';

/**
True where the terminal UI can be shown and asked: a terminal on both ends that can move its cursor.
*/
export const isInteractive = ({config, stdin, stdout}: CommandContext): boolean =>
	stdin.isTTY && stdout.isTTY && !config.settings.json && config.environment.TERM !== 'dumb';

/**
Shows the terminal UI until the person leaves it, or a session fails: whoever awaits the runner gets the error. Leaving while the run works interrupts it.
*/
export async function displayTui({context, store, runId, notice, deltas, runner, interruption, renderTui}: RunParts & {
	deltas: DeltaBus;
	runner: Runner;
	interruption: Interruption;
	renderTui: Awaited<ReturnType<typeof loadTui>>['renderTui'];
}): Promise<void> {
	followHangUp(context, interruption);
	const {reason} = await renderTui({
		runId,
		events: (afterSeq, listener) => store.journal.subscribe(runId, afterSeq, listener),
		deltas: deltas.subscribe,
		send: runner.send,
		options: tuiOptions(context, notice),
		stdin: context.stdin,
		stdout: context.stdout,
		signal: AbortSignal.any([interruption.signal, runner.failed]),
	});
	if (reason !== 'ended') {
		interruption.abort(reason === 'interrupted' ? 'SIGINT' : 'quit');
	}
}

/**
A terminal that is closed also fails what is written to it and read from it (EIO), at any later moment and often before the signal comes.
*/
function followHangUp({stdin, stdout, stderr}: CommandContext, interruption: Interruption): void {
	for (const stream of [stdin, stdout, stderr]) {
		stream.on('error', () => {
			interruption.abort('SIGHUP');
		});
	}
}

/**
Loads Ink, which reads the environment for colours as it loads and would take CI's terminals for none.
*/
export async function loadTui({config}: CommandContext) {
	const {environment, settings} = config;
	if (!settings.color || environment.NO_COLOR) {
		disableColor();
	}

	return import('../tui/render-tui.tsx');
}

export const tuiOptions = ({config}: CommandContext, notice?: string) => ({
	readOnly: config.settings.readOnly,
	ascii: config.settings.ascii,
	screenReader: config.environment.INK_SCREEN_READER === 'true',
	reducedMotion: false,
	isAlternateScreen: true,
	notice,
	sandbox: config.settings.readOnly ? undefined : config.settings.sandbox,
});
