import type {RunState} from '../domain/run-state.ts';
import {signalExitCodes} from '../exit-code.ts';

const open = 1;
const unreachable = 4;

/**
The documented exit code of a run whose last session left it in this state. `interruptedBy` is the signal, or undefined for a run that ended or was left with `q`.
*/
export function exitCodeOfRun(state: RunState, undelivered: number, interruptedBy?: string): number {
	const code = state.outcome?.exitCode ?? signalExitCodes[interruptedBy ?? ''] ?? open;
	return undelivered > 0 && code <= open ? unreachable : code;
}
