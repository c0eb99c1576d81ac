import {expect, test} from 'vitest';
import type {EventType, RunEvent} from '../../source/domain/event.ts';
import {autopack, eventsOf, startAutopack} from '../helpers/autopack.ts';
import {
	checkoutOf, hangingConftest, killAtGit, landedPhases, prepareRun, runId, type DemoRun,
} from '../helpers/demo-run.ts';
import {createSandbox, processesIn, type Sandbox} from '../helpers/sandbox.ts';
import {git} from '../helpers/temporary-repository.ts';

/**
Only pytest: what is tested here is not what the checks find.
*/
const quickChecks = {mypy: false, coverage: false};

async function executeUntil(isWanted: (event: RunEvent) => boolean, {args, sandbox}: {args: string[]; sandbox: Sandbox}): Promise<void> {
	const process = startAutopack([...args, '--yes', '--json'], sandbox);
	await process.event(isWanted);
	process.kill('SIGKILL');
	expect(await process.ended).toMatchObject({signal: 'SIGKILL'});
}

/**
Every phase has landed exactly once, each once only in the journal too, and nothing is left but the commits.
*/
async function expectAllLanded(phases: string[], {run: {workspace}, sandbox, events}: {run: DemoRun; sandbox: Sandbox; events: RunEvent[]}): Promise<void> {
	const ids = phases.map(phase => `fileorg-p2-${phase}`);
	expect(await landedPhases(workspace)).toEqual(phases);
	expect(events.at(-1)).toMatchObject({type: 'run.ended', outcome: 'complete', exitCode: 0});
	expect(eventsOf(events, 'phase.ended').map(({phaseId, state}) => [phaseId, state])).toEqual(ids.map(phaseId => [phaseId, 'COMPLETE']));
	expect(new Set(eventsOf(events, 'landing.done').map(({phaseId}) => phaseId))).toEqual(new Set(ids));
	expect(await git(workspace, 'rev-parse', `autonomous/${runId}`)).toBe(eventsOf(events, 'landing.done').at(-1)!.commit);
	expect(events.map(({seq}) => seq)).toEqual(events.map((_, index) => index + 1));
	expect(await processesIn(sandbox)).toEqual([]);
}

/**
Kills of a whole matrix: each of these in some phase, and the last ones, on which a landing hangs, in each.
*/
const typesAnywhere: EventType[] = [
	'run.started', 'attempt.started', 'builder.started', 'builder.replied', 'patch.applied', 'auditor.started', 'auditor.reviewed', 'check.started', 'check.finished',
];
const typesInEachPhase: EventType[] = ['gate.decided', 'landing.intended', 'landing.done', 'phase.ended'];

test('killed at every kind of event, again and again in one run, and gone on with each time', async () => {
	const sandbox = await createSandbox();
	const phases = ['test-fixes', 'frontend-build', 'docker'];
	const run = await prepareRun(sandbox, {phases, settings: quickChecks});
	const before = await checkoutOf(run.workspace);
	const killedAt = new Set<string>();
	const momentOf = (event: RunEvent) => typesInEachPhase.includes(event.type) && 'phaseId' in event ? `${event.type} ${event.phaseId}` : event.type;
	const isNew = (event: RunEvent) => [...typesAnywhere, ...typesInEachPhase].includes(event.type) && !killedAt.has(momentOf(event));

	let result;
	for (;;) {
		const process = startAutopack([...run.args, '--yes', '--json'], sandbox);
		// What killed sessions have written is written again: the first event of this one counts.
		const moment = await process.event(event => event.type === 'run.started' && event.executor.pid === process.pid)
			.then(async ({seq}) => process.event(event => event.seq >= seq && isNew(event)))
			.catch(() => undefined);
		if (moment) {
			killedAt.add(momentOf(moment));
			process.kill('SIGKILL');
		}
		result = await process.ended;
		console.log(moment && momentOf(moment), moment?.seq, result.events.length, result.exitCode, Math.round(performance.now()), result.stderr.slice(0,2000));
		if (result.exitCode !== null) break;
		const landed = await landedPhases(run.workspace);
		expect(landed).toEqual(phases.slice(0, landed.length));
	}

	const {exitCode, events} = result;
	expect(exitCode).toBe(0);
	await expectAllLanded(phases, {run, sandbox, events});
	expect(await checkoutOf(run.workspace)).toEqual(before);
});
