import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {Anthropic} from '@anthropic-ai/sdk';
import {OpenAI} from 'openai';
import {expect, onTestFinished, test} from 'vitest';
import {repliesDirectory} from '../../source/demo/demo-files.ts';
import {createScriptedModels} from '../../source/demo/scripted-models.ts';

const schema = {type: 'object'};
const docker = 'fileorg-p2-docker';

async function start(paceMsPerChunk = 0) {
	const models = await createScriptedModels({replies: repliesDirectory, paceMsPerChunk});
	onTestFinished(async () => models.close());
	return {
		models,
		openai: new OpenAI({apiKey: 'none', baseURL: `${models.url}/v1`, maxRetries: 0}),
		anthropic: new Anthropic({apiKey: 'none', baseURL: models.url, maxRetries: 0}),
	};
}

const readReply = async (name: string): Promise<string> => readFile(path.join(repliesDirectory, name), 'utf8');

async function readReview(name: string): Promise<unknown> {
	const {review} = JSON.parse(await readReply(name)) as {review: unknown};
	return review;
}

const prompt = (phase: string, ...rest: string[]): string => ['# Repository', `# Phase: ${phase}`, ...rest, 'x'.repeat(32_000)].join('\n\n');

test('speaks OpenAI\'s Responses API', async () => {
	const {openai, models} = await start();
	const pieces: string[] = [];
	const stream = openai.responses.stream({model: 'gpt-x', instructions: 'Build.', input: prompt(docker)});
	stream.on('response.output_text.delta', ({delta}) => {
		pieces.push(delta);
	});
	const {status, model, output_text: text, usage} = await stream.finalResponse();
	const expected = await readReply(`${docker}/builder-1.md`);
	expect({status, model, text}).toEqual({status: 'completed', model: 'gpt-x', text: expected});
	expect(pieces.join('')).toBe(expected);
	expect(pieces.length).toBeGreaterThan(100);
	expect(usage).toEqual({
		input_tokens: 1002,
		input_tokens_details: {cached_tokens: 384},
		output_tokens: Math.ceil(expected.length / 4),
		output_tokens_details: {reasoning_tokens: 0},
		total_tokens: 1002 + Math.ceil(expected.length / 4),
	});
	expect(models.requests()).toEqual([{
		provider: 'openai', role: 'builder', model: 'gpt-x', attempt: 1, phaseId: docker,
	}]);
});

test('speaks OpenAI\'s Chat Completions API', async () => {
	const {openai} = await start();
	const completion = await openai.chat.completions.stream({
		model: 'local', messages: [{role: 'system', content: 'Build.'}, {role: 'user', content: prompt(docker)}], stream_options: {include_usage: true},
	}).finalChatCompletion();
	expect(completion.choices[0]).toMatchObject({finish_reason: 'stop', message: {content: await readReply(`${docker}/builder-1.md`)}});
	expect(completion.usage).toMatchObject({prompt_tokens: 1002, prompt_tokens_details: {cached_tokens: 384}});
});

test('speaks Anthropic\'s Messages API', async () => {
	const {anthropic} = await start();
	const message = await anthropic.messages.stream({
		model: 'claude-x', max_tokens: 1000, system: [{type: 'text', text: 'Build.'}], messages: [{role: 'user', content: prompt(docker)}],
	}).finalMessage();
	const text = await readReply(`${docker}/builder-1.md`);
	expect(message).toMatchObject({
		model: 'claude-x', stop_reason: 'end_turn', content: [{type: 'text', text}],
		usage: {
			input_tokens: 618, cache_read_input_tokens: 384, cache_creation_input_tokens: 0, output_tokens: Math.ceil(text.length / 4),
		},
	});
});

test('a reply that is cut off says so in each format', async () => {
	const {openai, anthropic} = await start();
	const content = prompt('Advanced Search & Filtering');
	const response = await openai.responses.stream({model: 'm', input: content}).finalResponse();
	expect([response.status, response.incomplete_details]).toEqual(['incomplete', {reason: 'max_output_tokens'}]);
	expect(response.output_text).not.toContain('finish: length');
	const completion = await openai.chat.completions.create({model: 'm', messages: [{role: 'user', content}], stream: true});
	const reasons: string[] = [];
	for await (const {choices} of completion) {
		const reason = choices[0]?.finish_reason;
		if (reason) {
			reasons.push(reason);
		}
	}

	expect(reasons).toEqual(['length']);
	const message = await anthropic.messages.stream({model: 'm', max_tokens: 10, messages: [{role: 'user', content}]}).finalMessage();
	expect(message.stop_reason).toBe('max_tokens');
});

