import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import type {EventType, RunEvent} from '../../source/domain/event.ts';
import {autopack, eventsOf, startAutopack} from '../helpers/autopack.ts';
import {
	checkoutOf,
	hangingConftest,
	killAtGit,
	landedPhases,
	prepareRun,
	runId,
	type DemoRun,
} from '../helpers/demo-run.ts';
import {createSandbox, processesIn, type Sandbox} from '../helpers/sandbox.ts';
import {git} from '../helpers/temporary-repository.ts';

/**
Only pytest: what is tested here is not what the checks find.
*/
const quickChecks = {mypy: false, coverage: false};

/**
A sandbox takes whatever a check started with it; without one, that has to be found.
*/
const unconfined = {...quickChecks, sandbox: 'off'};
const unattended = ['--yes', '--json'];

/**
Executes the run until an event of this session that `isWanted`, and kills it there. Without one the run comes to its end.
*/
async function executeUntil(isWanted: (event: RunEvent) => boolean, {args}: DemoRun, sandbox: Sandbox) {
	const process = startAutopack([...args, ...unattended], sandbox);
	const {seq} = await process.event(event => event.type === 'run.started' && event.executor.pid === process.pid);
	const moment = await process.event(event => event.seq >= seq && isWanted(event)).catch(() => undefined);
	if (moment) {
		process.kill('SIGKILL');
	}

	return {moment, ...await process.ended};
}

const isOf = (phase: string, type: EventType) => (event: RunEvent): boolean =>
	event.type === type && 'phaseId' in event && event.phaseId === `fileorg-p2-${phase}`;

/**
Every phase has landed exactly once, in git and in the journal, and nothing is left but the commits.
*/
async function expectAllLanded(phases: string[], {workspace}: DemoRun, {sandbox, events}: {sandbox: Sandbox; events: RunEvent[]}): Promise<void> {
	const ids = phases.map(phase => `fileorg-p2-${phase}`);
	expect(await landedPhases(workspace)).toEqual(phases);
	expect(events.at(-1)).toMatchObject({type: 'run.ended', outcome: 'complete', exitCode: 0});
	expect(eventsOf(events, 'phase.ended').map(({phaseId, state}) => [phaseId, state])).toEqual(ids.map(phaseId => [phaseId, 'COMPLETE']));
	expect([...new Set(eventsOf(events, 'landing.done').map(({phaseId}) => phaseId))]).toEqual(ids);
	expect(eventsOf(events, 'landing.failed')).toEqual([]);
	expect(await git(workspace, 'rev-parse', `autonomous/${runId}`)).toBe(eventsOf(events, 'phase.ended').at(-1)!.commit);
	expect(events.map(({seq}) => seq)).toEqual(events.map((_, index) => index + 1));
	expect(await processesIn(sandbox)).toEqual([]);
}

/**
Where a killed run may have been: in these once, in the last ones, on which a landing hangs, in every phase.
*/
const typesAnywhere: EventType[] = [
	'run.started', 'attempt.started', 'builder.started', 'builder.replied', 'patch.applied', 'auditor.started', 'auditor.reviewed', 'check.started', 'check.finished',
];
const typesInEachPhase = new Set<EventType>(['gate.decided', 'landing.intended', 'landing.done', 'phase.ended']);

test('killed at each kind of event, again and again in one run, and gone on with each time', async () => {
	const sandbox = await createSandbox();
	const phases = ['test-fixes', 'frontend-build', 'docker'];
	const run = await prepareRun(sandbox, {phases, settings: quickChecks});
	const before = await checkoutOf(run.workspace);
	const moments = new Set<string>();
	const momentOf = (event: RunEvent) => typesInEachPhase.has(event.type) && 'phaseId' in event ? `${event.type} ${event.phaseId}` : event.type;
	const isNew = (event: RunEvent) => [...typesAnywhere, ...typesInEachPhase].includes(event.type) && !moments.has(momentOf(event));

	let session = await executeUntil(isNew, run, sandbox);
	while (session.moment) {
		expect(session).toMatchObject({exitCode: null, signal: 'SIGKILL'});
		moments.add(momentOf(session.moment));
		const landed = await landedPhases(run.workspace);
		expect(landed).toEqual(phases.slice(0, landed.length));
		session = await executeUntil(isNew, run, sandbox);
	}

	expect(session).toMatchObject({exitCode: 0, stderr: ''});
	expect([...moments]).toEqual(expect.arrayContaining([...typesAnywhere, ...phases.map(phase => `landing.intended fileorg-p2-${phase}`)]));
	await expectAllLanded(phases, run, {sandbox, events: session.events});
	expect(await checkoutOf(run.workspace)).toEqual(before);
});

