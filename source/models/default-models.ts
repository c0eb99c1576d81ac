import type {Price} from '../domain/usage.ts';

/**
Models by role, provider and the phase's complexity. Source: the providers' model pages, November 2026.
*/
export const defaultModels = {
	builder: {
		openai: {low: 'gpt-6.1-terra', medium: 'gpt-6.1-sol', high: 'gpt-6.1-sol'},
		anthropic: {low: 'claude-sonnet-5-5', medium: 'claude-sonnet-5-5', high: 'claude-opus-5-5'},
	},
	auditor: {
		openai: {low: 'gpt-6.1-terra', medium: 'gpt-6.1-terra', high: 'gpt-6.1-sol'},
		anthropic: {low: 'claude-haiku-5-5', medium: 'claude-sonnet-5-5', high: 'claude-opus-5-5'},
	},
} as const;

/**
US dollars per million tokens. Source: the providers' price pages, November 2026: the band for prompts below 100,000 tokens,
cache writes at 30 minutes (OpenAI) and at 1 hour (Anthropic), which is what the requests ask for.
*/
export const defaultPrices: Record<string, Price> = {
	'gpt-6-astra': {input: 10, cacheRead: 1, output: 50},
	'gpt-6.1-sol': {
		input: 2, cacheRead: 0.1, cacheWrite: 2.5, output: 10,
	},
	'gpt-6.1-terra': {
		input: 1, cacheRead: 0.05, cacheWrite: 1.25, output: 5,
	},
	'gpt-6-luna': {
		input: 0.1, cacheRead: 0.01, cacheWrite: 0.125, output: 0.5,
	},
	'claude-opus-5-5': {
		input: 4, cacheRead: 0.2, cacheWrite: 8, output: 20,
	},
	'claude-sonnet-5-5': {
		input: 2, cacheRead: 0.1, cacheWrite: 4, output: 10,
	},
	'claude-haiku-5-5': {
		input: 0.1, cacheRead: 0.01, cacheWrite: 0.2, output: 0.5,
	},
};
