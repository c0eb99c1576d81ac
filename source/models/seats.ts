import {defaultModels} from './default-models.ts';
import {providersFor} from './model-choice.ts';
import type {ModelSettings, ProviderId, Role} from './settings.ts';

/**
A Builder or an auditor of a run: whom it asks, for which models.
*/
export type Seat = {role: Role; provider: ProviderId; choice: ModelSettings[Role]};

/**
The seats that are taken in a run when `usable` are the providers to choose from: one Builder, and one auditor or, with `dualAuditor`, one for each provider,
the one for every phase first. Empty without a provider.
*/
export function seatsOf(settings: ModelSettings, usable: ProviderId[]): Seat[] {
	const builders = providersFor(settings.builder, usable).slice(0, 1);
	const auditors = providersFor(settings.auditor, usable).slice(0, settings.dualAuditor ? 2 : 1);
	return [
		...builders.map(provider => ({role: 'builder' as const, provider, choice: settings.builder})),
		...auditors.map((provider, index) => ({
			role: 'auditor' as const,
			provider,
			// A single name belongs to one provider; the other keeps its own models.
			choice: index > 0 && typeof settings.auditor === 'string' ? defaultModels.auditor : settings.auditor,
		})),
	];
}
