import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import type {Journal} from '../../source/journal/journal.ts';
import {createSupervisorClient} from '../../source/supervisor/client.ts';
import {startOutbox} from '../../source/supervisor/outbox.ts';
import {
	freePort,
	json,
	startAnsweringServer,
	type Answered,
	type Received,
} from '../helpers/answering-server.ts';
import {startClassicSupervisor} from '../helpers/classic-supervisor.ts';
import {containing} from '../helpers/matching.ts';
import {bodies} from '../helpers/run-events.ts';
import {serveSupervisor, smallPlan} from '../helpers/supervisor-server.ts';
import {temporaryJournal, temporaryPath} from '../helpers/temporary-journal.ts';

/**
What a server of ours gets for `bodies`, in order.
*/
const told = [
	'uk/update_status EXECUTING',
	'uk/update_status CI_RUNNING',
	'uk/update_status GATE',
	'uk/update_status GATE',
	'uk/builder_result success',
	'uk/auditor_result revise',
	'uk/update_status COMPLETE',
	'uk/status COMPLETE',
	'auth/update_status EXECUTING',
	'auth/builder_result needs_review',
	'auth/update_status BLOCKED',
	'auth/status BLOCKED',
];

const nameOf = ({path, body}: Received): string => {
	const {state, status, recommendation} = body as Record<string, string>;
	return `${path.replace('/runs/demo/phases/', '')} ${state ?? status ?? recommendation}`;
};

/**
An autopack that answers each report as it is told, and keeps them.
*/
async function startReceiver(answer: (received: Received, count: number) => Answered | Promise<Answered> = () => json(200, {}), port = 0) {
	const received: string[] = [];
	const server = await startAnsweringServer(async request => {
		if (request.path === '/health') {
			return json(200, {status: 'healthy', service: 'autopack-supervisor'});
		}

		received.push(nameOf(request));
		return answer(request, received.length);
	}, port);
	return {...server, received};
}

async function journalOf(events = bodies, path?: string): Promise<Journal> {
	const journal = await temporaryJournal(path);
	for (const body of events) {
		await journal.append('demo', body);
	}

	return journal;
}

function outboxFor(journal: Journal, url: string, timeoutMs?: number) {
	const outbox = startOutbox({
		journal,
		runId: 'demo',
		client: createSupervisorClient({baseUrl: url, timeoutMs}),
		append: async body => journal.append('demo', body),
		random: () => 1,
	});
	onTestFinished(outbox.stop);
	return outbox;
}

const own = async (journal: Journal) => {
	const events = await journal.events('demo');
	return events.filter(({type}) => type.startsWith('supervisor.') || type === 'report.refused');
};

test('everything is told in order, once, also what comes later', async () => {
	const {url, received} = await startReceiver();
	const journal = await journalOf(bodies.slice(0, 3));
	const outbox = outboxFor(journal, url);
	expect(await outbox.flush(10_000)).toEqual({pending: 0});
	expect(received).toEqual(told.slice(0, 1));
	for (const body of bodies.slice(3)) {
		await journal.append('demo', body);
	}

	expect(await outbox.flush(10_000)).toEqual({pending: 0});
	expect(received).toEqual(told);
	await outbox.stop();
	expect(await outboxFor(journal, url).flush(10_000)).toEqual({pending: 0});
	expect(received).toEqual(told);
	expect(await own(journal)).toEqual([]);
});

test('nothing is lost while the server is away', async () => {
	const port = await freePort();
	const journal = await journalOf();
	const outbox = outboxFor(journal, `http://127.0.0.1:${port}`);
	expect(await outbox.flush(300)).toEqual({pending: 10});
	expect(await own(journal)).toMatchObject([{type: 'supervisor.lost', message: containing('cannot be reached')}]);
	const cursor = await journal.outboxCursor('demo');
	expect(cursor).toMatchObject({seq: 0, step: 0, lastError: containing('cannot be reached')});
	expect(cursor.attempts).toBeGreaterThan(0);

	const {received} = await startReceiver(undefined, port);
	expect(await outbox.flush(10_000)).toEqual({pending: 0});
	expect(received).toEqual(told);
	expect(await own(journal)).toMatchObject([{type: 'supervisor.lost'}, {type: 'supervisor.found'}]);
	expect(await journal.outboxCursor('demo')).toMatchObject({step: 0, attempts: 0});
});

test.each<[string, Answered]>([
	['500', json(500, {detail: 'database is locked'})],
	['503', {status: 503, body: '<html>maintenance</html>'}],
	['429', json(429, {error: 'Rate limit exceeded'})],
	['408', json(408, {})],
	['a wrong key', json(403, {detail: 'Invalid or missing API key. Set X-API-Key header.'})],
	['another program\'s page', {status: 404, body: '<html>not here</html>'}],
	['nothing', undefined],
])('a report that got %s is sent again', async (_, answer) => {
	const {url, received} = await startReceiver((_request, count) => count === 6 ? answer : json(200, {}));
	const journal = await journalOf();
	expect(await outboxFor(journal, url, 300).flush(10_000)).toEqual({pending: 0});
	expect(received).toEqual([...told.slice(0, 6), ...told.slice(5)]);
	expect(await own(journal)).toMatchObject([{type: 'supervisor.lost'}, {type: 'supervisor.found'}]);
});

