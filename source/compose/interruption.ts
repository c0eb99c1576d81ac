import process from 'node:process';
import {signalExitCodes} from '../exit-code.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
Milliseconds in which the same signal comes again though it was sent once: npm passes on what the terminal has sent to both, and `conf` (its dependency
`when-exit`) answers a signal by sending it to this process again.
*/
const echoMs = 500;

export type Interruption = {
	signal: AbortSignal;
	/**
	Stops the work as a signal of that name would.
	*/
	abort: (name: string) => void;
	/**
	The signal's name, or `quit`, once there was one.
	*/
	name: () => string | undefined;
	dispose: () => void;
};

/**
Follows the process's signals: the first aborts, so that work stops in order and the journal says why; a second ends the process at once.
*/
export function followSignals(): Interruption {
	const controller = new AbortController();
	let abortedAt = 0;
	const abort = (name: string) => {
		if (!controller.signal.aborted) {
			abortedAt = performance.now();
			controller.abort(new Error(name));
		}
	};

	const onSignal = (name: NodeJS.Signals) => {
		if (!controller.signal.aborted) {
			abort(name);
		} else if (performance.now() - abortedAt > echoMs) {
			process.exit(signalExitCodes[name]); // eslint-disable-line unicorn/no-process-exit -- the person insists
		}
	};

	for (const name of signals) {
		process.on(name, onSignal);
	}

	return {
		signal: controller.signal,
		abort,
		name: () => controller.signal.aborted ? (controller.signal.reason as Error).message : undefined,
		dispose() {
			for (const name of signals) {
				process.off(name, onSignal);
			}
		},
	};
}
