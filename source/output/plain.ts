import type {RunEvent} from '../domain/event.ts';
import {progressLine} from '../domain/progress-line.ts';
import type {RunState} from '../domain/run-state.ts';
import {toAscii} from './to-ascii.ts';

/**
One event as a line of the plain log, such as `14:03:09 docker: gate ok, risk 15 low`, in local time; undefined for events that are not worth a line.
@param event what happened
@param state the run after the event
*/
export function formatPlainLine(event: RunEvent, state: RunState): string | undefined {
	const line = progressLine(event, state);
	return line === undefined ? undefined : `${localTime(event.at)} ${toAscii(line)}`;
}

const localTime = (at: string): string => new Date(at).toTimeString().slice(0, 8);
