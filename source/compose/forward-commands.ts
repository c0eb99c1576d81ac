import {setTimeout as delay} from 'node:timers/promises';
import type {RunEvent} from '../domain/event.ts';
import type {ReceivedCommand} from '../supervisor/client.ts';
import {SupervisorError} from '../supervisor/supervisor-error.ts';
import type {Store} from './store.ts';
import type {Supervisor} from './supervisor.ts';

const intervalMs = 2000;

/**
Brings the commands that were sent to a remote autopack into the local journal, where the executor sees them; the embedded Supervisor appends them there itself.
Of those that came while nobody executed the run here, what names a phase counts (an approval), what steers an executor does not (pause, stop).
`stop` resolves when nothing more is appended.
*/
export function forwardCommands({supervisor, store, runId, signal}: {
	supervisor: Supervisor; store: Store; runId: string; signal: AbortSignal;
}): {stop: () => Promise<void>} {
	const controller = new AbortController();
	const stopped = AbortSignal.any([signal, controller.signal]);
	const work = supervisor.isEmbedded ? Promise.resolve() : follow();
	// A journal that fails ends the session by itself; `stop` tells it again.
	work.catch(() => undefined);
	return {
		async stop() {
			controller.abort();
			// A request that hangs appends nothing any more.
			await Promise.race([work, delay(500, undefined, {ref: false})]);
		},
	};

	async function follow() {
		const past = await store.journal.events(runId);
		const began = past.find(({type}) => type === 'run.started')?.at;
		let cursor = lastForwarded(past);
		let isFirst = true;
		while (!stopped.aborted) {
			try {
				const {commands, seq} = await supervisor.client.commandsAfter(runId, cursor);
				const meant = isFirst ? commands.filter(command => isStillMeant(command, began)) : commands;
				for (const received of stopped.aborted ? [] : meant) {
					await forward(received);
				}

				cursor = seq;
				isFirst = false;
			} catch (error) {
				if (!(error instanceof SupervisorError)) {
					throw error;
				}
			}

			await delay(intervalMs, undefined, {signal: stopped}).catch(() => undefined);
		}
	}

	async function forward({seq, at, command, by}: ReceivedCommand) {
		const [local] = await store.journal.events(runId, seq - 1);
		// `autopack serve` on this very journal: the executor has seen it there.
		if (local?.seq !== seq || local.at !== at) {
			await store.journal.append(runId, {
				type: 'command.received', command, by, remoteSeq: seq,
			});
		}
	}
}

const lastForwarded = (past: RunEvent[]): number =>
	Math.max(0, ...past.map(event => event.type === 'command.received' ? event.remoteSeq ?? 0 : 0));

const isStillMeant = ({command, at}: ReceivedCommand, began: string | undefined): boolean =>
	'phaseId' in command && began !== undefined && at > began;
