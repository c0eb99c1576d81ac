import type {SupervisorError} from './supervisor-error.ts';

export const firstDelayMs = 500;
const longestDelayMs = 30_000;

/**
Tries of one report at a server that says 500 to it: two hours at the longest delay. Then the report, not the server, is what is wrong.
*/
const mostServerErrors = 240;

/**
Milliseconds to wait after `failures` failures in a row: doubling from half a second to 30 s, minus up to half of it at random.
*/
export function backOffMs(failures: number, random: number): number {
	const delayMs = Math.min(longestDelayMs, firstDelayMs * (2 ** Math.min(failures - 1, 10)));
	return delayMs * (1 - (random / 2));
}

/**
Whether a report is to be tried again after its (`failures` + 1)th failure.
*/
export const isRetried = (error: SupervisorError, failures: number): boolean =>
	!error.isPermanent && !(error.status === 500 && failures >= mostServerErrors);
