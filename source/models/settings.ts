import * as z from 'zod';
import {replyFormats} from '../patch/reply-format.ts';
import {defaultModels, defaultPrices} from './default-models.ts';

/**
A key goes into an HTTP header: a stray newline or quote would otherwise fail there, in a message that repeats the key.
*/
const apiKeySchema = z.string().trim().regex(/^[\u{21}-\u{7E}]+$/v, 'must be printable ASCII without spaces');
const baseUrlSchema = z.url({protocol: /^https?$/v, message: 'must be an http or https URL'}).refine(hasNoPassword, 'must not hold a user or password');
const modelSchema = z.string().trim().min(1);
const formatSchema = z.enum(replyFormats);

const byComplexity = (defaults: {low: string; medium: string; high: string}) => z.strictObject({
	low: modelSchema.default(defaults.low),
	medium: modelSchema.default(defaults.medium),
	high: modelSchema.default(defaults.high),
}).prefault({});

/**
One name for every phase, or a model by provider and complexity.
*/
const choiceSchema = (role: keyof typeof defaultModels) => z.union([
	modelSchema,
	z.strictObject({
		openai: byComplexity(defaultModels[role].openai),
		anthropic: byComplexity(defaultModels[role].anthropic),
	}),
]).prefault({});

const priceSchema = z.strictObject({
	input: z.number().nonnegative(),
	cacheRead: z.number().nonnegative().optional(),
	cacheWrite: z.number().nonnegative().optional(),
	output: z.number().nonnegative(),
});

/**
Everything about models that a person can set; `modelSettingsSchema.parse({})` is the defaults, without any key.
*/
export const modelSettingsSchema = z.strictObject({
	openai: z.strictObject({
		apiKey: apiKeySchema.optional(),
		/**
		Any compatible server; local ones need no key.
		*/
		baseUrl: baseUrlSchema.optional(),
		/**
		Responses or Chat Completions; by default `responses` for OpenAI itself, `chat` where a base URL is given.
		*/
		api: z.enum(['responses', 'chat']).optional(),
	}).prefault({}),
	anthropic: z.strictObject({
		apiKey: apiKeySchema.optional(),
		baseUrl: baseUrlSchema.optional(),
	}).prefault({}),
	builder: choiceSchema('builder'),
	auditor: choiceSchema('auditor'),
	/**
	A second auditor for high-risk phases, when both providers are usable.
	*/
	dualAuditor: z.boolean().default(true),
	/**
	The form that the Builder's models are asked to answer in, and where a model is to be asked for another, by its name.
	*/
	builderFormat: formatSchema.default('envelope'),
	builderFormats: z.record(modelSchema, formatSchema).default({}),
	/**
	Of one reply, reasoning included.
	*/
	maxOutputTokens: z.int().min(512).default(32_000),
	/**
	Silence on the wire, before the first byte or between two, after which a call is given up and repeated.
	At most 300,000: there Node's own fetch gives up.
	*/
	idleTimeoutMs: z.int().positive().max(300_000).default(120_000),
	/**
	For a stream that never ends: time for one attempt at a call.
	*/
	callTimeoutMs: z.int().positive().default(1_800_000),
	/**
	Further attempts at a call after a transient fault.
	*/
	maxRetries: z.int().nonnegative().default(4),
	/**
	Wait before the first retry; doubles with each.
	*/
	baseDelayMs: z.int().nonnegative().default(1000),
	/**
	US dollars per million tokens, by model; added to the prices that are built in.
	*/
	prices: z.record(z.string(), priceSchema).default({}).transform(prices => ({...defaultPrices, ...prices})),
});

export type ModelSettings = z.output<typeof modelSettingsSchema>;
export type ModelSettingsInput = z.input<typeof modelSettingsSchema>;
export type ProviderId = 'openai' | 'anthropic';
export type Role = keyof typeof defaultModels;

/**
The providers that can be called, in the order of preference: those with a key, or with a base URL (local models need no key).
*/
export const usableProviders = (settings: Pick<ModelSettings, ProviderId>): ProviderId[] =>
	(['openai', 'anthropic'] as const).filter(id => settings[id].apiKey ?? settings[id].baseUrl);

function hasNoPassword(url: string): boolean {
	const {username, password} = new URL(url);
	return username === '' && password === '';
}
