import {appendFileSync} from 'node:fs';
import process from 'node:process';
import type {Command} from '../../source/domain/command.ts';
import type {Delta, EventBody, RunEvent} from '../../source/domain/event.ts';
import type {TuiOptions} from '../../source/tui/options.ts';
import {renderTui} from '../../source/tui/render-tui.tsx';
import {runId, sceneEvents, type SceneName} from '../fixtures/tui-run.ts';

/**
What a test wants to see: a scene of the recorded run, then events and text that stream in.
*/
export type DriverSetup = {
	scene: SceneName;
	options?: Partial<TuiOptions>;
	/**
	Appended after the scene.
	*/
	more?: EventBody[];
	/**
	Text of the Builder, written at once.
	*/
	text?: string;
	/**
	Further text of the Builder: one line every so many milliseconds.
	*/
	lineEveryMs?: number;
	/**
	Commands that were sent are appended here, one JSON a line.
	*/
	commandsFile?: string;
	throwOn?: 'note';
};

const {
	scene, options, more = [], text, lineEveryMs, commandsFile,
} = JSON.parse(process.argv[2] ?? '{}') as DriverSetup;
const events = sceneEvents(scene, Date.now());
const listeners = new Set<(event: RunEvent) => void>();
const deltaListeners = new Set<(delta: Delta) => void>();
const emit = (body: EventBody) => {
	const event: RunEvent = {
		seq: events.length + 1, runId, at: new Date().toISOString(), ...body,
	};
	events.push(event);
	for (const listener of listeners) {
		listener(event);
	}
};

const stream = (part: string) => {
	for (const listener of deltaListeners) {
		listener({
			type: 'builder.delta', runId, phaseId: 'fileorg-p2-country-canada', attempt: 2, text: part,
		});
	}
};

const send = (command: Command) => {
	if (commandsFile) {
		appendFileSync(commandsFile, `${JSON.stringify(command)}\n`);
	}

	emit({type: 'command.received', command, by: 'terminal'});
};

const abort = new AbortController();
process.on('SIGTERM', () => {
	abort.abort();
});
process.on('SIGUSR2', () => {
	throw new Error('crashed on purpose');
});
for (const body of more) {
	emit(body);
}

const left = renderTui({
	runId,
	events(afterSeq, listener) {
		for (const event of events.slice(afterSeq)) {
			listener(event);
		}

		listeners.add(listener);
		return () => {
			listeners.delete(listener);
		};
	},
	deltas(listener) {
		deltaListeners.add(listener);
		return () => {
			deltaListeners.delete(listener);
		};
	},
	send,
	options: {
		readOnly: false, ascii: false, screenReader: false, reducedMotion: false, isAlternateScreen: true, ...options,
	},
	stdin: process.stdin,
	stdout: process.stdout,
	signal: abort.signal,
});
if (text !== undefined) {
	stream(text);
}

let line = 0;
const timer = lineEveryMs === undefined
	? undefined
	: setInterval(() => {
		stream(`line ${line++} of what the Builder says\n`);
	}, lineEveryMs);
const {reason} = await left;
clearInterval(timer);
process.stdout.write(`left: ${reason}\n`);
process.exitCode = reason === 'interrupted' ? 130 : 0;
