import {ProviderError} from '../domain/provider-error.ts';
import {BudgetError, type CallOptions} from '../domain/roles.ts';
import {noUsage, totalTokens, type Usage} from '../domain/usage.ts';
import {attemptCall} from './attempt-call.ts';
import type {Completion, CompletionRequest, Provider} from './completion.ts';
import {describeFault} from './describe-fault.ts';
import {canRetry, waitBeforeRetry} from './retry.ts';
import type {ModelSettings, Role} from './settings.ts';
import {addUsage, capOutputTokens, estimateTokens} from './token-budget.ts';

export type ModelCall = Pick<CompletionRequest, 'model' | 'system' | 'prompt' | 'jsonSchema'> & {role: Role};
type CallLimits = Pick<ModelSettings, 'maxOutputTokens' | 'idleTimeoutMs' | 'callTimeoutMs' | 'maxRetries' | 'baseDelayMs'>;
export type ModelReply = Completion & {usage: Usage};

/**
Given to `onDelta` between the text of an attempt that broke off and that of the next, which starts from the beginning.
Deltas are for showing only: the reply's text is in the result.
*/
export const restartMarker = '\n\n[the stream broke off; the model starts again]\n\n';

/**
One model call: capped by the budget, watched for silence, and repeated whole after transient faults, as a stream that broke off cannot be resumed.
The usage is that of all attempts. Throws ProviderError, BudgetError when nothing was sent for want of tokens, and the signal's reason when aborted.
*/
export async function callModel(provider: Provider, call: ModelCall, {limits, options}: {limits: CallLimits; options: CallOptions}): Promise<ModelReply> {
	const {model, system, prompt, jsonSchema, role} = call;
	const promptTokens = estimateTokens(system + prompt + JSON.stringify(jsonSchema ?? ''));
	const outputCap = (spent: Usage) => capOutputTokens({
		tokensLeft: options.tokensLeft - totalTokens(spent), promptTokens, maxOutputTokens: limits.maxOutputTokens,
	});
	let maxOutputTokens = outputCap(noUsage);
	if (maxOutputTokens === undefined) {
		throw new BudgetError(`The run's token budget has ${Math.max(0, options.tokensLeft)} tokens left, too few for a call of ${model} whose prompt takes about ${promptTokens}.`);
	}

	let usage = noUsage;
	const onDelta = withRestarts(options.onDelta);
	for (let retries = 0; ; retries++) {
		const outcome = await attemptCall(provider, {
			model, system, prompt, jsonSchema, maxOutputTokens, promptTokens, limits, signal: options.signal, onDelta: onDelta(retries),
		});
		usage = addUsage(usage, outcome.usage);
		if ('completion' in outcome) {
			return {...outcome.completion, usage};
		}

		const {fault} = outcome;
		maxOutputTokens = outputCap(usage);
		if (maxOutputTokens === undefined || !canRetry(fault, retries, limits)) {
			throw new ProviderError(fault.kind, describeFault(fault, {
				provider, model, role, attempts: retries + 1,
			}), {usage});
		}

		await waitBeforeRetry({
			fault, retries, baseDelayMs: limits.baseDelayMs, signal: options.signal,
		});
	}
}

/**
Puts the restart marker before the first delta of an attempt that follows shown text.
*/
function withRestarts(onDelta: (text: string) => void): (attempt: number) => (text: string) => void {
	let lastAttempt: number | undefined;
	return attempt => text => {
		if (lastAttempt !== undefined && lastAttempt !== attempt) {
			onDelta(restartMarker);
		}

		lastAttempt = attempt;
		onDelta(text);
	};
}
