import {fold} from '../domain/reduce.ts';
import type {RunState} from '../domain/run-state.ts';
import {formatSummary} from '../output/summary.ts';
import {createLineWriter} from '../output/write-stream.ts';
import {createDeltaBus} from './deltas.ts';
import {exitCodeOfRun} from './exit-code-of-run.ts';
import {followSignals} from './interruption.ts';
import {keepHeapSmall} from './keep-heap-small.ts';
import {displayLines} from './line-display.ts';
import {refuseUnexecutable} from './refuse-unexecutable.ts';
import {createRunner, type Runner} from './runner.ts';
import type {SessionParts} from './session.ts';
import type {RunParts} from './run-parts.ts';
import {displayTui, isInteractive, loadTui} from './tui-display.ts';

/**
Executes a run with the display that fits: the terminal UI, or lines where there is no terminal or `--json` asks for them.
@returns the exit code
*/
export async function executeAndShow(parts: RunParts): Promise<number> {
	const {context, store, runId} = parts;
	const {settings} = context.config;
	await refuseUnexecutable(context);
	keepHeapSmall();
	const hasTui = isInteractive(context);
	const interruption = followSignals();
	const deltas = createDeltaBus();
	const sessionParts: SessionParts = {
		...parts,
		config: context.config,
		version: context.version,
		answerer: settings.yes ? 'unattended' : (hasTui ? 'person' : 'nobody'),
		signal: interruption.signal,
		onDelta: deltas.publish,
	};
	const runner = createRunner(sessionParts);
	try {
		// The UI is loaded while git and the Supervisor are asked.
		const [tui] = await Promise.all([hasTui ? loadTui(context) : undefined, runner.started]);
		await (tui
			? displayTui({
				...parts, ...tui, deltas, runner, interruption,
			})
			: showLines(parts, runner));
		const {undelivered} = await runner.finished();
		const state = fold(runId, await store.journal.events(runId));
		await writeClosing(parts, state, undelivered);
		return exitCodeOfRun(state, undelivered, interruption.name());
	} catch (error) {
		// A display that fails must not leave the work to itself.
		interruption.abort('quit');
		await runner.finished().catch(() => undefined);
		throw error;
	} finally {
		interruption.dispose();
	}
}

async function showLines({context, store, runId}: RunParts, runner: Runner): Promise<void> {
	const stop = displayLines(store.journal, runId, {
		stdout: context.stdout, json: context.config.settings.json, afterSeq: runner.beganAfterSeq(),
	});
	try {
		await runner.finished();
	} finally {
		await stop();
	}
}

/**
The summary, on standard output unless that is NDJSON; the same for everybody who watched.
*/
async function writeClosing({context: {config, stdout, stderr}, goOn}: RunParts, state: RunState, undelivered: number): Promise<void> {
	const writer = createLineWriter(config.settings.json ? stderr : stdout);
	const lines = config.settings.json ? [] : ['', ...formatSummary(state, goOn)];
	const waiting = undelivered > 0
		? [`${undelivered} reports wait in the journal for the Supervisor at ${config.settings.apiUrl}; the same command delivers them.`]
		: [];
	for (const line of [...lines, ...waiting]) {
		await writer.write(line);
	}

	await writer.flush();
}
