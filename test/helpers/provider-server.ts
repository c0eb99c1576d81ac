import {once} from 'node:events';
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type {AddressInfo} from 'node:net';
import {json as readJson} from 'node:stream/consumers';

type ProviderRequest = {path: string | undefined; headers: IncomingHttpHeaders; body: unknown; atMs: number};
export type Answer = (response: ServerResponse) => void;

type ProviderServer = {
	url: string;
	/**
	In the order in which they came.
	*/
	requests: ProviderRequest[];
	[Symbol.asyncDispose]: () => Promise<void>;
};

/**
A model provider on a loopback port that gives one scripted answer a request, in order; a request beyond the script gets a 418.
*/
export async function startProviderServer(...answers: Answer[]): Promise<ProviderServer> {
	const requests: ProviderRequest[] = [];
	const answerTo = async (request: IncomingMessage, response: ServerResponse) => {
		const answer = answers[requests.length] ?? json(418, {error: {message: 'no answer was scripted'}});
		const record: ProviderRequest = {
			path: request.url, headers: request.headers, body: undefined, atMs: performance.now(),
		};
		requests.push(record);
		record.body = await readJson(request);
		answer(response);
	};

	const server = createServer((request, response) => {
		void answerTo(request, response);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

/**
A whole JSON answer.
*/
export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => response => {
	response.writeHead(status, {'content-type': 'application/json', ...headers}).end(JSON.stringify(body));
};

/**
A stream of server-sent events that ends, is reset, or falls silent after them.
*/
export const stream = (events: string, then: 'end' | 'reset' | 'stall' = 'end'): Answer => response => {
	response.writeHead(200, {'content-type': 'text/event-stream'});
	if (then === 'end') {
		response.end(events);
		return;
	}

	response.flushHeaders();
	response.write(events, () => {
		if (then === 'reset') {
			response.socket?.resetAndDestroy();
		}
	});
};

/**
Accepts the request and never answers.
*/
export const silence: Answer = () => undefined;

/**
Keeps writing a piece until the client goes away.
*/
export const endless = (start: string, piece: string, everyMs: number): Answer => response => {
	response.writeHead(200, {'content-type': 'text/event-stream'});
	response.write(start);
	const timer = setInterval(() => {
		response.write(piece);
	}, everyMs);
	response.on('close', () => {
		clearInterval(timer);
	});
};
