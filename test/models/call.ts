import {ProviderError} from '../../source/domain/provider-error.ts';
import type {CallOptions} from '../../source/domain/roles.ts';
import {createAnthropic} from '../../source/models/anthropic.ts';
import {callModel, type ModelCall} from '../../source/models/call-model.ts';
import {createOpenAi} from '../../source/models/openai.ts';
import {type ModelSettings, type ModelSettingsInput, modelSettingsSchema} from '../../source/models/settings.ts';
import type {Wire} from '../helpers/provider-wire.ts';

/**
Ends in what no redaction by shape would find.
*/
export const apiKey = 'local-key-of-no-known-shape-4711';

export const settingsFor = (wire: Wire, url: string, more: ModelSettingsInput = {}): ModelSettings => modelSettingsSchema.parse({
	[wire.provider]: {apiKey, baseUrl: url, ...wire.api && {api: wire.api}},
	baseDelayMs: 1,
	maxRetries: 2,
	...more,
});

export const optionsWith = (more: Partial<CallOptions> = {}): CallOptions => ({
	signal: new AbortController().signal, tokensLeft: 1_000_000, onDelta: () => undefined, ...more,
});

/**
A Builder's call of `some-model` through the real SDK, with the deltas that were shown.
*/
export async function call(wire: Wire, url: string, {settings, options, ...more}: {
	settings?: ModelSettingsInput; options?: Partial<CallOptions>;
} & Partial<ModelCall> = {}) {
	const parsed = settingsFor(wire, url, settings);
	const provider = wire.provider === 'openai' ? createOpenAi(parsed.openai) : createAnthropic(parsed.anthropic);
	const deltas: string[] = [];
	const reply = await callModel(provider, {
		role: 'builder', model: 'some-model', system: 'You build.', prompt: 'Build it.', ...more,
	}, {
		limits: parsed,
		options: optionsWith({
			onDelta(text) {
				deltas.push(text);
			},
			...options,
		}),
	});
	return {...reply, deltas};
}

/**
The ProviderError that a call ends in.
*/
export async function failureOf(promise: Promise<unknown>): Promise<ProviderError> {
	try {
		await promise;
	} catch (error) {
		if (error instanceof ProviderError) {
			return error;
		}

		throw error;
	}

	throw new Error('The call did not fail.');
}
