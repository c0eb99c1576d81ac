import {setTimeout as sleep} from 'node:timers/promises';
import type {ModelFault} from './fault.ts';

type RetryPolicy = {maxRetries: number; baseDelayMs: number};

const maxBackoffMs = 60_000;
/**
A provider that asks for more than this is down for the purpose of a run: better said than waited for in silence.
*/
const maxRetryAfterMs = 180_000;

/**
True when another attempt may mend the fault and is allowed. `retries` counts those already made.
*/
export const canRetry = (fault: ModelFault, retries: number, policy: RetryPolicy): boolean =>
	fault.isTransient && retries < policy.maxRetries && (fault.retryAfterMs ?? 0) <= maxRetryAfterMs;

/**
Waits for what the provider asked, or by exponential back-off; either with jitter, so that executors that were refused together do not come back together.
Throws the signal's reason when aborted.
*/
export async function waitBeforeRetry({fault, retries, baseDelayMs, signal}: {
	fault: ModelFault;
	retries: number;
	baseDelayMs: number;
	signal: AbortSignal;
}): Promise<void> {
	const backoffMs = Math.min(maxBackoffMs, baseDelayMs * (2 ** retries));
	const delayMs = fault.retryAfterMs === undefined
		? backoffMs * (0.5 + (Math.random() / 2))
		: fault.retryAfterMs + (Math.random() * baseDelayMs);
	try {
		await sleep(delayMs, undefined, {signal});
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	}
}
