import {constants} from 'node:os';
import type {SandboxStatus} from './process-status.ts';

type Exit =
	| {end: 'exited'; exitCode: number}
	| {end: 'signalled'; killedBy: string}
	| {end: 'unstartable' | 'unsandboxed'};

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/**
What became of a program in a sandbox. Bubblewrap tells of a signal as a shell does: 128 and its number.
*/
export function translateExit({exitCode, output}: {exitCode: number; output: string}, {hasBegun}: SandboxStatus): Exit {
	const signal = signalNames.get(exitCode - 128);
	if (signal !== undefined) {
		return {end: 'signalled', killedBy: signal};
	}

	if (!hasBegun()) {
		return {end: 'unsandboxed'};
	}

	const isMissing = (exitCode === 126 || exitCode === 127) && /^prlimit: failed to execute /mv.test(output);
	return isMissing ? {end: 'unstartable'} : {end: 'exited', exitCode};
}
