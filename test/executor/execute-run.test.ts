import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import {executeRun} from '../../source/executor/execute-run.ts';
import type {Standing} from '../../source/executor/ports.ts';
import {executorServices, sessionOptions, startAt} from '../helpers/executor-services.ts';
import {planOf} from '../helpers/scripted-run.ts';
import {temporaryJournal, temporaryPath} from '../helpers/temporary-journal.ts';
import {temporaryRepository} from '../helpers/temporary-repository.ts';

const anHourMs = 3_600_000;
const planning: Standing = {plan: planOf([]), states: [], isQueueing: true};

async function opened() {
	const journalPath = await temporaryPath();
	const journal = await temporaryJournal(journalPath);
	const {root, head} = await temporaryRepository();
	return {
		journalPath, journal, root, head, services: executorServices(journal, {root, directory: path.dirname(journalPath)}),
	};
}

test('a run whose Supervisor goes away while it plans is waited for until that comes back and is done', async () => {
	const {head, services} = await opened();
	const standings = [planning, undefined, undefined, {...planning, isQueueing: false}];
	const state = await executeRun(sessionOptions('r', 1), startAt(head, planOf([])), {...services, poll: async () => standings.shift()});
	expect(standings).toEqual([]);
	expect(state.outcome?.outcome).toBe('complete');
});

test('a run that waits for its Supervisor to plan stops at once when it is told to', async () => {
	const {journal, head, services} = await opened();
	const state = await executeRun(sessionOptions('r', anHourMs), startAt(head, planOf([])), {
		...services,
		async poll() {
			// The first poll's command is the second's reason.
			await journal.append('r', {type: 'command.received', command: {type: 'stop'}, by: 'http'});
			return planning;
		},
	});
	expect(state.outcome).toMatchObject({outcome: 'stopped', exitCode: 1});
});

test('a phase that was skipped before it began is done again although the Supervisor has it as SKIPPED', async () => {
	const {journal, head, services} = await opened();
	const plan = planOf([{}]);
	await journal.append('r', startAt(head, plan));
	await journal.append('r', {type: 'command.received', command: {type: 'skip', phaseId: 'p1'}, by: 'http'});
	await journal.append('r', {
		type: 'phase.ended', phaseId: 'p1', state: 'SKIPPED', cause: 'person', reason: 'skipped (http)',
	});
	await journal.append('r', {type: 'command.received', command: {type: 'retry', phaseId: 'p1'}, by: 'http'});
	const state = await executeRun(sessionOptions('r', anHourMs), startAt(head, plan), {
		...services, poll: async () => ({plan, states: [{phaseId: 'p1', state: 'SKIPPED'}], isQueueing: false}),
	});
	// Nobody answers for the model: that it was asked is what counts.
	expect(state.phases[0]).toMatchObject({attempts: [{attempt: 1}], end: {state: 'FAILED', cause: 'provider'}});
});

test('an approval that comes while the executor starts lands the change once', async () => {
	const {journal, head, services} = await opened();
	const plan = planOf([{}]);
	const tree = await services.workspace.treeOf(head);
	const ids = {phaseId: 'p1', attempt: 1};
	const caller = {provider: 'openai', model: 'm'};
	const usage = {
		inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1,
	};
	await journal.append('r', startAt(head, plan));
	await journal.append('r', {
		type: 'attempt.started', ...ids, base: head, feedback: [],
	});
	await journal.append('r', {
		type: 'builder.replied', ...ids, ...caller, usage, durationMs: 1, text: 'x', finish: 'stop',
	});
	await journal.append('r', {
		type: 'patch.applied', ...ids, change: {
			tree, diff: '', files: [], notes: [],
		},
	});
	await journal.append('r', {
		type: 'gate.decided', ...ids, verdict: {
			level: 'needs_review', reasons: [], risk: {score: 0, level: 'low', parts: []}, fixable: false,
		},
	});
	await journal.append('r', {
		type: 'decision.needed', ...ids, level: 'needs_review', reasons: [],
	});
	const start = startAt(head, plan);
	const {workspace} = services;
	await workspace.advanceRef({ref: `refs/heads/${start.branch}`, from: '', to: head});
	const state = await executeRun(sessionOptions('r', anHourMs), start, {
		...services,
		log: {
			...journal,
			async append(runId, body) {
				// Between what the executor has read and its own first event.
				if (body.type === 'run.started') {
					await journal.append(runId, {type: 'command.received', command: {type: 'approve', phaseId: 'p1'}, by: 'http'});
				}

				return journal.append(runId, body);
			},
		},
	});
	const events = await journal.events('r');
	expect(events.flatMap(({type}) => type.startsWith('landing.') ? [type] : [])).toEqual(['landing.intended', 'landing.done']);
	expect(state.outcome?.outcome).toBe('complete');
});

test('a run that is paused with nothing under way stays there', async () => {
	const {journal, journalPath, root, head} = await opened();
	const script = fileURLToPath(new URL('../fixtures/paused-run.ts', import.meta.url));
	const child = spawn(process.execPath, [script, journalPath, root, head], {stdio: ['ignore', 'pipe', 'inherit']});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	const paused = Promise.withResolvers<void>();
	const unsubscribe = journal.subscribe('r', 0, ({type}) => {
		if (type === 'command.received') {
			paused.resolve();
		}
	});
	await paused.promise;
	unsubscribe();
	let output = '';
	child.stdout.on('data', text => {
		output += String(text);
	});
	const ended = once(child, 'close');
	// Longer than it would take to end by itself.
	expect(await Promise.race([ended, new Promise(resolve => {
		setTimeout(resolve, 1000, 'paused');
	})])).toBe('paused');
	await journal.append('r', {type: 'command.received', command: {type: 'stop'}, by: 'http'});
	expect(await ended).toEqual([0, null]);
	expect(output).toBe('stopped\n');
});
