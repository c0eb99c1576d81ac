import type {PhaseRecord, RunRecord} from '../../domain/run-record.ts';

/**
Tokens used and allowed; the journal's runs always have a cap.
*/
export const budgetOf = (run: RunRecord): {tokens_used: number; token_cap: number} =>
	({tokens_used: run.tokens_used, token_cap: run.token_cap ?? 0});

/**
Fraction of the token cap that is used.
*/
export const tokenUtilization = ({tokens_used: used, token_cap: cap = 0}: RunRecord): number => cap > 0 ? used / cap : 0;

export const sumTokens = (phases: PhaseRecord[]): number => phases.reduce((sum, phase) => sum + (phase.tokens_used ?? 0), 0);

export const countStates = (phases: PhaseRecord[]): Record<string, number> =>
	Object.fromEntries([...Map.groupBy(phases, ({state}) => state)].map(([state, group]) => [state, group.length]));

/**
A percentage with two decimals; 0 of 0 is 0.
*/
export const percentOf = (part: number, whole: number): number => whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100;
