import {expect, test} from 'vitest';
import {modelFor} from '../../source/models/model-choice.ts';
import {modelSettingsSchema} from '../../source/models/settings.ts';

test('defaults', () => {
	const {builder, auditor, prices, ...rest} = modelSettingsSchema.parse({});
	expect(rest).toEqual({
		openai: {},
		anthropic: {},
		dualAuditor: true,
		builderFormat: 'envelope',
		builderFormats: {},
		maxOutputTokens: 32_000,
		idleTimeoutMs: 120_000,
		callTimeoutMs: 1_800_000,
		maxRetries: 4,
		baseDelayMs: 1000,
	});
	for (const choice of [builder, auditor]) {
		for (const provider of ['openai', 'anthropic'] as const) {
			for (const complexity of ['low', 'medium', 'high'] as const) {
				expect(prices).toHaveProperty([modelFor(choice, provider, {complexity})]);
			}
		}
	}
});

test('prices are added to those built in, and win', () => {
	const {prices} = modelSettingsSchema.parse({prices: {mine: {input: 1, output: 2}, 'gpt-6.1-sol': {input: 3, output: 4}}});
	expect(prices).toMatchObject({mine: {input: 1, output: 2}, 'gpt-6.1-sol': {input: 3, output: 4}, 'claude-opus-5-5': {input: 4, output: 20}});
});

test.each([
	{what: 'an unknown name', input: {openai: {key: 'x'}}, path: ['openai']},
	{what: 'a key with a line break in it', input: {openai: {apiKey: 'secret-key\nmore'}}, path: ['openai', 'apiKey']},
	{what: 'a base URL with a password', input: {anthropic: {baseUrl: 'http://me:secret-key@localhost'}}, path: ['anthropic', 'baseUrl']},
	{what: 'a base URL that is none', input: {anthropic: {baseUrl: 'localhost:8080'}}, path: ['anthropic', 'baseUrl']},
	{what: 'a format that there is not', input: {builderFormat: 'json'}, path: ['builderFormat']},
	{what: 'such a format for one model', input: {builderFormats: {'gpt-6.1-sol': 'udiff'}}, path: ['builderFormats', 'gpt-6.1-sol']},
	{what: 'a timeout beyond that of fetch', input: {idleTimeoutMs: 400_000}, path: ['idleTimeoutMs']},
])('$what is refused, without its value', ({input, path}) => {
	const {error} = modelSettingsSchema.safeParse(input);
	expect(error?.issues.map(issue => issue.path)).toEqual([path]);
	expect(JSON.stringify(error)).not.toContain('secret-key');
});

test('a key is trimmed', () => {
	expect(modelSettingsSchema.parse({openai: {apiKey: ' abc\n'}}).openai.apiKey).toBe('abc');
});