test.each([
	['as the commit is about to be made', 'commit-tree', 'before', 0],
	['when the commit is made and not yet journalled', 'commit-tree', 'after', 0],
	['when the landing is journalled and the branch not yet moved', 'autopack: landing', 'before', 0],
	['when the branch has moved and that is not yet journalled', 'autopack: landing', 'after', 1],
] as const)('killed %s, the phase lands once', async (_, text, when, landedByThen) => {
	const sandbox = await createSandbox();
	const phases = ['test-fixes', 'frontend-build'];
	const run = await prepareRun(sandbox, {phases, settings: quickChecks});
	const env = await killAtGit(sandbox, text, when);
	const first = await autopack([...run.args, ...unattended], sandbox, {env});
	expect(first).toMatchObject({signal: 'SIGKILL'});
	expect(eventsOf(first.events, 'landing.done')).toEqual([]);
	expect(await landedPhases(run.workspace)).toEqual(phases.slice(0, landedByThen));
	const head = await git(run.workspace, 'rev-parse', `autonomous/${runId}`);

	const {exitCode, events} = await autopack([...run.args, ...unattended], sandbox, {env});
	expect(exitCode).toBe(0);
	await expectAllLanded(phases, run, {sandbox, events});
	expect(eventsOf(events, 'attempt.started').map(({phaseId, attempt}) => `${phaseId} ${attempt}`)).toEqual(['fileorg-p2-test-fixes 1', 'fileorg-p2-frontend-build 1']);
	expect(await git(run.workspace, 'rev-list', '--count', `${head}..autonomous/${runId}`)).toBe(String(phases.length - landedByThen));
});

test.each([
	['makes a worktree', 'worktree add'],
	['moves the branch', 'autopack: landing'],
] as const)('killed while git, which lives on, %s: the next session waits for that git', async (_, text) => {
	const sandbox = await createSandbox();
	const phases = ['test-fixes', 'frontend-build'];
	const run = await prepareRun(sandbox, {phases, settings: quickChecks});
	const env = await killAtGit(sandbox, text, 'meanwhile');
	const first = startAutopack([...run.args, ...unattended], sandbox, {env});
	await first.exited;
	expect((await processesIn(sandbox)).filter(({command}) => command.includes(text))).not.toEqual([]);
	const second = startAutopack([...run.args, ...unattended], sandbox);
	await second.event(event => event.type === 'run.started' && event.executor.pid === second.pid);
	expect((await processesIn(sandbox)).filter(({command}) => command.includes('sleep 1'))).toEqual([]);
	const {exitCode, events} = await second.ended;
	expect(exitCode).toBe(0);
	await expectAllLanded(phases, run, {sandbox, events});
	expect(eventsOf(events, 'attempt.started')).toHaveLength(2);
});

test('the nine phases, killed three times, land nine commits; what was paid for is not asked again', async () => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox);
	const before = await checkoutOf(run.workspace);
	for (const [phase, type] of [['country-canada', 'auditor.reviewed'], ['search', 'checks.finished'], ['auth', 'patch.applied']] as const) {
		const session = await executeUntil(isOf(phase, type), run, sandbox);
		expect(session, `${session.exitCode}: ${session.stderr} ${JSON.stringify(session.events.slice(-5)).slice(0, 4000)}`).toMatchObject({signal: 'SIGKILL'});
	}

	const {exitCode, events} = await autopack([...run.args, ...unattended], sandbox);
	expect(exitCode).toBe(0);
	await expectAllLanded([
		'test-fixes', 'frontend-build', 'docker', 'country-uk', 'country-canada', 'country-australia', 'search', 'batch-upload', 'auth',
	], run, {sandbox, events});
	expect(eventsOf(events, 'run.started').map(({resumed}) => resumed)).toEqual([false, true, true, true]);
	const replies = eventsOf(events, 'builder.replied').map(({phaseId, attempt}) => `${phaseId} ${attempt}`);
	expect(replies).toEqual([...new Set(replies)]);
	expect(await checkoutOf(run.workspace)).toEqual(before);
});

test('checks that a killed executor left behind are ended by the next', async () => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes'], files: {'conftest.py': hangingConftest(2)}, settings: unconfined});
	const sessions = path.join(sandbox.home, 'sessions');
	const first = startAutopack([...run.args, ...unattended], sandbox);
	await first.event(({type}) => type === 'check.started');
	await expect.poll(async () => readFile(sessions, 'utf8'), {timeout: 20_000}).toMatch(/^x{2,}$/v);
	await expect.poll(async () => (await processesIn(sandbox)).map(({command}) => command).toSorted().at(-1), {timeout: 20_000}).toBe('sleep 600 ');
	first.kill('SIGKILL');
	await first.ended;
	expect(await processesIn(sandbox)).toEqual(expect.arrayContaining([expect.objectContaining({command: expect.stringContaining('pytest') as string}), expect.objectContaining({command: 'sleep 600 '})]));

	const {exitCode, events} = await autopack([...run.args, ...unattended], sandbox);
	expect(exitCode).toBe(0);
	await expectAllLanded(['test-fixes'], run, {sandbox, events});
});
