import {once} from 'node:events';
import type {Server} from 'node:http';
import {createAdaptorServer} from '@hono/node-server';
import type {SupervisorApp} from './app.ts';
import {refuseForeignPages} from './refuse-foreign-pages.ts';

/**
The server cannot listen as asked; one sentence for a person with the way out.
*/
class ListenError extends Error {
	override readonly name = 'ListenError';
}

type ListenOptions = {
	host?: string;
	/**
	0 takes any free port.
	*/
	port: number;
	/**
	The app's key: only checked for being there when the host is no loopback address.
	*/
	apiKey?: string;
};

type Listening = {
	url: string;
	/**
	Ends open streams too; resolves when the port is free again.
	*/
	close: () => Promise<void>;
};

/**
Serves the app on a port, on loopback unless told otherwise. Rejects with ListenError.
*/
export async function listen(app: SupervisorApp, {host = '127.0.0.1', port, apiKey}: ListenOptions): Promise<Listening> {
	const isLoopback = isLoopbackHost(host);
	if (!isLoopback && !apiKey) {
		throw new ListenError(`Refusing to serve on ${host} without an API key: anyone who reaches it could start runs. Set AUTOPACK_API_KEY (or --api-key), or serve on 127.0.0.1.`);
	}

	const server = createAdaptorServer({
		fetch: async (request, bindings) => refuseForeignPages(request, {isLoopback}) ?? app.fetch(request, bindings),
	}) as Server;
	server.listen(port, host);
	try {
		await once(server, 'listening');
	} catch (error) {
		throw listenError(error, {host, port});
	}

	const address = server.address();
	const boundPort = typeof address === 'object' && address ? address.port : port;
	return {
		url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
		async close() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

const isLoopbackHost = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/v.test(host);

function listenError(error: unknown, {host, port}: {host: string; port: number}): ListenError {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const reasons: Record<string, string> = {
		EADDRINUSE: `Port ${port} on ${host} is in use: another server runs there. Stop it, or choose another port.`,
		EACCES: `This user may not serve on port ${port}. Choose a port above 1023.`,
		EADDRNOTAVAIL: `This machine has no address ${host}. Choose one it has, such as 127.0.0.1.`,
	};
	return new ListenError(reasons[code] ?? `Cannot serve on ${host}:${port} (${code}). Choose another host or port.`, {cause: error});
}
