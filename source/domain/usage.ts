import * as z from 'zod';

/**
Tokens of one model call. The four classes are disjoint: `inputTokens` excludes what was read from or written to a cache.
*/
export const usageSchema = z.object({
	inputTokens: z.int().nonnegative(),
	cacheReadTokens: z.int().nonnegative(),
	cacheWriteTokens: z.int().nonnegative(),
	outputTokens: z.int().nonnegative(),
});

export type Usage = z.infer<typeof usageSchema>;

export const noUsage: Usage = {
	inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0,
};

/**
All tokens of a call, cached ones included: a token cap counts what was processed, not what was billed in full.
*/
export const totalTokens = (usage: Usage): number =>
	usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + usage.outputTokens;

/**
US dollars per million tokens of each class.
*/
export type Price = {input: number; cacheRead?: number; cacheWrite?: number; output: number};

/**
Cost in US dollars, or undefined when the model has no price in the table (shown as unknown, never as free).
*/
export function costUsd(usage: Usage, price: Price | undefined): number | undefined {
	if (!price) {
		return undefined;
	}

	const {cacheRead = price.input, cacheWrite = price.input} = price;
	return ((usage.inputTokens * price.input) + (usage.cacheReadTokens * cacheRead)
		+ (usage.cacheWriteTokens * cacheWrite) + (usage.outputTokens * price.output)) / 1e6;
}