test.each([
	['# Attempt 2', 'builder-2.md'],
	['Attempt: 2', 'builder-2.md'],
	['Attempt: 1', 'builder-1.md'],
	['# Attempt 7', 'builder-2.md'],
])('a builder that is told "%s" gets %s', async (line, name) => {
	const {openai} = await start();
	const {output_text: text} = await openai.responses.stream({model: 'm', input: prompt('fileorg-p2-country-canada', line)}).finalResponse();
	expect(text).toBe(await readReply(`fileorg-p2-country-canada/${name}`));
});

async function askOpenai(client: OpenAI, input: string): Promise<string> {
	const response = await client.responses.stream({model: 'm', input, text: {format: {type: 'json_schema', name: 'review', schema}}}).finalResponse();
	return response.output_text;
}

async function askAnthropic(client: Anthropic, content: string): Promise<string> {
	const message = await client.messages.stream({
		model: 'm', max_tokens: 10, messages: [{role: 'user', content}], output_config: {format: {type: 'json_schema', schema}},
	}).finalMessage();
	return message.content.map(block => block.type === 'text' ? block.text : '').join('');
}

test.each([
	['openai', '+        is_ours = signature == encode(self._sign(signed))', 'auditor-openai-1.json'],
	['openai', '+        if not hmac.compare_digest(', 'auditor-openai-2.json'],
	['anthropic', '+        is_ours = signature == encode(self._sign(signed))', 'auditor-anthropic-1.json'],
	['anthropic', '+        if not hmac.compare_digest(', 'auditor-anthropic-2.json'],
])('the review of %s fits a diff with "%s"', async (provider, line, name) => {
	const {openai, anthropic} = await start();
	const content = prompt('User Authentication', '# Diff to review', line);
	const review = provider === 'openai' ? await askOpenai(openai, content) : await askAnthropic(anthropic, content);
	expect(JSON.parse(review)).toEqual(await readReview(`fileorg-p2-auth/${name}`));
});

test('an auditor without a script of its own says what the other says', async () => {
	const {anthropic} = await start();
	const text = await askAnthropic(anthropic, prompt(docker));
	expect(JSON.parse(text)).toEqual(await readReview(`${docker}/auditor-openai-1.json`));
});

test('an unknown phase is a provider error that names the known ones', async () => {
	const {openai, anthropic, models} = await start();
	const content = prompt('fileorg-p9-nothing');
	const known = /^404 .*know these phases only: .*fileorg-p2-auth/v;
	await expect(openai.responses.create({model: 'm', input: content, stream: true})).rejects.toThrow(known);
	await expect(anthropic.messages.create({
		model: 'm', max_tokens: 10, stream: true, messages: [{role: 'user', content}],
	})).rejects.toThrow(known);
	expect(models.requests().map(request => request.phaseId)).toEqual([undefined, undefined]);
});

test('another path and an unreadable body are refused', async () => {
	const {models} = await start();
	const missing = await fetch(`${models.url}/v1/embeddings`, {method: 'POST', body: '{}'});
	const unreadable = await fetch(`${models.url}/v1/responses`, {method: 'POST', body: '{'});
	const shapeless = await fetch(`${models.url}/v1/responses`, {method: 'POST', body: '{}'});
	expect([missing.status, unreadable.status, shapeless.status]).toEqual([404, 400, 400]);
});

test('a pace spreads a reply over time, and a client may go away', async () => {
	const {openai, models} = await start(1);
	const startedAt = performance.now();
	let firstAt = 0;
	const stream = openai.responses.stream({model: 'm', input: prompt('fileorg-p2-country-uk')});
	stream.on('response.output_text.delta', () => {
		firstAt ||= performance.now();
	});
	await stream.finalResponse();
	expect(performance.now() - firstAt).toBeGreaterThan(firstAt - startedAt);

	const aborted = openai.responses.stream({model: 'm', input: prompt('fileorg-p2-auth')});
	aborted.on('response.output_text.delta', () => {
		aborted.abort();
	});
	await expect(aborted.finalResponse()).rejects.toThrow();
	expect(models.requests()).toHaveLength(2);
});