test.each([
	[422, {detail: [{loc: ['body', 'notes'], msg: 'Too long', type: 'too_long'}]}, 'body.notes: Too long'],
	[404, {detail: 'Phase uk not found'}, 'Phase uk not found'],
])('a report that is refused for good (%i) is journalled once, and the next one follows', async (status, body, detail) => {
	const {url, received} = await startReceiver(({path}) => path.endsWith('uk/builder_result') ? json(status, body) : json(200, {}));
	const journal = await journalOf();
	const outbox = outboxFor(journal, url);
	expect(await outbox.flush(10_000)).toEqual({pending: 0});
	expect(received).toEqual(told);
	expect(await own(journal)).toMatchObject([{
		type: 'report.refused', phaseId: 'uk', path: 'builder_result', status, detail,
	}]);
	await outbox.stop();
	expect(await outboxFor(journal, url).flush(10_000)).toEqual({pending: 0});
	expect(received).toEqual(told);
});

test('a new outbox goes on in the middle of a phase\'s reports', async () => {
	const journal = await journalOf();
	const first = await startReceiver((_, count) => count > 5 ? json(503, {}) : json(200, {}));
	const outbox = outboxFor(journal, first.url);
	expect(await outbox.flush(300)).toEqual({pending: 5});
	await outbox.stop();
	expect(await journal.outboxCursor('demo')).toMatchObject({step: 1});
	const second = await startReceiver();
	expect(await outboxFor(journal, second.url).flush(10_000)).toEqual({pending: 0});
	expect(second.received).toEqual(told.slice(5));
	expect(await own(journal)).toMatchObject([{type: 'supervisor.lost'}, {type: 'supervisor.found'}]);
});

test('killed in the middle of a phase\'s reports, the next process goes on with that report', async () => {
	const path = await temporaryPath();
	const journal = await journalOf(bodies, path);
	const kill = Promise.withResolvers<void>();
	const {url, received} = await startReceiver((_, count) => {
		if (count === 6) {
			kill.resolve();
			return undefined;
		}

		return json(200, {});
	});
	const script = fileURLToPath(new URL('../fixtures/outbox-child.ts', import.meta.url));
	const victim = spawn(process.execPath, [script, path, url], {stdio: 'ignore'});
	await kill.promise;
	victim.kill('SIGKILL');
	expect(await once(victim, 'exit')).toEqual([null, 'SIGKILL']);
	expect(await outboxFor(journal, url).flush(10_000)).toEqual({pending: 0});
	expect(received).toEqual([...told.slice(0, 6), ...told.slice(5)]);
});

test('stop does not wait for a server that is away', async () => {
	const journal = await journalOf();
	const outbox = outboxFor(journal, `http://127.0.0.1:${await freePort()}`);
	await outbox.flush(50);
	await outbox.stop();
	expect(await outbox.flush(10_000)).toEqual({pending: 10});
});

test('the client\'s abort stops it quietly, whether it comes early or late', async () => {
	const journal = await journalOf();
	const {url} = await startReceiver(() => undefined);
	const abort = new AbortController();
	const client = createSupervisorClient({baseUrl: url, signal: abort.signal});
	const start = () => startOutbox({
		journal, runId: 'demo', client, signal: abort.signal, append: async body => journal.append('demo', body),
	});
	const outbox = start();
	expect(await outbox.flush(100)).toEqual({pending: 10});
	abort.abort();
	await outbox.stop();
	const late = start();
	expect(await late.flush(10_000)).toEqual({pending: 10});
	await late.stop();
	expect(await own(journal)).toEqual([]);
});

test('a run reads right on our server, and on a classic one without a patch being applied', async () => {
	const journal = await journalOf();
	const remote = await temporaryJournal();
	await remote.createRun(smallPlan);
	const ours = await serveSupervisor(remote);
	const outbox = outboxFor(journal, ours.url);
	expect(await outbox.flush(10_000)).toEqual({pending: 0});
	await outbox.stop();
	expect(await remote.run('demo')).toMatchObject({
		state: 'PHASE_QUEUEING', tokens_used: 14_900, ci_runs_used: 1, major_issues_count: 1, minor_issues_count: 1,
		tiers: [{phases: [{phase_id: 'uk', state: 'COMPLETE', quality_level: 'needs_review'}, {state: 'QUEUED'}]}, {phases: [{state: 'BLOCKED', quality_blocked: true, reason: 'pytest failed'}]}],
	});
	const received = await remote.events('demo');
	expect(received.map(event => event.type === 'report.received' ? `${event.kind} ${event.state}` : event.type)).toEqual([
		'builder_result GATE', 'auditor_result EXECUTING', 'status COMPLETE', 'builder_result GATE', 'status BLOCKED',
	]);

	const classic = await startClassicSupervisor();
	onTestFinished(classic.close);
	await createSupervisorClient({baseUrl: classic.url}).startRun(smallPlan);
	await journal.setOutboxCursor('demo', {seq: 0, step: 0, attempts: 0});
	expect(await outboxFor(journal, classic.url).flush(10_000)).toEqual({pending: 0});
	expect(classic.violations).toEqual([]);
	expect(['uk', 'auth', 'search'].map(id => classic.phase('demo', id))).toMatchObject([
		{state: 'COMPLETE', tokens_used: 13_700, quality_blocked: false},
		{state: 'FAILED', quality_level: 'blocked', quality_blocked: true},
		{state: 'QUEUED'},
	]);
	expect(await own(journal)).toEqual([]);
});
