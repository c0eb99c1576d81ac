import {setTimeout as delay} from 'node:timers/promises';
import type {ReceivedCommand} from '../supervisor/client.ts';
import {SupervisorError} from '../supervisor/supervisor-error.ts';
import type {Store} from './store.ts';
import type {Supervisor} from './supervisor.ts';

const intervalMs = 2000;

/**
Brings the commands that were sent to a remote autopack into the local journal, where the executor sees them. The embedded Supervisor appends them there itself.
*/
export function forwardCommands({supervisor, store, runId, signal}: {
	supervisor: Supervisor; store: Store; runId: string; signal: AbortSignal;
}): {stop: () => void} {
	const controller = new AbortController();
	const stopped = AbortSignal.any([signal, controller.signal]);
	if (!supervisor.isEmbedded) {
		void follow();
	}

	return {
		stop() {
			controller.abort();
		},
	};

	async function forward({seq, at, command, by}: ReceivedCommand) {
		const [local] = await store.journal.events(runId, seq - 1);
		// `autopack serve` on this very journal: the executor has seen it there.
		if (local?.seq !== seq || local.at !== at) {
			await store.journal.append(runId, {type: 'command.received', command, by});
		}
	}

	async function follow() {
		let cursor: number | undefined;
		while (!stopped.aborted) {
			try {
				const {commands, seq} = await supervisor.client.commandsAfter(runId, cursor ?? 0);
				// What was sent before this session began was meant for another.
				for (const received of cursor === undefined ? [] : commands) {
					await forward(received);
				}

				cursor = seq;
				await delay(intervalMs, undefined, {signal: stopped});
			} catch (error) {
				if (!(error instanceof SupervisorError) && !stopped.aborted) {
					throw error;
				}

				await delay(intervalMs, undefined, {signal: stopped}).catch(() => undefined);
			}
		}
	}
}
