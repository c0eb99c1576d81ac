import {setTimeout as delay} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {
	autopack,
	eventsOf,
	openTerminal,
	startAutopack,
} from '../helpers/autopack.ts';
import {landedPhases, prepareRun, runId} from '../helpers/demo-run.ts';
import {createSandbox, processesIn} from '../helpers/sandbox.ts';
import type {Terminal} from '../helpers/terminal.ts';

const quickChecks = {mypy: false, coverage: false};
const escape = '\u{1B}';

/**
Longer than the silence that a "yes" needs before it.
*/
const beQuiet = async () => delay(300);

function expectRestored(terminal: Terminal): void {
	expect(terminal.isAlternateScreen).toBe(false);
	expect(terminal.output.lastIndexOf('\u{1B}[?25h')).toBeGreaterThan(terminal.output.lastIndexOf('\u{1B}[?25l'));
	expect(terminal.output.lastIndexOf('\u{1B}[?2004l')).toBeGreaterThanOrEqual(terminal.output.lastIndexOf('\u{1B}[?2004h'));
}

test('the demo in a terminal: a person reads a diff and the help, approves, sends back with a note, and skips', async () => {
	const sandbox = await createSandbox();
	const terminal = openTerminal(['demo', '--speed', 'instant'], sandbox);
	await terminal.waitFor('docker needs you');
	expect(terminal.rows()[0]).toMatch(/fileorg-phase2-beta.* 2\/9 /v);
	expect(['PHASES', 'BUILDER', 'AUDITORS', 'GATE'].filter(panel => !terminal.screen().includes(panel))).toEqual([]);
	terminal.press('d');
	await terminal.waitFor(/\+FROM python/v);
	terminal.press(escape);
	await terminal.waitFor('docker needs you');
	terminal.press('?');
	await terminal.waitFor('skip the phase that asks: nothing of it lands');
	terminal.press(escape);
	await terminal.waitFor('docker needs you');
	terminal.press('a');
	await terminal.waitFor('Approved docker.');

	await terminal.waitFor('auth needs you');
	expect(terminal.screen()).toContain('The auditors disagree on 1 point.');
	terminal.press('r');
	await terminal.waitFor('a note for the Builder');
	terminal.press('Remember who logged out');
	await terminal.waitFor('Remember who logged out');
	terminal.press('\r');
	await terminal.waitFor('auth goes back to the Builder with your note.');
	await terminal.waitFor('auth needs you');
	terminal.press('s');
	await terminal.waitFor('Skip auth?');
	await beQuiet();
	terminal.press('y');
	await terminal.waitFor('SUMMARY');
	terminal.press('q');

	expect((await terminal.exit).exitCode).toBe(1);
	expectRestored(terminal);
	expect(terminal.screen()).toMatch(/^fileorg-p2-docker +COMPLETE +needs_review/mv);
	expect(terminal.screen()).toMatch(/^fileorg-p2-auth +SKIPPED/mv);
	const workspace = /Workspace: (?<workspace>\S+)/v.exec(terminal.output)!.groups!.workspace!;
	expect(await landedPhases(workspace)).toEqual(['test-fixes', 'frontend-build', 'docker', 'country-uk', 'country-canada', 'country-australia', 'search', 'batch-upload']);
	const {events, exitCode} = await autopack(['tui', '--run-id', runId, '--read-only', '--json', '--workspace', workspace], sandbox);
	expect(exitCode).toBe(1);
	expect(eventsOf(events, 'command.received').map(({command, by}) => [command, by])).toEqual([
		[{type: 'approve', phaseId: 'fileorg-p2-docker'}, 'terminal'],
		[{type: 'retry', phaseId: 'fileorg-p2-auth', note: 'Remember who logged out'}, 'terminal'],
		[{type: 'skip', phaseId: 'fileorg-p2-auth'}, 'terminal'],
	]);
	expect(eventsOf(events, 'attempt.started', 'auth').at(-1)!.feedback).toContainEqual({source: 'person', text: 'Remember who logged out'});
	expect(await processesIn(sandbox)).toEqual([]);
});

test('80 x 24 without colours: q asks while the run works, leaves at a yes, and the same command goes on', async () => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes'], settings: quickChecks});
	const terminal = openTerminal(run.slowArgs, sandbox, {columns: 80, rows: 24, env: {NO_COLOR: '1'}});
	await terminal.waitFor('building');
	terminal.press('q');
	await terminal.waitFor('Quit while the run is working?');
	terminal.press('n');
	await terminal.waitFor('AUDITORS');
	terminal.press('q');
	await terminal.waitFor('Quit while the run is working?');
	await beQuiet();
	terminal.press('y');
	expect((await terminal.exit).exitCode).toBe(1);
	expectRestored(terminal);
	// Codes of colours: 30 to 49 and 90 to 107, alone or after others.
	expect(terminal.output.split(`${escape}[`).filter(sequence => /^(?:\d+;)*(?:[34]\d|9\d|10[0-7])(?:;\d+)*m/v.test(sequence))).toEqual([]);
	expect(await processesIn(sandbox)).toEqual([]);

	const {exitCode, events} = await autopack([...run.args, '--yes', '--json'], sandbox);
	expect(exitCode).toBe(0);
	expect(eventsOf(events, 'run.interrupted')).toMatchObject([{signal: 'quit'}]);
});

test('a run that another process executes can be watched, and only watched', async () => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes', 'docker'], settings: quickChecks});
	const executor = startAutopack([...run.slowArgs, '--yes', '--json'], sandbox);
	await executor.event(({type}) => type === 'builder.started');
	const terminal = openTerminal(['tui', '--run-id', runId, '--read-only'], sandbox, {cwd: run.workspace});
	await terminal.waitFor(/fileorg-phase2-beta.* 0\/2 /v);
	await terminal.waitFor(() => ['PHASES', 'BUILDER', 'AUDITORS', 'GATE', 'test-fixes'].every(text => terminal.screen().includes(text)));
	terminal.press('a');
	await terminal.waitFor('This screen is read-only');
	terminal.press('q');
	expect((await terminal.exit).exitCode).toBe(1);
	expectRestored(terminal);

	executor.kill('SIGTERM');
	const {events} = await executor.ended;
	expect(eventsOf(events, 'command.received')).toEqual([]);
	expect(events.at(-1)).toMatchObject({type: 'run.interrupted', signal: 'SIGTERM'});
});

test('a terminal of 20 x 5 says what it needs, takes Ctrl-C twice for an interrupt, and is given back', async () => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes'], settings: quickChecks});
	const terminal = openTerminal(run.slowArgs, sandbox, {columns: 20, rows: 5});
	await terminal.waitFor(/40 x\s+10/v);
	terminal.resize(100, 30);
	await terminal.waitFor('AUDITORS');
	terminal.resize(20, 5);
	await terminal.waitFor(/40 x\s+10/v);
	terminal.press('\u{3}');
	terminal.press('\u{3}');
	expect((await terminal.exit).exitCode).toBe(130);
	expectRestored(terminal);
	expect(await processesIn(sandbox)).toEqual([]);
});
