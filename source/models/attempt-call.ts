import type {CallOptions} from '../domain/roles.ts';
import type {Usage} from '../domain/usage.ts';
import {classifyError} from './classify-error.ts';
import type {Completion, CompletionRequest, Provider} from './completion.ts';
import type {ModelFault} from './fault.ts';
import {startIdleWatchdog} from './idle-watchdog.ts';
import type {ModelSettings} from './settings.ts';
import {settleUsage} from './settle-usage.ts';

type AttemptRequest = Pick<CompletionRequest, 'model' | 'system' | 'prompt' | 'jsonSchema' | 'maxOutputTokens' | 'onDelta'> & {
	signal: CallOptions['signal'];
	promptTokens: number;
	limits: Pick<ModelSettings, 'idleTimeoutMs' | 'callTimeoutMs'>;
};

/**
How one attempt ended, and what it used either way.
*/
type AttemptOutcome = {usage: Usage} & ({completion: Completion} | {fault: ModelFault});

/**
Sends a request once, watched for silence. Throws the signal's reason when aborted; anything the provider or the network does is an outcome.
*/
export async function attemptCall(provider: Provider, request: AttemptRequest): Promise<AttemptOutcome> {
	const {limits, promptTokens, ...call} = request;
	const watchdog = startIdleWatchdog({idleMs: limits.idleTimeoutMs, totalMs: limits.callTimeoutMs});
	let told: Usage | undefined;
	let streamed = '';
	const usage = (isComplete: boolean) => settleUsage({
		told, streamed, promptTokens, isComplete,
	});

	try {
		const completion = await provider.complete({
			...call,
			signal: AbortSignal.any([request.signal, watchdog.signal]),
			onDelta(text) {
				streamed += text;
				request.onDelta(text);
			},
			onUsage(total) {
				told = total;
			},
			onBytes: watchdog.touch,
		});
		return {completion, usage: usage(true)};
	} catch (error) {
		request.signal.throwIfAborted();
		// An abort surfaces as whatever the SDK makes of it; the watchdog knows why it aborted.
		const fault = classifyError(watchdog.signal.aborted ? watchdog.signal.reason : error);
		return {fault, usage: usage(false)};
	} finally {
		watchdog.stop();
	}
}
