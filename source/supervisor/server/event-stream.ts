import type {RunEvent} from '../../domain/event.ts';
import type {Journal} from '../../journal/journal.ts';

const heartbeatMs = 15_000;

/**
Live events that may wait for a slow reader before its stream is closed; it comes back with Last-Event-ID and has missed nothing.
*/
const mostWaiting = 1000;

/**
Server-sent events: the given ones, then live. `id` is the seq, `data` the event's JSON; a comment keeps quiet connections open.
*/
export function streamEvents(journal: Journal, {runId, after, events}: {runId: string; after: number; events: RunEvent[]}): Response {
	const encoder = new TextEncoder();
	let end: () => void = () => undefined;
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			const heartbeat = setInterval(() => {
				controller.enqueue(encoder.encode(': keep-alive\n\n'));
			}, heartbeatMs);
			controller.enqueue(encoder.encode(`: events of run ${encodeURIComponent(runId)}\n\n${events.map(event => messageOf(event)).join('')}`));
			const unsubscribe = journal.subscribe(runId, events.at(-1)?.seq ?? after, event => {
				controller.enqueue(encoder.encode(messageOf(event)));
				if (!(-(controller.desiredSize ?? 0) > mostWaiting)) {
					return;
				}

				end();
				controller.close();
			});
			end = () => {
				clearInterval(heartbeat);
				unsubscribe();
			};
		},
		cancel() {
			end();
		},
	});
	return new Response(body, {headers: {'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-accel-buffering': 'no'}});
}

const messageOf = (event: RunEvent): string => `id: ${event.seq}\ndata: ${JSON.stringify(event)}\n\n`;
