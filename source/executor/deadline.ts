import type {RunState} from '../domain/run-state.ts';

/**
The longest delay setTimeout takes, in milliseconds (2^31 − 1, Node's documentation).
*/
export const longestDelayMs = 2_147_483_647;

/**
Watches the run's `max_duration_minutes` while something is under way: after each event, `watch` restarts the timer with what is left.
*/
export function createDeadline(onExceeded: (capMinutes: number) => void): {watch: (state: RunState) => void; clear: () => void} {
	let timer: NodeJS.Timeout | undefined;
	return {
		watch(state) {
			clearTimeout(timer);
			const isWorking = state.phases.some(({stage}) => stage !== 'queued' && stage !== 'deciding' && stage !== 'ended');
			const capMinutes = state.plan?.run.max_duration_minutes;
			if (!isWorking || capMinutes === undefined || state.budgetExceeded) {
				return;
			}

			const leftMs = Math.max(0, (capMinutes * 60_000) - state.activeMs - sinceWorkMs(state));
			timer = setTimeout(onExceeded, Math.min(leftMs, longestDelayMs), capMinutes);
		},
		clear() {
			clearTimeout(timer);
		},
	};
}

/**
A command restarts the timer too, and does not count as work itself.
*/
const sinceWorkMs = ({lastAt, workedAt}: RunState): number => lastAt && workedAt ? Math.max(0, Date.parse(lastAt) - Date.parse(workedAt)) : 0;
