import {setTimeout as delay} from 'node:timers/promises';
import {initialState, reduce} from '../domain/reduce.ts';
import {UsageError} from '../exit-code.ts';
import {createDeltaBus} from './deltas.ts';
import {exitCodeOfRun} from './exit-code-of-run.ts';
import {followSignals} from './interruption.ts';
import {displayLines} from './line-display.ts';
import type {RunParts} from './run-parts.ts';
import {isInteractive, loadTui, tuiOptions} from './tui-display.ts';

/**
Watches a run that another process executes on this workspace, until its end or until the person leaves. Nothing can be changed from here.
*/
export async function watchRun({context, store: {journal}, runId}: RunParts): Promise<number> {
	if ((await journal.events(runId)).length === 0) {
		throw new UsageError(`nothing is known here of a run ${runId}; --read-only watches runs that are executed on this workspace.`);
	}

	const interruption = followSignals();
	let state = initialState(runId);
	const ended = new AbortController();
	const unsubscribe = journal.subscribe(runId, 0, event => {
		state = reduce(state, event);
		if (event.type === 'run.ended') {
			ended.abort();
		}
	});
	try {
		await (isInteractive(context) ? watchInTui() : watchLines());
		return exitCodeOfRun(state, 0, interruption.name());
	} finally {
		unsubscribe();
		interruption.dispose();
	}

	async function watchInTui() {
		const {renderTui} = await loadTui(context);
		await renderTui({
			runId,
			events: (afterSeq, listener) => journal.subscribe(runId, afterSeq, listener),
			deltas: createDeltaBus().subscribe,
			send: () => undefined,
			options: tuiOptions(context),
			stdin: context.stdin,
			stdout: context.stdout,
			signal: interruption.signal,
		});
	}

	async function watchLines() {
		const stop = displayLines(journal, runId, {stdout: context.stdout, json: context.config.settings.json, afterSeq: 0});
		const signal = AbortSignal.any([ended.signal, interruption.signal]);
		await delay(2_147_483_647, undefined, {signal}).catch(() => undefined);
		await stop();
	}
}
