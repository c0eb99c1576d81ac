import type {Builder} from '../domain/roles.ts';
import {costUsd} from '../domain/usage.ts';
import {callModel} from './call-model.ts';
import type {Provider} from './completion.ts';
import {builderPrompt, builderSystem} from './prompts/builder.ts';
import type {ModelSettings} from './settings.ts';

/**
A Builder on a provider. A reply that the model refused or broke off is returned with that `finish`, not thrown: it was paid for and is evidence.
*/
export function createBuilder(provider: Provider, settings: ModelSettings, modelFor: Builder['modelFor']): Builder {
	return {
		provider: provider.id,
		modelFor,
		async build(request, options) {
			const startedAt = performance.now();
			const model = modelFor(request.phase);
			const format = settings.builderFormats[model] ?? settings.builderFormat;
			const call = {
				role: 'builder', model, system: builderSystem(format), prompt: builderPrompt(request),
			} as const;
			const reply = await callModel(provider, call, {limits: settings, options});
			return {
				...reply,
				costUsd: costUsd(reply.usage, settings.prices[model]),
				durationMs: performance.now() - startedAt,
			};
		},
	};
}
