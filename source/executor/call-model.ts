import {ProviderError} from '../domain/provider-error.ts';
import {BudgetError} from '../domain/roles.ts';
import type {Session} from './session.ts';

/**
Tokens that one call may use: what the run's cap leaves, shared evenly by the calls that run side by side.
The cap counts every token processed, cached ones included.
*/
export function tokensLeft(session: Session, parallelCalls: number): number {
	const {plan, tokensUsed} = session.state();
	return Math.floor(Math.max(0, plan!.run.token_cap - tokensUsed) / parallelCalls);
}

/**
Runs a model call; a provider's failure goes to `onProviderError`, a budget that is too small ends the run's budget. Aborts propagate.
*/
export async function callModel(session: Session, call: () => Promise<void>, onProviderError: (error: ProviderError) => Promise<void>): Promise<void> {
	try {
		await call();
	} catch (error) {
		if (error instanceof ProviderError) {
			await onProviderError(error);
		} else if (error instanceof BudgetError) {
			const {plan, tokensUsed} = session.state();
			await session.record({
				type: 'budget.exceeded', kind: 'tokens', used: tokensUsed, cap: plan!.run.token_cap, message: error.message,
			});
		} else {
			throw error;
		}
	}
}
