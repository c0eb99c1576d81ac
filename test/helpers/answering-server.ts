import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text as readText} from 'node:stream/consumers';
import {onTestFinished} from 'vitest';

export type Received = {method: string; path: string; body: unknown; apiKey: string | undefined};

/**
`undefined` leaves the request without an answer.
*/
export type Answered = {status: number; body: string; headers?: Record<string, string>} | undefined;

export const json = (status: number, body: unknown): Answered => ({status, body: JSON.stringify(body), headers: {'content-type': 'application/json'}});

/**
A server that answers what it is told, until it is closed or the test ends. A port may be given to come back on.
*/
export async function startAnsweringServer(answer: (received: Received) => Answered | Promise<Answered>, port = 0) {
	const server = createServer((request, response) => {
		void (async () => {
			const body = await readText(request);
			const answered = await answer({
				method: request.method!, path: request.url!, body: body === '' ? undefined : JSON.parse(body), apiKey: request.headers['x-api-key']?.toString(),
			});
			if (answered) {
				response.writeHead(answered.status, answered.headers).end(answered.body);
			}
		})();
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const close = async () => {
		if (!server.listening) {
			return;
		}

		const closed = once(server, 'close');
		server.close();
		server.closeAllConnections();
		await closed;
	};

	onTestFinished(close);
	const bound = (server.address() as AddressInfo).port;
	return {url: `http://127.0.0.1:${bound}`, port: bound, close};
}

/**
A loopback port that nobody listens on.
*/
export async function freePort(): Promise<number> {
	const {port, close} = await startAnsweringServer(() => undefined);
	await close();
	return port;
}
