import {setTimeout as delay} from 'node:timers/promises';
import {fold} from '../domain/reduce.ts';
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
	const lastSeq = (await journal.events(runId)).at(-1)?.seq;
	if (lastSeq === undefined) {
		throw new UsageError(`nothing is known here of a run ${runId}; --read-only watches runs that are executed on this workspace.`);
	}

	const interruption = followSignals();
	try {
		await (isInteractive(context) ? watchInTui() : watchLines(lastSeq));
		return exitCodeOfRun(fold(runId, await journal.events(runId)), 0, interruption.name());
	} finally {
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

	async function watchLines(knownSeq: number) {
		const ended = new AbortController();
		const stop = displayLines(journal, runId, {
			stdout: context.stdout,
			json: context.config.settings.json,
			afterSeq: 0,
			onEvent({seq}, {outcome}) {
				// Reports and commands come after an end too; an end that somebody has gone on from is none.
				if (seq >= knownSeq && outcome) {
					ended.abort();
				}
			},
		});
		const signal = AbortSignal.any([ended.signal, interruption.signal]);
		await delay((2 ** 31) - 1, undefined, {signal}).catch(() => undefined);
		await stop();
	}
}
