import type {Phase} from '../domain/plan.ts';
import {type ModelSettings, type ProviderId, usableProviders} from './settings.ts';

type Choice = ModelSettings['builder'];

/**
The model for a phase; a single name serves every phase, and a phase without a complexity is of medium complexity.
*/
export const modelFor = (choice: Choice, provider: ProviderId, {complexity = 'medium'}: Pick<Phase, 'complexity'>): string =>
	typeof choice === 'string' ? choice : choice[provider][complexity];

/**
Usable providers for a role, the best first. A single model name says who serves it: Anthropic if it begins with `claude`, else OpenAI,
which is also the place of any compatible server.
*/
export function providersFor(choice: Choice, settings: ModelSettings): ProviderId[] {
	const usable = usableProviders(settings);
	const first = typeof choice === 'string' && choice.startsWith('claude') ? 'anthropic' : 'openai';
	return usable.toSorted((a, b) => Number(b === first) - Number(a === first));
}
