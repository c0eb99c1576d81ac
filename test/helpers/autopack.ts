import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import process from 'node:process';
import * as z from 'zod';
import {eventBodySchema, type EventType, type RunEvent} from '../../source/domain/event.ts';
import type {Sandbox} from './sandbox.ts';
import {Terminal} from './terminal.ts';

export const bundle = path.join(import.meta.dirname, '../../dist/bin.js');

type Options = {cwd?: string; env?: Record<string, string>};

const stampSchema = z.object({seq: z.int(), runId: z.string(), at: z.iso.datetime()});

/**
A line of NDJSON as the event it is. Throws for one that is no event, or has more than the event's schema knows.
*/
export function parseEvent(line: string): RunEvent {
	const json: unknown = JSON.parse(line);
	const event = {...stampSchema.parse(json), ...eventBodySchema.parse(json)};
	const unknown = Object.keys(z.record(z.string(), z.unknown()).parse(json)).filter(key => !(key in event));
	if (unknown.length > 0) {
		throw new Error(`${event.type} has ${unknown.join(', ')}, which its schema does not know`);
	}

	return event;
}

/**
The command line as the package has it, in a sandbox, without a terminal.
*/
export function startAutopack(args: string[], sandbox: Sandbox, {cwd = sandbox.home, env = {}}: Options = {}) {
	const child = spawn(process.execPath, [bundle, ...args], {
		cwd, env: {...sandbox.environment, ...env}, stdio: ['ignore', 'pipe', 'pipe'],
	});
	const output = {stdout: '', stderr: ''};
	const seen: RunEvent[] = [];
	const watchers = new Set<() => void>();
	const notify = () => {
		for (const watcher of watchers) {
			watcher();
		}
	};

	let rest = '';
	const isJson = args.includes('--json');
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		output.stdout += text;
		if (isJson) {
			const lines = (rest + text).split('\n');
			rest = lines.pop()!;
			seen.push(...lines.map(line => parseEvent(line)));
			notify();
		}
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		output.stderr += text;
	});
	const ended = once(child, 'close').then(() => {
		notify();
		return {
			...output, events: seen, exitCode: child.exitCode, signal: child.signalCode,
		};
	});

	return {
		pid: child.pid!,
		/**
		Resolves when it is gone, whatever still holds its output.
		*/
		exited: once(child, 'exit'),
		ended,
		kill(signal: NodeJS.Signals): void {
			child.kill(signal);
		},
		/**
		Resolves with the first event that `isWanted`, which may have been there already; rejects when the process ends without it.
		*/
		async event(isWanted: (event: RunEvent) => boolean): Promise<RunEvent> {
			return new Promise((resolve, reject) => {
				const watch = () => {
					const found = seen.find(event => isWanted(event));
					if (found) {
						watchers.delete(watch);
						resolve(found);
					} else if (child.exitCode !== null || child.signalCode !== null) {
						watchers.delete(watch);
						reject(new Error(`autopack ended with ${child.exitCode ?? child.signalCode} without that event.\n${output.stderr}\n${output.stdout.slice(-2000)}`));
					}
				};

				watchers.add(watch);
				watch();
			});
		},
	};
}

/**
Runs a command line to its end.
*/
export const autopack = async (args: string[], sandbox: Sandbox, options?: Options) => startAutopack(args, sandbox, options).ended;

/**
As a person would see it: the command line in a terminal of its own.
*/
export function openTerminal(args: string[], sandbox: Sandbox, {cwd = sandbox.home, env = {}, columns = 120, rows = 40}: Options & {columns?: number; rows?: number} = {}): Terminal {
	const nothing = Object.fromEntries(Object.keys(process.env).map(name => [name, undefined]));
	return new Terminal({
		command: process.execPath, args: [bundle, ...args], cwd, env: {
			...nothing, ...sandbox.environment, TERM: 'xterm-256color', ...env,
		}, columns, rows, waitMs: 60_000,
	});
}

/**
Events of a type, of one phase if it is named without its prefix.
*/
export const eventsOf = <Type extends EventType>(events: RunEvent[], type: Type, phase?: string): Array<Extract<RunEvent, {type: Type}>> =>
	events.filter((event): event is Extract<RunEvent, {type: Type}> =>
		event.type === type && (phase === undefined || ('phaseId' in event && event.phaseId === `fileorg-p2-${phase}`)));
