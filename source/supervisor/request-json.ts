import * as z from 'zod';
import {SupervisorError, type SupervisorErrorKind} from './supervisor-error.ts';

export type Fetch = (input: string, init: RequestInit) => Response | Promise<Response>;

export type Connection = {
	/**
	Of the one in process, which has no address or log to speak of.
	*/
	name?: string;
	baseUrl: string;
	apiKey?: string;
	fetch: Fetch;
	signal?: AbortSignal;
	timeoutMs: number;
};

type JsonRequest = {path: string; method?: 'GET' | 'POST'; body?: unknown};

/**
Sends one request and returns the JSON of a 2xx answer. Throws SupervisorError, or the connection's abort reason.
Redirects are not followed: the key would go along to wherever they point.
*/
export async function requestJson(connection: Connection, {path, method = 'GET', body}: JsonRequest): Promise<unknown> {
	const url = connection.baseUrl + path;
	const timeout = AbortSignal.timeout(connection.timeoutMs);
	const signal = connection.signal ? AbortSignal.any([connection.signal, timeout]) : timeout;
	let answer: {status: number; text: string};
	try {
		const response = await connection.fetch(url, {
			method,
			signal,
			redirect: 'manual',
			headers: {
				accept: 'application/json',
				...(body !== undefined && {'content-type': 'application/json'}),
				...(connection.apiKey && {'x-api-key': connection.apiKey}),
			},
			...(body !== undefined && {body: JSON.stringify(body)}),
		});
		answer = {status: response.status, text: await response.text()};
	} catch (error) {
		connection.signal?.throwIfAborted();
		throw timeout.aborted ? slowError(url, connection.timeoutMs, error) : unreachableError(url, error);
	}

	return readAnswer(connection, url, answer);
}

function slowError(url: string, timeoutMs: number, cause: unknown): SupervisorError {
	return new SupervisorError('slow', `The Supervisor did not answer ${url} within ${timeoutMs / 1000} s; check its load and the network.`, {cause});
}

function unreachableError(url: string, cause: unknown): SupervisorError {
	const code = systemCode(cause);
	return new SupervisorError('unreachable', `The Supervisor at ${url} cannot be reached${code ? ` (${code})` : ''}; start it, or correct --api-url.`, {cause});
}

const systemErrorSchema = z.object({cause: z.object({code: z.string()})});

function systemCode(error: unknown): string | undefined {
	const parsed = systemErrorSchema.safeParse(error);
	return parsed.success ? parsed.data.cause.code : undefined;
}

function readAnswer({name}: Connection, url: string, {status, text}: {status: number; text: string}): unknown {
	const json = parseJson(text);
	const detail = detailOf(json);
	if (status >= 500) {
		throw new SupervisorError('server', name === undefined
			? `The Supervisor failed at ${url} (HTTP ${status}${detail && `: ${detail}`}); look into its log.`
			: detail.replace(/^Internal Server Error: /v, ''), {status, detail});
	}

	if (status === 408 || status === 429) {
		throw new SupervisorError('slow', `The Supervisor asks to wait before ${url} (HTTP ${status}); try again in a minute.`, {status, detail});
	}

	if (status === 401 || status === 403) {
		throw new SupervisorError('refused', `The Supervisor refuses ${url} (HTTP ${status}${detail && `: ${detail}`}); give its API key with --api-key or AUTOPACK_API_KEY.`, {status, detail});
	}

	if (json === undefined || (status >= 300 && status < 400)) {
		throw notAutopackError(url, status);
	}

	if (status >= 400) {
		throw refusal(url, {status, detail});
	}

	return json;
}

export function notAutopackError(url: string, status?: number): SupervisorError {
	return new SupervisorError('not_autopack', `What answers at ${url} is not an Autopack Supervisor; correct --api-url.`, {status});
}

function refusal(url: string, {status, detail}: {status: number; detail: string}): SupervisorError {
	const kind: SupervisorErrorKind = status === 404 ? 'not_found' : 'invalid';
	const reason = detail || 'no reason given';
	return new SupervisorError(kind, `The Supervisor does not accept ${url} (HTTP ${status}): ${reason}`, {status, detail});
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const detailSchema = z.union([
	z.object({detail: z.string()}).transform(({detail}) => detail),
	z.object({detail: z.array(z.object({loc: z.array(z.union([z.string(), z.number()])), msg: z.string()}))})
		.transform(({detail}) => detail.map(({loc, msg}) => `${loc.join('.')}: ${msg}`).join('; ')),
	z.object({error: z.string()}).transform(({error}) => error),
]);

/**
What a FastAPI server says was wrong, in one line of at most 500 characters.
*/
function detailOf(json: unknown): string {
	const parsed = detailSchema.safeParse(json);
	return parsed.success ? parsed.data.slice(0, 500) : '';
}
