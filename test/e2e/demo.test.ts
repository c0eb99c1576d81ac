import {readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {findPythonTools} from '../../source/checks/find-python-tools.ts';
import {isRelevant} from '../../source/domain/check.ts';
import type {RunEvent} from '../../source/domain/event.ts';
import {autopack, eventsOf} from '../helpers/autopack.ts';
import {
	checkoutOf,
	landedPhases,
	prepareRun,
	recordedPython,
	recordEnvironments,
	runId,
} from '../helpers/demo-run.ts';
import {createSandbox, processesIn} from '../helpers/sandbox.ts';
import {git} from '../helpers/temporary-repository.ts';

const phases = ['test-fixes', 'frontend-build', 'docker', 'country-uk', 'country-canada', 'country-australia', 'search', 'batch-upload', 'auth'];
const keys = {OPENAI_API_KEY: 'sk-e2e-secret-1', ANTHROPIC_API_KEY: 'sk-ant-e2e-secret-2', AUTOPACK_API_KEY: 'e2e-secret-3'};

/**
What happened to a phase, attempt by attempt, in a few words.
*/
const storyOf = (events: RunEvent[], phase: string): string[] => events
	.filter(event => 'phaseId' in event && event.phaseId === `fileorg-p2-${phase}`)
	.flatMap(event => {
		switch (event.type) {
			case 'attempt.started': {
				return [`attempt ${event.attempt}`];
			}

			case 'patch.applied': {
				return event.change.repairs?.length ? [`repaired: ${event.change.repairs.map(({rung}) => rung).join(', ')}`] : [];
			}

			case 'patch.rejected': {
				return [`rejected: ${event.code}`];
			}

			case 'auditor.reviewed': {
				return event.review.approved ? [] : [`${event.auditor} objects`];
			}

			case 'check.finished': {
				return event.check.status === 'passed' || !isRelevant(event.check) ? [] : [`${event.check.name} ${event.check.status}`];
			}

			case 'gate.decided': {
				return [event.verdict.level];
			}

			case 'phase.ended': {
				return [event.state];
			}

			default: {
				return [];
			}
		}
	});

test('autopack demo --yes --json: nine phases COMPLETE, with all that the tool is for on the way', async () => {
	const sandbox = await createSandbox();
	const environments = await recordEnvironments(sandbox);
	const {exitCode, events, stderr, stdout} = await autopack(['demo', '--yes', '--json', '--keep'], sandbox, {env: {...keys, ...environments.env}});
	const workspace = /Workspace: (?<workspace>.+)/v.exec(stderr)!.groups!.workspace!;

	expect(exitCode).toBe(0);
	expect(stderr).toContain('the models are scripted');
	expect(stdout.endsWith('\n')).toBe(true);
	expect(events.map(({seq}) => seq)).toEqual(events.map((_, index) => index + 1));
	expect(events.every(({at}, index) => index === 0 || at >= events[index - 1]!.at)).toBe(true);
	expect(new Set(events.map(event => event.runId))).toEqual(new Set([runId]));
	expect(events.at(-1)).toMatchObject({
		type: 'run.ended', outcome: 'complete', reason: 'all 9 phases are COMPLETE', exitCode: 0,
	});
	expect(Object.fromEntries(phases.map(phase => [phase, storyOf(events, phase)]))).toEqual({
		'test-fixes': ['attempt 1', 'ok', 'COMPLETE'],
		'frontend-build': ['attempt 1', 'repaired: context, indentation', 'ok', 'COMPLETE'],
		docker: ['attempt 1', 'needs_review', 'COMPLETE'],
		'country-uk': ['attempt 1', 'ok', 'COMPLETE'],
		'country-canada': ['attempt 1', 'pytest failed', 'needs_review', 'attempt 2', 'ok', 'COMPLETE'],
		'country-australia': ['attempt 1', 'openai objects', 'needs_review', 'attempt 2', 'ok', 'COMPLETE'],
		search: ['attempt 1', 'rejected: truncated', 'attempt 2', 'ok', 'COMPLETE'],
		'batch-upload': ['attempt 1', 'ok', 'COMPLETE'],
		auth: ['attempt 1', 'anthropic objects', 'blocked', 'attempt 2', 'anthropic objects', 'needs_review', 'COMPLETE'],
	});
	const reviews = eventsOf(events, 'auditor.reviewed', 'auth').filter(({attempt}) => attempt === 2);
	expect(Object.fromEntries(reviews.map(({auditor, review}) => [auditor, review.approved]))).toEqual({openai: true, anthropic: false});
	expect(eventsOf(events, 'decision.needed', 'auth')[0]!.reasons).toContain('The auditors disagree on 1 point.');
	expect(eventsOf(events, 'command.received').map(({command, by}) => [command, by])).toEqual(['docker', 'auth']
		.map(phase => [{type: 'approve', phaseId: `fileorg-p2-${phase}`}, '--yes']));
	expect(eventsOf(events, 'check.finished', 'test-fixes').find(({check}) => check.name === 'pytest')!.check.fixed).toHaveLength(7);

	await expectLandings(workspace, events);
	expect(await checkoutOf(workspace)).toEqual({
		head: eventsOf(events, 'run.started')[0]!.base, branch: 'refs/heads/main', status: '', index: await git(workspace, 'ls-files', '--stage'),
		worktrees: [`worktree ${workspace}`], branches: ['refs/heads/main'],
	});
	expect(await git(workspace, 'diff', 'HEAD')).toBe('');
	await expectTestsPass(workspace);

	const children = await environments.read();
	expect(new Set(children.map(({program}) => program))).toEqual(new Set(['git']));
	expect(children.filter(({environment}) => environment.includes('secret'))).toEqual([]);
	const printed = eventsOf(events, 'check.finished', 'test-fixes').map(({check: {output}}) => output).filter(output => output.includes(recordedPython));
	expect(printed).not.toEqual([]);
	expect(printed.filter(output => output.includes('e2e-secret'))).toEqual([]);
	const journal = await readFile(path.join(workspace, '.autopack/journal.sqlite'), 'latin1');
	for (const text of [stdout, stderr, journal, await git(workspace, 'log', '--all', '--format=%B', '--patch')]) {
		expect(text).not.toContain('e2e-secret');
	}

	expect(await processesIn(sandbox)).toEqual([]);
	expect(await readdir(path.join(sandbox.home, '.cache/autopack/worktrees'))).toEqual([]);
	expect(await readdir(sandbox.temporary)).toEqual([path.basename(path.dirname(workspace))]);
});

async function expectLandings(workspace: string, events: RunEvent[]): Promise<void> {
	expect(await landedPhases(workspace)).toEqual(phases);
	const log = await git(workspace, 'log', '--reverse', '--format=%H %s%n%(trailers:only)', `main..autonomous/${runId}`);
	const commits = eventsOf(events, 'landing.done');
	const attempts: Record<string, number> = {
		'country-canada': 2, 'country-australia': 2, search: 2, auth: 2,
	};
	const gates: Record<string, string> = {docker: 'needs_review (approved by --yes)', auth: 'needs_review (approved by --yes)'};
	const {plan} = (eventsOf(events, 'run.created')[0]!);
	const reviewers = (phaseId: string, attempt: number) => eventsOf(events, 'auditor.reviewed').filter(event => event.phaseId === phaseId && event.attempt === attempt);
	expect(log.split('\n').filter(Boolean)).toEqual(phases.flatMap((phase, index) => {
		const phaseId = `fileorg-p2-${phase}`;
		const attempt = attempts[phase] ?? 1;
		return [
			`${commits[index]!.commit} ${plan.phases.find(({phase_id}) => phase_id === phaseId)!.name}`,
			`Autopack-Run: ${runId}`,
			`Autopack-Phase: ${phaseId}`,
			`Autopack-Attempt: ${attempt}`,
			`Autopack-Builder: ${eventsOf(events, 'builder.replied', phase).at(-1)!.model}`,
			...reviewers(phaseId, attempt).map(({model}) => `Autopack-Auditor: ${model}`),
			`Autopack-Gate: ${gates[phase] ?? 'ok'}`,
		];
	}));
}

/**
The branch's own tests, run by hand on what a person would check out.
*/
async function expectTestsPass(workspace: string): Promise<void> {
	const clone = `${workspace}-clone`;
	await git(path.dirname(workspace), 'clone', '--quiet', '--branch', `autonomous/${runId}`, workspace, clone);
	const {tests} = await findPythonTools({workspace: clone, env: process.env});
	const {stdout} = await execa(tests!.python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], {cwd: clone, stdin: 'ignore'});
	expect(stdout).toMatch(/^175 passed/mv);
}

