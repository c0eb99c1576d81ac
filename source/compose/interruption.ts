import process from 'node:process';
import {signalExitCodes} from '../exit-code.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

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
	const abort = (name: string) => {
		controller.abort(new Error(name));
	};

	const onSignal = (name: NodeJS.Signals) => {
		if (controller.signal.aborted) {
			process.exit(signalExitCodes[name]); // eslint-disable-line unicorn/no-process-exit -- the person insists
		}

		abort(name);
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
