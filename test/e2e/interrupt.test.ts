import {readdir} from 'node:fs/promises';
import os from 'node:os';
import {setTimeout as delay} from 'node:timers/promises';
import {expect, test} from 'vitest';
import type {RunEvent} from '../../source/domain/event.ts';
import {
	autopack,
	eventsOf,
	openTerminal,
	startAutopack,
} from '../helpers/autopack.ts';
import {
	checkoutOf,
	hangingConftest,
	landedPhases,
	prepareRun,
	type DemoRun,
} from '../helpers/demo-run.ts';
import {createSandbox, processesIn, type Sandbox} from '../helpers/sandbox.ts';

const quickChecks = {mypy: false, coverage: false};

/**
A sandbox takes whatever a check started with it; without one, that has to be found.
*/
const unconfined = {...quickChecks, sandbox: 'off'};
const unattended = ['--yes', '--json'];
const signals = [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const;

/**
Goes on with an interrupted run, of which nothing but the journal may be there, and finishes it.
@returns its events
*/
async function finish(run: DemoRun, phases: string[], {sandbox, signal}: {sandbox: Sandbox; signal: string}): Promise<RunEvent[]> {
	expect(await processesIn(sandbox)).toEqual([]);
	expect((await checkoutOf(run.workspace)).worktrees).toEqual([`worktree ${run.workspace}`]);
	const {exitCode, events} = await autopack([...run.args, ...unattended], sandbox);
	expect(exitCode).toBe(0);
	expect(eventsOf(events, 'run.interrupted')).toMatchObject([{signal}]);
	expect(eventsOf(events, 'run.started').map(({resumed}) => resumed)).toEqual([false, true]);
	expect(await landedPhases(run.workspace)).toEqual(phases);
	return events;
}

test.each(signals)('%s while a model writes: exit code %i, journalled, nothing left, and the run goes on', async (signal, exitCode) => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes'], settings: quickChecks});
	const process = startAutopack([...run.slowArgs, ...unattended], sandbox);
	await process.event(({type}) => type === 'builder.started');
	process.kill(signal);
	const result = await process.ended;
	expect(result).toMatchObject({exitCode, stderr: ''});
	expect(result.events.at(-1)).toMatchObject({type: 'run.interrupted', signal});
	const events = await finish(run, ['test-fixes'], {sandbox, signal});
	expect(eventsOf(events, 'attempt.started')).toHaveLength(1);
});

test.each(signals)('%s while checks hang: exit code %i, the whole process tree is ended, and the run goes on', async (signal, exitCode) => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes'], files: {'conftest.py': hangingConftest(2)}, settings: unconfined});
	const process = startAutopack([...run.args, ...unattended], sandbox);
	await process.event(({type}) => type === 'check.started');
	await expect.poll(async () => (await processesIn(sandbox)).filter(({command}) => command === 'sleep 600 '), {timeout: 30_000}).toHaveLength(1);
	process.kill(signal);
	const result = await process.ended;
	expect(result).toMatchObject({exitCode, stderr: ''});
	expect(result.events.at(-1)).toMatchObject({type: 'run.interrupted', signal});
	const events = await finish(run, ['test-fixes'], {sandbox, signal});
	expect(eventsOf(events, 'builder.replied')).toHaveLength(1);
});

test.each(signals)('%s while a person is asked: exit code %i, the terminal is given back, and the run asks again', async (signal, exitCode) => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes', 'docker'], settings: quickChecks});
	const terminal = openTerminal(run.args, sandbox);
	await terminal.waitFor('docker needs you');
	expect(terminal.isAlternateScreen).toBe(true);
	terminal.kill(signal);
	expect((await terminal.exit).exitCode).toBe(exitCode);
	expect(terminal.isAlternateScreen).toBe(false);
	expect(terminal.output.lastIndexOf('\u{1B}[?25h')).toBeGreaterThan(terminal.output.lastIndexOf('\u{1B}[?25l'));
	expect(await landedPhases(run.workspace)).toEqual(['test-fixes']);
	const events = await finish(run, ['test-fixes', 'docker'], {sandbox, signal});
	expect(eventsOf(events, 'builder.replied')).toHaveLength(2);
});

test('a terminal window that is closed while a model writes interrupts the run, which goes on elsewhere', async () => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes'], settings: quickChecks});
	const terminal = openTerminal(run.slowArgs, sandbox);
	await terminal.waitFor('BUILDER');
	terminal.hangUp();
	expect((await terminal.exit).exitCode).toBe(129);
	await finish(run, ['test-fixes'], {sandbox, signal: 'SIGHUP'});
});

/**
Does not even end at a SIGTERM.
*/
const stubbornConftest = `
import pathlib
import signal
import time


def pytest_sessionstart(session):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (pathlib.Path.home() / "stubborn").touch()
    time.sleep(600)
`;

test('a second signal does not wait; the next session sees to what is left', async () => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes'], files: {'conftest.py': stubbornConftest}, settings: unconfined});
	const process = startAutopack([...run.args, ...unattended], sandbox);
	await expect.poll(async () => readdir(sandbox.home), {timeout: 30_000}).toContain('stubborn');
	process.kill('SIGINT');
	// Less than a check is given to end by itself, more than a signal's echo.
	await delay(1000);
	process.kill('SIGINT');
	const result = await process.ended;
	expect(result).toMatchObject({exitCode: 130});
	expect(eventsOf(result.events, 'run.interrupted')).toEqual([]);
	const left = await processesIn(sandbox);
	expect(left).toHaveLength(1);

	const next = startAutopack([...run.args, ...unattended], sandbox);
	await next.event(event => event.type === 'run.started' && event.executor.pid === next.pid);
	expect((await processesIn(sandbox)).map(({pid}) => pid)).not.toContain(left[0]!.pid);
	next.kill('SIGKILL');
	await next.ended;
});

test('a second executor of a run is told who has it; a dead one\'s run is taken over', async () => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes'], settings: quickChecks});
	const first = startAutopack([...run.slowArgs, ...unattended], sandbox);
	const {at} = await first.event(({type}) => type === 'builder.started');
	const second = await autopack([...run.args, ...unattended], sandbox);
	expect(second).toMatchObject({exitCode: 4, stdout: ''});
	const {pid, host, since} = /^autopack: run fileorg-phase2-beta is being executed by process (?<pid>\d+) on (?<host>\S+) since (?<since>\S+)\. /v.exec(second.stderr)!.groups!;
	expect([Number(pid), host]).toEqual([first.pid, os.hostname()]);
	expect(Date.parse(at) - Date.parse(since!)).toBeGreaterThanOrEqual(0);
	expect(Date.parse(at) - Date.parse(since!)).toBeLessThan(30_000);

	first.kill('SIGKILL');
	await first.ended;
	const third = await autopack([...run.args, ...unattended], sandbox);
	expect(third.exitCode).toBe(0);
	expect(await landedPhases(run.workspace)).toEqual(['test-fixes']);
});
