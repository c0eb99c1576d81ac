import {Buffer} from 'node:buffer';
import type {Usage} from '../domain/usage.ts';

/**
Bytes of UTF-8 a token, at the low end, so that an estimate is rather too high: code has 3 to 4 with the tokenizers of 2026, prose 4 and more.
*/
const bytesPerToken = 3;

/**
Fewer tokens of output than this hold no useful answer.
*/
const leastOutputTokens = 512;

/**
Tokens of a text, estimated without the provider's tokenizer.
*/
export const estimateTokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / bytesPerToken);

/**
The cap on a reply, so that prompt and reply together stay within the budget; undefined when what is left is too little for any answer.
*/
export function capOutputTokens({tokensLeft, promptTokens, maxOutputTokens}: {
	tokensLeft: number;
	promptTokens: number;
	maxOutputTokens: number;
}): number | undefined {
	const cap = Math.min(maxOutputTokens, Math.floor(tokensLeft - promptTokens));
	return cap < leastOutputTokens ? undefined : cap;
}

export const addUsage = (a: Usage, b: Usage): Usage => ({
	inputTokens: a.inputTokens + b.inputTokens,
	cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
	cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
	outputTokens: a.outputTokens + b.outputTokens,
});
