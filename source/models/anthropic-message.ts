import * as z from 'zod';
import type {Usage} from '../domain/usage.ts';
import type {Completion, CompletionRequest} from './completion.ts';
import {ModelFault} from './fault.ts';

const count = z.int().nonnegative().nullish();
const usageSchema = z.object({
	input_tokens: count, cache_read_input_tokens: count, cache_creation_input_tokens: count, output_tokens: count,
}).nullish();

/**
What is read of an event, of whatever type.
*/
const eventSchema = z.object({
	type: z.string(),
	message: z.object({usage: usageSchema}).nullish(),
	delta: z.object({type: z.string().nullish(), text: z.string().nullish(), stop_reason: z.string().nullish()}).nullish(),
	usage: usageSchema,
});

const finishes = new Map<string, Completion['finish']>([
	['end_turn', 'stop'],
	['stop_sequence', 'stop'],
	['max_tokens', 'length'],
	['model_context_window_exceeded', 'length'],
	['refusal', 'refusal'],
]);

/**
Reads a stream of Anthropic's Messages API to its end.
*/
export async function readMessage(stream: AsyncIterable<unknown>, request: CompletionRequest): Promise<Completion> {
	let text = '';
	let reason: string | undefined;
	let usage: RawUsage | undefined;
	for await (const raw of stream) {
		const event = eventSchema.parse(raw);
		const told = event.message?.usage ?? event.usage;
		if (told) {
			usage = latest(usage, told);
			request.onUsage(toUsage(usage));
		}

		reason = event.delta?.stop_reason ?? reason;
		if (event.delta?.type === 'text_delta' && event.delta.text) {
			text += event.delta.text;
			request.onDelta(event.delta.text);
		}

		if (event.type === 'message_stop') {
			break;
		}
	}

	request.signal.throwIfAborted();
	if (reason === undefined) {
		throw new ModelFault('network', 'the stream ended before the reply did');
	}

	return {text, finish: finishes.get(reason) ?? 'other'};
}

type RawUsage = NonNullable<z.infer<typeof usageSchema>>;

/**
The counts are cumulative, but a later event leaves out those that did not change.
*/
const latest = (before: RawUsage | undefined, now: RawUsage): RawUsage => ({
	input_tokens: now.input_tokens ?? before?.input_tokens,
	cache_read_input_tokens: now.cache_read_input_tokens ?? before?.cache_read_input_tokens,
	cache_creation_input_tokens: now.cache_creation_input_tokens ?? before?.cache_creation_input_tokens,
	output_tokens: now.output_tokens ?? before?.output_tokens,
});

/**
Anthropic's classes are disjoint already.
*/
const toUsage = (raw: RawUsage): Usage => ({
	inputTokens: raw.input_tokens ?? 0,
	cacheReadTokens: raw.cache_read_input_tokens ?? 0,
	cacheWriteTokens: raw.cache_creation_input_tokens ?? 0,
	outputTokens: raw.output_tokens ?? 0,
});
