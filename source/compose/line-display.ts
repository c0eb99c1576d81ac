import type {Writable} from 'node:stream';
import type {RunEvent} from '../domain/event.ts';
import {initialState, reduce} from '../domain/reduce.ts';
import type {RunState} from '../domain/run-state.ts';
import type {Journal} from '../journal/journal.ts';
import {formatNdjsonLine} from '../output/ndjson.ts';
import {formatPlainLine} from '../output/plain.ts';
import {createLineWriter} from '../output/write-stream.ts';

/**
Writes a run's events as lines while they happen: NDJSON, which begins with the run's first event, or plain, which begins after what is there already.
@returns a function that stops, once all lines are written
*/
export function displayLines(journal: Journal, runId: string, {stdout, json, afterSeq, onEvent}: {stdout: Writable; json: boolean; afterSeq: number; onEvent?: (event: RunEvent, state: RunState) => void}): () => Promise<void> {
	const writer = createLineWriter(stdout);
	let state = initialState(runId);
	const unsubscribe = journal.subscribe(runId, 0, event => {
		state = reduce(state, event);
		const line = json ? formatNdjsonLine(event) : formatPlainLine(event, state);
		if (line !== undefined && (json || event.seq > afterSeq)) {
			void writer.write(line);
		}

		onEvent?.(event, state);
	});
	return async () => {
		unsubscribe();
		await writer.flush();
	};
}
