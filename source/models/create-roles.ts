import type {ModelOverride} from '../domain/model-override.ts';
import type {Phase} from '../domain/plan.ts';
import type {Auditor, Builder} from '../domain/roles.ts';
import {createAnthropic} from './anthropic.ts';
import {createAuditor} from './auditor.ts';
import {createBuilder} from './builder.ts';
import type {Provider} from './completion.ts';
import {applyOverrides, routedModel} from './model-routing.ts';
import {createOpenAi} from './openai.ts';
import {seatsOf, type Seat} from './seats.ts';
import {type ModelSettings, type ProviderId, usableProviders} from './settings.ts';

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
the one for every phase first. `overrides` are those that count in this run, oldest first. Loads no SDK and sends nothing. Throws NoProviderError.
*/
export function createRoles(settings: ModelSettings, overrides: ModelOverride[] = []): {builder: Builder; auditors: Auditor[]} {
	const seats = seatsOf(settings, usableProviders(settings));
	const builder = seats.find(({role}) => role === 'builder');
	if (builder === undefined) {
		throw new NoProviderError();
	}

	const routes = applyOverrides(settings, overrides);
	const modelOf = (seat: Seat) => (phase: Phase) => routedModel(routes, seat, phase);
	return {
		builder: createBuilder(createProvider(builder.provider, settings), settings, modelOf(builder)),
		auditors: seats.filter(({role}) => role === 'auditor').map(seat => createAuditor(createProvider(seat.provider, settings), settings, modelOf(seat))),
	};
}

const createProvider = (id: ProviderId, settings: ModelSettings): Provider =>
	id === 'openai' ? createOpenAi(settings.openai) : createAnthropic(settings.anthropic);
