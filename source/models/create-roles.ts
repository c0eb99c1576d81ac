import type {Auditor, Builder} from '../domain/roles.ts';
import {createAnthropic} from './anthropic.ts';
import {createAuditor} from './auditor.ts';
import {createBuilder} from './builder.ts';
import type {Provider} from './completion.ts';
import {defaultModels} from './default-models.ts';
import {providersFor} from './model-choice.ts';
import {createOpenAi} from './openai.ts';
import type {ModelSettings, ProviderId} from './settings.ts';

/**
No provider has a key or a base URL. The message says how to give one.
*/
export class NoProviderError extends Error {
	override readonly name = 'NoProviderError';

	constructor() {
		super('No model provider is set up: set OPENAI_API_KEY or ANTHROPIC_API_KEY, or give a compatible server with --openai-base-url or --anthropic-base-url.');
	}
}

/**
The Builder and the auditors of a run. One auditor: that of the first usable provider; two when `dualAuditor` is set and both providers are usable,
the one for every phase first. Loads no SDK and sends nothing. Throws NoProviderError.
*/
export function createRoles(settings: ModelSettings): {builder: Builder; auditors: Auditor[]} {
	const [builderProvider] = providersFor(settings.builder, settings);
	if (builderProvider === undefined) {
		throw new NoProviderError();
	}

	const auditorProviders = providersFor(settings.auditor, settings).slice(0, settings.dualAuditor ? 2 : 1);
	return {
		builder: createBuilder(createProvider(builderProvider, settings), settings),
		auditors: auditorProviders.map((id, index) => createAuditor(createProvider(id, settings), {
			...settings,
			// A single name belongs to one provider; the other keeps its own models.
			auditor: index > 0 && typeof settings.auditor === 'string' ? defaultModels.auditor : settings.auditor,
		})),
	};
}

const createProvider = (id: ProviderId, settings: ModelSettings): Provider =>
	id === 'openai' ? createOpenAi(settings.openai) : createAnthropic(settings.anthropic);
