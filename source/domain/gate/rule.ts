import type {GateFacts} from './facts.ts';
import type {ReasonId, Weight} from './reasons.ts';

/**
One time that a rule applies. `weight` is given where it depends on more than the strictness; the policy may still say otherwise of an issue or a blocker.
*/
export type Found = {message: string; weight?: Weight};

/**
A rule may only add: no fact that speaks for a change takes a reason away.
*/
export type GateRule = {id: ReasonId; find: (facts: GateFacts) => Found[]};

export const plain = (messages: string[]): Found[] => messages.map(message => ({message}));

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/**
The first of a list, and how many more there are.
*/
export function listed(items: readonly string[], most = 3): string {
	const rest = items.length - most;
	return `${items.slice(0, most).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
