import type {CheckResult} from '../domain/check.ts';
import type {RunEvent, Delta} from '../domain/event.ts';

/**
Replays what is after `afterSeq`, then goes on live; returns the unsubscriber.
*/
export type RunEventSource = (afterSeq: number, listener: (event: RunEvent) => void) => () => void;

/**
Text that streams by and is not stored; returns the unsubscriber.
*/
export type DeltaSource = (listener: (delta: Delta) => void) => () => void;

export type TuiOptions = {
	/**
	Watches only: every key that would send a command says so instead.
	*/
	readOnly: boolean;
	/**
	Glyphs, rules and spinner in 7-bit ASCII.
	*/
	ascii: boolean;
	/**
	Linear output on the normal screen, without motion.
	*/
	screenReader: boolean;
	reducedMotion: boolean;
	isAlternateScreen: boolean;
	/**
	Said at the right of the header, such as `scripted models`.
	*/
	notice?: string;
	/**
	What confines this process's checks; absent where another process runs them.
	*/
	sandbox?: CheckResult['sandbox'];
};

/**
How the screen was left: `quit` while the run still worked, `interrupted` by a second Ctrl-C or the signal, `ended` after the run's end.
*/
export type TuiExit = {reason: 'quit' | 'interrupted' | 'ended'};
