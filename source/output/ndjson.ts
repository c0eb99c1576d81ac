import type {RunEvent} from '../domain/event.ts';

/**
A durable event as one line of JSON: `seq`, `runId`, `at` and `type` first, then what belongs to the type (docs/events.md). The same JSON is in the journal and in the
Supervisor's event stream. Control characters that JSON leaves alone are escaped, so that the line is harmless on a terminal.
*/
export const formatNdjsonLine = ({seq, runId, at, type, ...rest}: RunEvent): string => formatJsonLine({
	seq, runId, at, type, ...rest,
});

/**
Any value as one line of JSON, harmless on a terminal too.
*/
export const formatJsonLine = (value: unknown): string =>
	JSON.stringify(value).replaceAll(/[\u{7F}-\u{9F}\u{2028}\u{2029}]/gv, control => String.raw`\u${control.codePointAt(0)!.toString(16).padStart(4, '0')}`);