test('without --yes and without a terminal the run ends where a person is needed, with exit code 3, and goes on when it can', async () => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes', 'docker'], settings: {mypy: false, coverage: false}});
	const first = await autopack(run.args, sandbox);
	expect(first.exitCode).toBe(3);
	expect(first.stdout).toMatch(/fileorg-p2-docker is needs_review and needs an answer, but there is no terminal to ask on; run the same command in a terminal, or with --yes/v);
	expect(await landedPhases(run.workspace)).toEqual(['test-fixes']);

	const second = await autopack([...run.args, '--json'], sandbox);
	expect(second.exitCode).toBe(3);
	expect(eventsOf(second.events, 'builder.started', 'docker')).toHaveLength(1);
	expect(eventsOf(second.events, 'run.ended')).toMatchObject([{outcome: 'unanswered'}, {outcome: 'unanswered'}]);

	const third = await autopack([...run.args, '--yes', '--json'], sandbox);
	expect(third.exitCode).toBe(0);
	expect(eventsOf(third.events, 'builder.started', 'docker')).toHaveLength(1);
	expect(await landedPhases(run.workspace)).toEqual(['test-fixes', 'docker']);
});

test('what is uncommitted in the workspace, staged or not, is left exactly as it is and lands nowhere', async () => {
	const sandbox = await createSandbox();
	const run = await prepareRun(sandbox, {phases: ['test-fixes'], settings: {mypy: false, coverage: false}});
	await writeFile(path.join(run.workspace, 'README.md'), 'My own words\n');
	await git(run.workspace, 'add', 'README.md');
	await writeFile(path.join(run.workspace, 'fileorg/app.py'), 'half a thought\n');
	await writeFile(path.join(run.workspace, 'notes.txt'), 'untracked\n');
	const before = await checkoutOf(run.workspace);
	expect(before.status).toBe('M  README.md\n M fileorg/app.py\n?? notes.txt');

	const {exitCode} = await autopack([...run.args, '--yes'], sandbox);
	expect(exitCode).toBe(0);
	expect(await checkoutOf(run.workspace)).toEqual(before);
	expect(await readFile(path.join(run.workspace, 'fileorg/app.py'), 'utf8')).toBe('half a thought\n');
	expect(await landedPhases(run.workspace)).toEqual(['test-fixes']);
	expect(await git(run.workspace, 'diff', '--name-only', 'main', `autonomous/${runId}`)).not.toMatch(/README|notes|fileorg\/app/v);
});
