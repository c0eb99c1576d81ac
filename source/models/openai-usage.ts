import * as z from 'zod';
import type {Usage} from '../domain/usage.ts';

const count = z.int().nonnegative();
const detailsSchema = z.object({cached_tokens: count.nullish(), cache_write_tokens: count.nullish()}).nullish();
const responsesUsageSchema = z.object({input_tokens: count, output_tokens: count, input_tokens_details: detailsSchema});
const chatUsageSchema = z.object({prompt_tokens: count, completion_tokens: count, prompt_tokens_details: detailsSchema});

/**
OpenAI's input count includes what was read from and written to the cache; its output count includes reasoning.
*/
function disjoint(input: number, output: number, details: z.infer<typeof detailsSchema>): Usage {
	const cacheReadTokens = details?.cached_tokens ?? 0;
	const cacheWriteTokens = details?.cache_write_tokens ?? 0;
	return {
		inputTokens: Math.max(0, input - cacheReadTokens - cacheWriteTokens),
		cacheReadTokens,
		cacheWriteTokens,
		outputTokens: output,
	};
}

/**
Usage of the Responses API, as it came.
*/
export function responsesUsage(raw: unknown): Usage {
	const usage = responsesUsageSchema.parse(raw);
	return disjoint(usage.input_tokens, usage.output_tokens, usage.input_tokens_details);
}

/**
Usage of the Chat Completions API, as it came.
*/
export function chatUsage(raw: unknown): Usage {
	const usage = chatUsageSchema.parse(raw);
	return disjoint(usage.prompt_tokens, usage.completion_tokens, usage.prompt_tokens_details);
}
