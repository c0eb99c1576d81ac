import {noUsage, type Usage} from '../domain/usage.ts';
import {estimateTokens} from './token-budget.ts';

/**
What an attempt used. A stream that broke off told its output too early or not at all, and some servers never tell: then the prompt and the text that
came are counted by estimate, as a budget must not miss them. An attempt that failed before its first token used nothing.
*/
export function settleUsage({told, streamed, promptTokens, isComplete}: {
	told: Usage | undefined;
	streamed: string;
	promptTokens: number;
	isComplete: boolean;
}): Usage {
	if (!told) {
		return isComplete || streamed !== ''
			? {...noUsage, inputTokens: promptTokens, outputTokens: estimateTokens(streamed)}
			: noUsage;
	}

	return isComplete ? told : {...told, outputTokens: Math.max(told.outputTokens, estimateTokens(streamed))};
}
