import process from 'node:process';
import {expect, onTestFinished, test} from 'vitest';
import {createRunner} from '../../source/compose/runner.ts';
import {openStore} from '../../source/compose/store.ts';
import {connectSupervisor} from '../../source/compose/supervisor.ts';
import type {Config} from '../../source/config.ts';
import type {RunEvent} from '../../source/domain/event.ts';
import {lockHolder} from '../../source/journal/process-identity.ts';
import {defaultSettings} from '../../source/settings.ts';
import {json, startAnsweringServer} from '../helpers/answering-server.ts';
import {startAt} from '../helpers/executor-services.ts';
import {planOf} from '../helpers/scripted-run.ts';
import {git, temporaryDirectory, temporaryRepository} from '../helpers/temporary-repository.ts';

const plan = planOf([{}, {}]);

/**
A run in the journal of a repository, whose models refuse the key: its first phase ends FAILED, and the run with it.
*/
async function opened() {
	const {root, head} = await temporaryRepository();
	const models = await startAnsweringServer(() => json(401, {error: {message: 'no such key'}}));
	const config: Config = {
		settings: {
			...defaultSettings, workspace: root, openaiBaseUrl: `${models.url}/v1`, checks: [{name: 'noop', command: ['true'], kind: 'tests'}],
		},
		origins: {}, environment: {...process.env, XDG_CACHE_HOME: await temporaryDirectory()}, cwd: root,
	};
	const store = await openStore(config);
	const {journal} = store;
	onTestFinished(async () => journal.close());
	await journal.createRun(plan);
	await journal.append('r', {type: 'run.created', plan});
	const parts = {
		config, version: '0', store, supervisor: await connectSupervisor(config, journal, '0'), runId: 'r',
		answerer: 'person' as const, signal: new AbortController().signal, onDelta: () => undefined,
	};
	const seen = async (type: RunEvent['type'], count: number): Promise<void> => {
		const {promise, resolve} = Promise.withResolvers<void>();
		let left = count;
		const unsubscribe = journal.subscribe('r', 0, event => {
			left -= event.type === type ? 1 : 0;
			if (left === 0) {
				resolve();
			}
		});
		await promise;
		unsubscribe();
	};

	return {
		root, head, journal, parts, seen,
	};
}

test('two commands after the end begin one session, which hears both', async () => {
	const {journal, parts, seen} = await opened();
	const runner = createRunner(parts);
	await runner.finished();
	runner.send({type: 'retry', phaseId: 'p1', note: 'mind the gap'});
	runner.send({type: 'skip', phaseId: 'p2'});
	await seen('run.ended', 2);
	const {state} = await runner.finished();
	expect(runner.failed.aborted).toBe(false);
	expect(state.phases.map(({end}) => end?.state)).toEqual(['FAILED', 'SKIPPED']);
	expect(state.phases[0]?.attempts[1]?.feedback).toEqual([{source: 'person', text: 'mind the gap'}]);
	const events = await journal.events('r');
	expect(events.filter(({type}) => type === 'run.started')).toHaveLength(2);
});

test('a session that cannot begin after the end is told to whoever awaits it', async () => {
	const {journal, parts} = await opened();
	const runner = createRunner(parts);
	await runner.finished();
	await journal.lock('r', lockHolder(process.ppid, '2026-01-01T00:00:00.000Z'));
	const failed = Promise.withResolvers<void>();
	runner.failed.addEventListener('abort', () => {
		failed.resolve();
	});
	runner.send({type: 'retry', phaseId: 'p1'});
	await failed.promise;
	await expect(runner.finished()).rejects.toThrow(`run r is being executed by process ${process.ppid}`);
});

test('a branch that was deleted between two sessions comes back with what has landed on it', async () => {
	const {root, head, journal, parts} = await opened();
	const tree = await git(root, 'show', '--no-patch', '--format=%T', head);
	const landed = await git(root, 'commit-tree', '-p', head, '-m', 'Landed', tree);
	await journal.append('r', startAt(head, plan));
	await journal.append('r', {
		type: 'attempt.started', phaseId: 'p1', attempt: 1, base: head, feedback: [],
	});
	await journal.append('r', {
		type: 'landing.done', phaseId: 'p1', attempt: 1, commit: landed,
	});
	await journal.append('r', {
		type: 'phase.ended', phaseId: 'p1', state: 'COMPLETE', cause: 'gate', reason: 'ok', commit: landed,
	});
	const {state} = await createRunner(parts).finished();
	expect(state).toMatchObject({base: head, head: landed});
	expect(await git(root, 'rev-parse', 'refs/heads/autonomous/r')).toBe(landed);
});
