import {
	isWildcard,
	type ModelOverride,
	type ModelRoute,
} from '../domain/model-override.ts';
import type {Phase} from '../domain/plan.ts';
import {modelFor, providersFor} from './model-choice.ts';
import {seatsOf, type Seat} from './seats.ts';
import {type ModelSettings, type ProviderId, usableProviders} from './settings.ts';

const complexities = ['low', 'medium', 'high'] as const;
const allProviders: ProviderId[] = ['openai', 'anthropic'];

/**
The routing table of the settings alone. Where no provider is set up, such as beside a server, it has the rows of an executor with either.
*/
const routesOf = (settings: ModelSettings): ModelRoute[] => possibleSeats(settings).flatMap(({role, provider, choice}) =>
	complexities.map(complexity => ({
		role, provider, category: '*', complexity, model: modelFor(choice, provider, {complexity}), scope: 'global',
	})));

function possibleSeats(settings: ModelSettings): Seat[] {
	const usable = usableProviders(settings);
	return usable.length > 0 ? seatsOf(settings, usable) : allProviders.flatMap(provider => seatsOf(settings, [provider]));
}

/**
The table after overrides, oldest first: each replaces the rows that it covers, and stands after those that it covers in part.
One for a provider that its role does not ask changes nothing; `isServed` tells.
*/
export function applyOverrides(settings: ModelSettings, overrides: ModelOverride[]): ModelRoute[] {
	let routes = routesOf(settings);
	for (const override of overrides) {
		const added = rowsOf(settings, override);
		routes = [...routes.filter(route => added.every(row => !covers(row, route))), ...added];
	}

	return routes;
}

/**
Whether the role asks the provider of the override's model. A name that begins with `claude` is Anthropic's if that is usable, any other OpenAI's.
*/
export const isServed = (settings: ModelSettings, override: ModelOverride): boolean => rowsOf(settings, override).length > 0;

/**
The model that a table has for a phase; a phase without a complexity is of medium complexity.
*/
export const routedModel = (routes: ModelRoute[], {role, provider}: Pick<Seat, 'role' | 'provider'>, {task_category: category, complexity = 'medium'}: Phase): string =>
	routes.findLast(route => route.role === role && route.provider === provider && route.complexity === complexity && ['*', category].includes(route.category))!.model;

function rowsOf(settings: ModelSettings, {role, category, complexity, model, scope, run_id}: ModelOverride): ModelRoute[] {
	const usable = usableProviders(settings);
	const [provider] = providersFor(model, usable.length > 0 ? usable : allProviders);
	return routesOf(settings)
		.filter(route => route.role === role && route.provider === provider && (isWildcard(complexity) || route.complexity === complexity))
		.map(route => ({
			...route, category: isWildcard(category) ? '*' : category, model, scope, ...scope === 'run' && {run_id: run_id ?? undefined},
		}));
}

const covers = (newer: ModelRoute, older: ModelRoute): boolean =>
	newer.role === older.role && newer.provider === older.provider && newer.complexity === older.complexity
	&& (newer.category === '*' || newer.category === older.category)
	&& (newer.scope === 'global' || newer.run_id === older.run_id);
