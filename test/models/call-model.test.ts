import {createServer} from 'node:net';
import {once} from 'node:events';
import process from 'node:process';
import {
	afterEach,
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {BudgetError} from '../../source/domain/roles.ts';
import {restartMarker} from '../../source/models/call-model.ts';
import {
	endless,
	json,
	silence,
	startProviderServer,
	stream,
} from '../helpers/provider-server.ts';
import {
	chatWire,
	messagesWire,
	responsesWire,
	wires,
} from '../helpers/provider-wire.ts';
import {apiKey, call, failureOf} from './call.ts';

const usage = {
	inputTokens: 300, cacheReadTokens: 600, cacheWriteTokens: 100, outputTokens: 50,
};
const schema = {
	name: 'answer', schema: {
		type: 'object', properties: {}, required: [], additionalProperties: false,
	},
};

describe.each(wires)('$name', wire => {
	test('streams a reply and counts its usage in disjoint classes', async () => {
		await using server = await startProviderServer(stream(wire.whole('Hello', ', wörld')));
		const reply = await call(wire, server.url);
		expect(reply).toEqual({
			text: 'Hello, wörld', finish: 'stop', usage, deltas: ['Hello', ', wörld'],
		});
		expect(server.requests.map(request => request.path)).toEqual([wire.path]);
	});

	test('a reply cut off at the limit finishes by length', async () => {
		await using server = await startProviderServer(stream(wire.truncated('half a')));
		expect(await call(wire, server.url)).toEqual({
			text: 'half a', finish: 'length', usage, deltas: ['half a'],
		});
	});

	test('a refusal is told from an answer', async () => {
		await using server = await startProviderServer(stream(wire.refusal));
		expect(await call(wire, server.url)).toMatchObject({finish: 'refusal', text: '', usage});
	});

	test.each([
		{
			status: 401, code: 'invalid_api_key', message: 'Incorrect API key provided', kind: 'auth',
		},
		{
			status: 403, code: 'permission_error', message: 'No access', kind: 'auth',
		},
		{
			status: 402, code: 'billing_error', message: 'Payment required', kind: 'credit',
		},
		{
			status: 429, code: 'insufficient_quota', message: 'You exceeded your current quota', kind: 'credit',
		},
		{
			status: 400, code: 'invalid_request_error', message: 'Your credit balance is too low to access the API', kind: 'credit',
		},
		{
			status: 404, code: 'model_not_found', message: 'The model does not exist', kind: 'model',
		},
		{
			status: 400, code: 'invalid_request_error', message: 'The prompt is too long', kind: 'refused',
		},
	])('$status $code ends at once as $kind', async ({status, code, message, kind}) => {
		await using server = await startProviderServer(json(status, wire.error(code, `${message}: ${apiKey}`), {'retry-after': '1'}));
		const error = await failureOf(call(wire, server.url));
		expect({kind: error.kind, isPermanent: error.isPermanent, requests: server.requests.length}).toEqual({kind, isPermanent: true, requests: 1});
		expect(error.message).toContain('some-model');
		expect(error.message).toContain(message);
		expect(error.message).toContain(server.url);
		expect(error.message).toMatch(/^[^\n]+: [a-z][^\n]+\.$/v);
	});

	test.each([408, 409, 429, 500, 502, 503, 529])('%s is retried', async status => {
		await using server = await startProviderServer(json(status, wire.error('some_error', 'Not now')), stream(wire.whole('done')));
		expect(await call(wire, server.url)).toMatchObject({text: 'done', usage, deltas: ['done']});
		expect(server.requests).toHaveLength(2);
	});

	test('retry-after is honoured', async () => {
		await using server = await startProviderServer(
			json(429, wire.error('rate_limit_error', 'Slow down'), {'retry-after': '0.3'}),
			stream(wire.whole('done')),
		);
		await call(wire, server.url);
		const [first, second] = server.requests;
		expect(second!.atMs - first!.atMs).toBeGreaterThan(290);
	});

	test('the last fault is told, with what all attempts used', async () => {
		const answers = [503, 503, 503].map(status => json(status, wire.error('overloaded_error', 'Overloaded')));
		await using server = await startProviderServer(...answers);
		const error = await failureOf(call(wire, server.url));
		expect(error.kind).toBe('overloaded');
		expect(error.isPermanent).toBe(false);
		expect(error.message).toContain('after 3 attempts (503');
		expect(server.requests).toHaveLength(3);
	});

	test.each(['reset', 'end'] as const)('a stream that breaks off (%s) is asked for again from the start', async then => {
		await using server = await startProviderServer(stream(wire.start('lost '), then), stream(wire.whole('whole')));
		const reply = await call(wire, server.url);
		expect(reply).toMatchObject({text: 'whole', finish: 'stop', deltas: ['lost ', restartMarker, 'whole']});
		expect(server.requests).toHaveLength(2);
		expect(server.requests[1]!.body).toEqual(server.requests[0]!.body);
		// The half reply is counted: as the provider told it, or by estimate.
		expect(reply.usage.inputTokens).toBeGreaterThan(usage.inputTokens);
		expect(reply.usage.outputTokens).toBeGreaterThan(usage.outputTokens);
	});

	test('an error event in mid-stream is retried', async () => {
		await using server = await startProviderServer(stream(wire.start('lost') + wire.overloaded), stream(wire.whole('whole')));
		expect(await call(wire, server.url)).toMatchObject({text: 'whole', deltas: ['lost', restartMarker, 'whole']});
	});

	test('silence is given up and retried: before the first byte, and in mid-stream', async () => {
		await using server = await startProviderServer(silence, stream(wire.start('lost'), 'stall'), stream(wire.whole('whole')));
		expect(await call(wire, server.url, {settings: {idleTimeoutMs: 150}})).toMatchObject({text: 'whole'});
		expect(server.requests).toHaveLength(3);
	});

	test('silence to the end is a stall', async () => {
		await using server = await startProviderServer(stream(wire.start('lost'), 'stall'));
		const error = await failureOf(call(wire, server.url, {settings: {idleTimeoutMs: 100, maxRetries: 0}}));
		expect(error.kind).toBe('stalled');
		expect(error.message).toContain('no byte came for 0.1 s');
		expect(error.usage.outputTokens).toBeGreaterThan(0);
	});

	test('a slow stream that keeps sending is no stall, one that never ends is', async () => {
		await using server = await startProviderServer(endless(wire.start('a'), ': keep-alive\n\n', 20));
		const startedAt = performance.now();
		const error = await failureOf(call(wire, server.url, {settings: {idleTimeoutMs: 100, callTimeoutMs: 400, maxRetries: 0}}));
		expect(performance.now() - startedAt).toBeGreaterThan(390);
		expect(error.message).toContain('the reply did not end within 0.4 s');
	});

	test.each(['before the first byte', 'in mid-stream', 'while waiting to retry'])('an abort %s ends the call with its reason, soon', async when => {
		const answer = {
			'before the first byte': silence,
			'in mid-stream': stream(wire.start('some'), 'stall'),
			'while waiting to retry': json(503, wire.error('overloaded_error', 'Overloaded')),
		}[when]!;
		const controller = new AbortController();
		const reason = new Error('stopped by a person');
		let abortedAt = 0;
		await using server = await startProviderServer(response => {
			answer(response);
			setTimeout(() => {
				abortedAt = performance.now();
				controller.abort(reason);
			}, 100);
		});
		await expect(call(wire, server.url, {options: {signal: controller.signal}, settings: {baseDelayMs: 60_000}})).rejects.toBe(reason);
		expect(performance.now() - abortedAt).toBeLessThan(150);
		expect(server.requests).toHaveLength(1);
	});

	test('the budget caps the reply, on the wire', async () => {
		await using server = await startProviderServer(stream(wire.whole('a')), stream(wire.whole('b')));
		await call(wire, server.url);
		await call(wire, server.url, {options: {tokensLeft: 1024}, prompt: 'x'.repeat(300)});
		const caps = server.requests.map(({body}) => (body as Record<string, unknown>)[wire.cap]);
		// 1024 less (10 + 300 characters and two quotes for the missing schema) / 3
		expect(caps).toEqual([32_000, 1024 - 104]);
	});

	test('a prompt that leaves no room for an answer is not sent', async () => {
		await using server = await startProviderServer();
		await expect(call(wire, server.url, {options: {tokensLeft: 600}, prompt: 'x'.repeat(300)})).rejects.toThrow(BudgetError);
		expect(server.requests).toEqual([]);
	});

	test('what failed attempts used counts: no retry that the budget cannot pay', async () => {
		await using server = await startProviderServer(stream(wire.start('lost '.repeat(300)), 'reset'));
		const error = await failureOf(call(wire, server.url, {options: {tokensLeft: 900}}));
		expect(error.kind).toBe('network');
		expect(server.requests).toHaveLength(1);
	});

	test('an answer that is not of this API is a fault, not a crash', async () => {
		await using server = await startProviderServer(
			json(200, {hello: 'world'}),
			stream('data: {"choices": 1, "type": 2}\n\n'),
			stream('event: message_start\ndata: not JSON\n\n'),
		);
		const error = await failureOf(call(wire, server.url));
		expect(['server', 'network']).toContain(error.kind);
		expect(server.requests).toHaveLength(3);
	});

	test('control sequences of a server do not reach the message', async () => {
		await using server = await startProviderServer(json(404, wire.error('model_not_found', 'no \u{1B}[31mred\u{1B}[0m\u{7}\nmodel')));
		const error = await failureOf(call(wire, server.url));
		expect(error.message).toContain('no red model');
	});
});

describe('requests', () => {
	test('Responses: nothing stored, schema strict', async () => {
		await using server = await startProviderServer(stream(responsesWire.whole('{}')));
		await call(responsesWire, server.url, {jsonSchema: schema});
		expect(server.requests[0]!.body).toEqual({
			model: 'some-model',
			instructions: 'You build.',
			input: 'Build it.',
			max_output_tokens: 32_000,
			store: false,
			stream: true,
			text: {format: {type: 'json_schema', strict: true, ...schema}},
		});
	});

	test('Chat Completions: with usage, schema strict', async () => {
		await using server = await startProviderServer(stream(chatWire.whole('{}')));
		await call(chatWire, server.url, {jsonSchema: schema});
		expect(server.requests[0]!.body).toEqual({
			model: 'some-model',
			messages: [{role: 'system', content: 'You build.'}, {role: 'user', content: 'Build it.'}],
			max_tokens: 32_000,
			stream: true,
			stream_options: {include_usage: true},
			response_format: {type: 'json_schema', json_schema: {strict: true, ...schema}},
		});
	});

	test('Messages: the system prompt is cached', async () => {
		await using server = await startProviderServer(stream(messagesWire.whole('{}')));
		await call(messagesWire, server.url, {jsonSchema: schema});
		expect(server.requests[0]!.body).toEqual({
			model: 'some-model',
			max_tokens: 32_000,
			system: [{type: 'text', text: 'You build.', cache_control: {type: 'ephemeral', ttl: '1h'}}],
			messages: [{role: 'user', content: 'Build it.'}],
			stream: true,
			output_config: {format: {type: 'json_schema', schema: schema.schema}},
		});
	});
});

describe('the environment', () => {
	afterEach(() => {
		vi.unstubAllEnvs();
	});

	test.each(wires)('is not read by the SDK: $name', async wire => {
		for (const [name, value] of Object.entries({
			OPENAI_API_KEY: 'environment', OPENAI_ADMIN_KEY: 'environment', OPENAI_ORG_ID: 'environment', OPENAI_PROJECT_ID: 'environment', OPENAI_BASE_URL: 'http://127.0.0.1:1',
			OPENAI_CUSTOM_HEADERS: 'Authorization: environment\nX-Other: environment', ANTHROPIC_API_KEY: 'environment', ANTHROPIC_AUTH_TOKEN: 'environment',
			ANTHROPIC_BASE_URL: 'http://127.0.0.1:1', ANTHROPIC_CUSTOM_HEADERS: 'X-Api-Key: environment\nX-Other: environment', ANTHROPIC_LOG: 'debug', OPENAI_LOG: 'debug',
		})) {
			vi.stubEnv(name, value);
		}

		const written = vi.spyOn(process.stdout, 'write');
		await using server = await startProviderServer(stream(wire.whole('done')));
		await call(wire, server.url);
		expect(written).not.toHaveBeenCalled();
		written.mockRestore();
		const {headers} = server.requests[0]!;
		expect(JSON.stringify(headers)).not.toContain('environment');
		expect(headers.authorization ?? headers['x-api-key']).toContain(apiKey);
		expect(Object.keys(headers).filter(name => name.startsWith('x-') && name !== 'x-api-key')).toEqual([]);
	});
});

test('a server that is not there', async () => {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	await once(probe, 'close');
	const port = typeof address === 'object' ? address?.port : undefined;
	const error = await failureOf(call(responsesWire, `http://127.0.0.1:${port}/v1?key=in-query`));
	expect(error.kind).toBe('network');
	expect(error.message).toBe(`OpenAI (http://127.0.0.1:${port}) could not be reached for some-model, or the connection broke after 3 attempts (no connection: ECONNREFUSED): check the network and the base URL.`);
});

test('a provider that asks to wait for an hour is not waited for', async () => {
	await using server = await startProviderServer(json(429, messagesWire.error('rate_limit_error', 'Come back later'), {'retry-after': '3600'}));
	const error = await failureOf(call(messagesWire, server.url));
	expect(error.kind).toBe('rate_limit');
	expect(server.requests).toHaveLength(1);
});

test('a failed response ends in its own kind of fault', async () => {
	const failed = (code: string) => stream(`event: response.failed\ndata: ${JSON.stringify({
		type: 'response.failed',
		response: {
			status: 'failed', error: {code, message: `It was ${code}`}, output: [], usage: {input_tokens: 7, output_tokens: 1},
		},
	})}\n\n`);
	await using server = await startProviderServer(failed('rate_limit_exceeded'), failed('invalid_prompt'));
	const error = await failureOf(call(responsesWire, server.url));
	expect({kind: error.kind, usage: error.usage}).toEqual({
		kind: 'refused',
		usage: {
			inputTokens: 14, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 2,
		},
	});
	expect(server.requests).toHaveLength(2);
});
