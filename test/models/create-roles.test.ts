import {expect, test} from 'vitest';
import {createRoles, NoProviderError} from '../../source/models/create-roles.ts';
import {type ModelSettingsInput, modelSettingsSchema} from '../../source/models/settings.ts';

const openai = {apiKey: 'key'};
const anthropic = {apiKey: 'key'};
const local = {baseUrl: 'http://localhost:11434/v1'};

/**
Who builds and who reviews a phase of medium complexity.
*/
function cast(settings: ModelSettingsInput) {
	const {builder, auditors} = createRoles(modelSettingsSchema.parse(settings));
	return {
		builder: `${builder.provider} ${builder.modelFor({...phase})}`,
		auditors: auditors.map(auditor => `${auditor.name} ${auditor.provider} ${auditor.modelFor(phase)}`),
	};
}

const phase = {
	phase_id: 'p', phase_index: 0, tier_id: 't', name: 'P',
};

test.each<{what: string; settings: ModelSettingsInput; builder: string; auditors: string[]}>([
	{
		what: 'both keys', settings: {openai, anthropic}, builder: 'openai gpt-6.1-sol', auditors: ['openai openai gpt-6.1-terra', 'anthropic anthropic claude-sonnet-5-5'],
	},
	{
		what: 'both keys, one auditor', settings: {openai, anthropic, dualAuditor: false}, builder: 'openai gpt-6.1-sol', auditors: ['openai openai gpt-6.1-terra'],
	},
	{
		what: 'OpenAI only', settings: {openai}, builder: 'openai gpt-6.1-sol', auditors: ['openai openai gpt-6.1-terra'],
	},
	{
		what: 'Anthropic only', settings: {anthropic}, builder: 'anthropic claude-sonnet-5-5', auditors: ['anthropic anthropic claude-sonnet-5-5'],
	},
	{
		what: 'a local server without a key', settings: {openai: local, builder: 'qwen', auditor: 'qwen'}, builder: 'openai qwen', auditors: ['openai openai qwen'],
	},
	{
		what: 'Claude models by name',
		settings: {
			openai, anthropic, builder: 'claude-opus-5-5', auditor: 'claude-haiku-5-5',
		},
		builder: 'anthropic claude-opus-5-5',
		auditors: ['anthropic anthropic claude-haiku-5-5', 'openai openai gpt-6.1-terra'],
	},
])('$what', ({settings, builder, auditors}) => {
	expect(cast(settings)).toEqual({builder, auditors});
});

test('the model follows the complexity, where it is given', () => {
	const {builder} = createRoles(modelSettingsSchema.parse({openai, builder: {openai: {low: 'small'}}}));
	expect([undefined, 'low', 'medium', 'high'].map(complexity => builder.modelFor({...phase, complexity: complexity as 'low'})))
		.toEqual(['gpt-6.1-sol', 'small', 'gpt-6.1-sol', 'gpt-6.1-sol']);
});

test('no provider', () => {
	expect(() => createRoles(modelSettingsSchema.parse({}))).toThrow(NoProviderError);
});
