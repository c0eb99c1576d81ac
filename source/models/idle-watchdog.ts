import {ModelFault} from './fault.ts';

type IdleWatchdog = {
	/**
	Aborted, with a ModelFault of kind `stalled` as its reason, when a limit passes.
	*/
	signal: AbortSignal;
	touch: () => void;
	stop: () => void;
};

/**
Watches one attempt at a call: gives it up after `idleMs` without a byte, the wait for the first included, or after `totalMs` in all.
The SDKs' own timeout ends with the headers; a stream may fall silent, or never end, after them.
*/
export function startIdleWatchdog({idleMs, totalMs}: {idleMs: number; totalMs: number}): IdleWatchdog {
	const controller = new AbortController();
	const giveUp = (message: string) => {
		controller.abort(new ModelFault('stalled', message));
	};

	const idle = setTimeout(giveUp, idleMs, `no byte came for ${seconds(idleMs)}`);
	const total = setTimeout(giveUp, totalMs, `the reply did not end within ${seconds(totalMs)}`);
	return {
		signal: controller.signal,
		touch() {
			idle.refresh();
		},
		stop() {
			clearTimeout(idle);
			clearTimeout(total);
		},
	};
}

const seconds = (milliseconds: number): string => `${milliseconds / 1000} s`;
