import type {OpenAI} from 'openai';
import * as z from 'zod';
import {kindOf} from './classify-error.ts';
import type {Completion, CompletionRequest} from './completion.ts';
import {ModelFault} from './fault.ts';
import {responsesUsage} from './openai-usage.ts';

const errorSchema = z.object({code: z.string().nullish(), message: z.string()});
const messageSchema = z.object({
	type: z.literal('message'),
	phase: z.string().nullish(),
	content: z.array(z.object({type: z.string(), text: z.string().nullish()})),
});
const responseSchema = z.object({
	status: z.string(),
	error: errorSchema.nullish(),
	incomplete_details: z.object({reason: z.string().nullish()}).nullish(),
	output: z.array(z.union([messageSchema, z.object({type: z.string().transform(() => 'other' as const)})])).default([]),
	usage: z.unknown().optional(),
});
const eventSchema = z.object({type: z.string(), delta: z.unknown().optional(), response: z.unknown().optional()});

const finalEvents = new Set(['response.completed', 'response.incomplete', 'response.failed']);
const incompleteFinishes = new Map<string, Completion['finish']>([['max_output_tokens', 'length'], ['content_filter', 'refusal']]);

/**
One call of OpenAI's Responses API. Nothing is stored there.
*/
export async function completeResponses(client: OpenAI, request: CompletionRequest): Promise<Completion> {
	const stream = await client.responses.create({
		model: request.model,
		instructions: request.system,
		input: request.prompt,
		max_output_tokens: request.maxOutputTokens,
		store: false,
		stream: true,
		...(request.jsonSchema && {text: {format: {type: 'json_schema', strict: true, ...request.jsonSchema}}}),
	}, {signal: request.signal});

	let streamed = '';
	for await (const raw of stream) {
		const event = eventSchema.parse(raw);
		if (finalEvents.has(event.type)) {
			return finished(event.response, streamed, request);
		}

		if (event.type === 'error') {
			throw failed(errorSchema.parse(raw));
		}

		if (event.type !== 'response.output_text.delta') {
			continue;
		}

		const delta = z.string().parse(event.delta);
		streamed += delta;
		request.onDelta(delta);
	}

	request.signal.throwIfAborted();
	throw new ModelFault('network', 'the stream ended before the reply did');
}

/**
A final event is no success: its response may be failed, or incomplete.
*/
function finished(raw: unknown, streamed: string, request: CompletionRequest): Completion {
	const response = responseSchema.parse(raw);
	if (response.usage) {
		request.onUsage(responsesUsage(response.usage));
	}

	if (response.status === 'failed') {
		throw failed(response.error ?? {message: 'the response failed'});
	}

	const parts = answerParts(response);
	const text = parts.map(part => part.type === 'output_text' ? part.text : '').join('') || streamed;
	if (response.status !== 'completed') {
		return {text, finish: incompleteFinishes.get(response.incomplete_details?.reason ?? '') ?? 'other'};
	}

	const isRefusal = text === '' && parts.some(part => part.type === 'refusal');
	return {text, finish: isRefusal ? 'refusal' : 'stop'};
}

/**
The parts of the answer proper, without the commentary that newer models may put before it.
*/
const answerParts = (response: z.infer<typeof responseSchema>) => response.output
	.filter(item => item.type === 'message')
	.filter(message => message.phase !== 'commentary')
	.flatMap(message => message.content);

const failed = ({code, message}: z.infer<typeof errorSchema>): ModelFault =>
	new ModelFault(kindOf({codes: code ? [code] : [], message}), message);
