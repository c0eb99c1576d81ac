import type {OpenAI} from 'openai';
import * as z from 'zod';
import type {Completion, CompletionRequest} from './completion.ts';
import {ModelFault} from './fault.ts';
import {chatUsage} from './openai-usage.ts';

/**
What is read of a chunk. Servers differ in the rest: the last chunk, with the usage, has no choices, or none of the field.
*/
const chunkSchema = z.object({
	choices: z.array(z.object({
		delta: z.object({content: z.string().nullish(), refusal: z.string().nullish()}).nullish(),
		finish_reason: z.string().nullish(),
	})).nullish(),
	usage: z.unknown().optional(),
});

const finishes = new Map<string, Completion['finish']>([['stop', 'stop'], ['length', 'length'], ['content_filter', 'refusal']]);

/**
One call of a Chat Completions API. `limitName` is the parameter that caps the output: it differs between OpenAI and others.
*/
export async function completeChat(client: OpenAI, request: CompletionRequest, limitName: 'max_tokens' | 'max_completion_tokens'): Promise<Completion> {
	const stream = await client.chat.completions.create({
		model: request.model,
		messages: [{role: 'system', content: request.system}, {role: 'user', content: request.prompt}],
		[limitName]: request.maxOutputTokens,
		stream: true,
		stream_options: {include_usage: true},
		...(request.jsonSchema && {response_format: {type: 'json_schema', json_schema: {strict: true, ...request.jsonSchema}}}),
	}, {signal: request.signal});

	let text = '';
	let isRefusal = false;
	let reason: string | undefined;
	// The usage comes after the finish reason: the stream is read to its end.
	for await (const raw of stream) {
		const {choices, usage} = chunkSchema.parse(raw);
		if (usage) {
			request.onUsage(chatUsage(usage));
		}

		const choice = choices?.[0];
		reason = choice?.finish_reason ?? reason;
		isRefusal ||= Boolean(choice?.delta?.refusal);
		const delta = choice?.delta?.content ?? '';
		if (delta === '') {
			continue;
		}

		text += delta;
		request.onDelta(delta);
	}

	request.signal.throwIfAborted();
	if (reason === undefined) {
		throw new ModelFault('network', 'the stream ended before the reply did');
	}

	return {text, finish: isRefusal && text === '' ? 'refusal' : finishes.get(reason) ?? 'other'};
}
