import type {Phase} from '../domain/plan.ts';
import type {ModelSettings, ProviderId} from './settings.ts';

type Choice = ModelSettings['builder'];

/**
The model for a phase; a single name serves every phase, and a phase without a complexity is of medium complexity.
*/
export const modelFor = (choice: Choice, provider: ProviderId, {complexity = 'medium'}: Pick<Phase, 'complexity'>): string =>
	typeof choice === 'string' ? choice : choice[provider][complexity];

/**
The usable providers, the best for a choice first. A single model name says who serves it: Anthropic if it begins with `claude`, else OpenAI,
which is also the place of any compatible server.
*/
export function providersFor(choice: Choice, usable: ProviderId[]): ProviderId[] {
	const first = typeof choice === 'string' && choice.startsWith('claude') ? 'anthropic' : 'openai';
	return usable.toSorted((a, b) => Number(b === first) - Number(a === first));
}
