import {expect, onTestFinished, test} from 'vitest';
import {createSupervisorClient} from '../../source/supervisor/client.ts';
import type {Report} from '../../source/supervisor/report.ts';
import {createSupervisorApp} from '../../source/supervisor/server/app.ts';
import {SupervisorError} from '../../source/supervisor/supervisor-error.ts';
import {freePort, json, startAnsweringServer} from '../helpers/answering-server.ts';
import {startClassicSupervisor, type ClassicOptions} from '../helpers/classic-supervisor.ts';
import {containing} from '../helpers/matching.ts';
import {serveSupervisor, smallPlan, supervisorOptions} from '../helpers/supervisor-server.ts';
import {temporaryJournal} from '../helpers/temporary-journal.ts';

async function classic(options: ClassicOptions = {}) {
	const server = await startClassicSupervisor(options);
	onTestFinished(server.close);
	return server;
}

const withRunId = (runId: string) => ({...smallPlan, run: {...smallPlan.run, run_id: runId}});
const report: Report = {
	runId: 'demo', phaseId: 'uk', kind: 'builder_result', body: {
		phase_id: 'uk', run_id: 'demo', status: 'success', patch_content: 'diff --git a/x b/x', files_changed: ['x'], lines_added: 1, lines_removed: 0, builder_attempts: 1, tokens_used: 900,
		duration_minutes: 1, probe_results: [], suggested_issues: [], notes: 'Built.',
	},
};
const blocked: Report = {
	runId: 'demo', phaseId: 'uk', kind: 'status', body: {state: 'BLOCKED', tokens_used: 950, reason: 'major finding'},
};

async function failure(promise: Promise<unknown>): Promise<SupervisorError> {
	try {
		await promise;
	} catch (error) {
		if (error instanceof SupervisorError) {
			return error;
		}

		throw error;
	}

	throw new Error('no error');
}

test('one client speaks to our server over a socket and in process', async () => {
	const journal = await temporaryJournal();
	const app = createSupervisorApp({...supervisorOptions(journal), recordReports: false});
	const embedded = createSupervisorClient({baseUrl: 'https://embedded.localhost', fetch: async (input, init) => app.fetch(new Request(input, init))});
	const {url} = await serveSupervisor(journal, {apiKey: 'secret'});
	const remote = createSupervisorClient({baseUrl: `${url}/`, apiKey: 'secret'});
	expect([await embedded.connect(), await remote.connect()]).toEqual(['autopack', 'autopack']);

	const run = await embedded.startRun(smallPlan);
	expect(await remote.getRun('demo')).toEqual(run);
	await remote.send(report);
	await remote.send(blocked);
	expect(await embedded.getRun('demo')).toMatchObject({tokens_used: 950, tiers: [{phases: [{state: 'BLOCKED', reason: 'major finding'}, {}]}, {}]});
	expect(await journal.reports('demo')).toMatchObject([{kind: 'builder_result', body: {patch_content: 'diff --git a/x b/x'}}]);
	expect(await remote.listRuns()).toMatchObject([{id: 'demo', phases_total: 3}]);

	const {seq, at} = await journal.append('demo', {type: 'command.received', command: {type: 'pause'}, by: 'http'});
	expect(await remote.commandsAfter('demo', 0)).toEqual({
		commands: [{
			seq, at, command: {type: 'pause'}, by: 'http',
		}], seq,
	});
	expect(await remote.commandsAfter('demo', seq)).toEqual({commands: [], seq});
});

test.each([{isNewer: false}, {isNewer: true}])('a classic server is told so that it reads right and never applies a patch: $isNewer', async options => {
	const server = await classic({...options, apiKey: 'secret'});
	const client = createSupervisorClient({baseUrl: server.url, apiKey: 'secret'});
	expect(await client.connect()).toBe('classic');
	// The last phase has no complexity: as null it would be a 500.
	expect(await client.startRun(smallPlan)).toMatchObject({id: 'demo', tiers: [{tier_id: 'T2'}, {tier_id: 'T1', phases: [{phase_id: 'uk', complexity: 'medium'}, {}]}]});
	expect(server.phase('demo', 'uk').description).toBe('Write the pack.\n\nAcceptance criteria:\n- tests pass');
	await client.send({
		runId: 'demo', phaseId: 'uk', kind: 'progress', body: {state: 'CI_RUNNING'},
	});
	expect(server.phase('demo', 'uk').state).toBe('CI_RUNNING');
	await client.send(report);
	await client.send(report);
	expect(server.bodies.at(-1)).toMatchObject({body: {notes: 'Built.\n\ndiff --git a/x b/x'}});
	await client.send(blocked);
	expect(server.phase('demo', 'uk')).toMatchObject({
		state: 'FAILED', quality_level: 'blocked', quality_blocked: true, tokens_used: 950,
	});
	expect(server.violations).toEqual([]);
	expect(await client.commandsAfter('demo', 3)).toEqual({commands: [], seq: 3});
	expect(await client.listRuns()).toMatchObject([{id: 'demo', token_cap: 200_000}]);
	expect(server.requests.filter(request => request.endsWith('/status') || request.includes('/commands') || request.includes('/events'))).toEqual([]);
});

test('the classic stand-in does find a patch that is sent', async () => {
	const server = await classic();
	const client = createSupervisorClient({baseUrl: server.url});
	await client.startRun(smallPlan);
	const send = async () => fetch(`${server.url}/runs/demo/phases/uk/builder_result`, {method: 'POST', body: JSON.stringify(report.body)});
	await send();
	await send();
	expect(server.violations).toEqual([
		'a patch of uk was sent, and this server applied it to its own repository',
		'a patch of uk was sent again, and this server applied it to its own repository',
	]);
});

test.each(['autopack', 'classic'])('an unknown run is answered with the nearest names: %s', async kind => {
	const {url} = kind === 'classic' ? await classic() : await serveSupervisor(await temporaryJournal());
	const client = createSupervisorClient({baseUrl: url});
	await client.startRun(withRunId('fileorg-phase2-beta'));
	await client.startRun(withRunId('unrelated'));
	const error = await failure(client.getRun('fileorg-phase2-bta'));
	expect([error.kind, error.message]).toEqual(['not_found', `The Supervisor at ${url} has no run fileorg-phase2-bta; did you mean fileorg-phase2-beta?`]);
	const far = await failure(client.getRun('x'));
	expect(far.message).toBe(`The Supervisor at ${url} has no run x; list the runs with: autopack runs`);
});

test('a run that exists is not started again, and a key that is wrong is said so without showing it', async () => {
	const {url} = await serveSupervisor(await temporaryJournal(), {apiKey: 'right-key'});
	const client = createSupervisorClient({baseUrl: url, apiKey: 'right-key'});
	await client.startRun(smallPlan);
	const duplicate = await failure(client.startRun(smallPlan));
	expect([duplicate.kind, duplicate.status, duplicate.isPermanent]).toEqual(['invalid', 400, true]);
	expect(duplicate.message).toContain('exists already');

	const refused = await failure(createSupervisorClient({baseUrl: url, apiKey: 'wrong-key'}).getRun('demo'));
	expect([refused.kind, refused.isPermanent]).toEqual(['refused', false]);
	expect(refused.message).toBe(`The Supervisor refuses ${url}/runs/demo (HTTP 403: Invalid or missing API key. Set X-API-Key header.); give its API key with --api-key or AUTOPACK_API_KEY.`);
	expect(JSON.stringify([refused, refused.stack])).not.toContain('wrong-key');
});

const html = {status: 200, body: '<html>Welcome to nginx</html>', headers: {'content-type': 'text/html'}};
test.each([
	['HTML', html],
	['JSON of something else', json(200, {name: 'registry'})],
	['404', json(404, {message: 'no'})],
	['a redirect', {status: 302, body: '', headers: {location: 'http://127.0.0.1:1/'}}],
	['an array', json(200, [])],
])('what answers with %s is no Autopack', async (_, answer) => {
	const {url} = await startAnsweringServer(() => answer);
	const error = await failure(createSupervisorClient({baseUrl: url}).connect());
	expect([error.kind, error.message]).toEqual(['not_autopack', `What answers at ${url}/health is not an Autopack Supervisor; correct --api-url.`]);
});

test('a healthy stranger is told from a classic server by its document', async () => {
	const stranger = await startAnsweringServer(({path}) => json(200, path === '/health' ? {status: 'healthy'} : {openapi: '3.1.0', paths: {'/pets': {}}}));
	const error = await failure(createSupervisorClient({baseUrl: stranger.url}).connect());
	expect(error.kind).toBe('not_autopack');
	const undocumented = await startAnsweringServer(({path}) => path === '/health' ? json(200, {status: 'healthy', database: 'ok'}) : json(404, {detail: 'Not Found'}));
	expect(await createSupervisorClient({baseUrl: undocumented.url}).connect()).toBe('classic');
	const unshaped = await failure(createSupervisorClient({baseUrl: stranger.url}).getRun('demo'));
	expect([unshaped.kind, unshaped.message]).toEqual(['not_autopack', containing('JSON of another shape')]);
});

test('the key does not follow a redirect', async () => {
	const keys: Array<string | undefined> = [];
	const thief = await startAnsweringServer(({apiKey}) => {
		keys.push(apiKey);
		return json(200, {status: 'healthy'});
	});
	const {url} = await startAnsweringServer(() => ({status: 307, body: '', headers: {location: `${thief.url}/health`}}));
	await failure(createSupervisorClient({baseUrl: url, apiKey: 'secret'}).connect());
	expect(keys).toEqual([]);
});

test.each([
	['server', 500, {detail: 'database is locked'}, 'HTTP 500: database is locked'],
	['server', 502, 'Bad Gateway', 'HTTP 502'],
	['slow', 429, {error: 'Rate limit exceeded: 10 per 1 minute'}, 'try again in a minute'],
	['slow', 408, {}, 'HTTP 408'],
	['invalid', 422, {detail: [{loc: ['body', 'phases', 0, 'tier_id'], msg: 'Field required', type: 'missing'}]}, 'body.phases.0.tier_id: Field required'],
	['refused', 401, {detail: 'Not authenticated'}, '--api-key'],
] as const)('%s: HTTP %i says what and where', async (kind, status, body, words) => {
	const {url} = await startAnsweringServer(({path}) => path === '/health' ? json(200, {status: 'healthy', service: 'autopack-supervisor'}) : json(status, body));
	const error = await failure(createSupervisorClient({baseUrl: url}).startRun(smallPlan));
	expect([error.kind, error.status]).toEqual([kind, status]);
	expect(error.message).toContain(`${url}/runs/start`);
	expect(error.message).toContain(words);
});

test('a server that is down or says nothing is given up in time', async () => {
	const port = await freePort();
	const down = await failure(createSupervisorClient({baseUrl: `http://127.0.0.1:${port}`}).connect());
	expect([down.kind, down.message]).toEqual(['unreachable', `The Supervisor at http://127.0.0.1:${port}/health cannot be reached (ECONNREFUSED); start it, or correct --api-url.`]);
	const {url} = await startAnsweringServer(() => undefined);
	const slow = await failure(createSupervisorClient({baseUrl: url, timeoutMs: 100}).connect());
	expect([slow.kind, slow.message]).toEqual(['slow', `The Supervisor did not answer ${url}/health within 0.1 s; check its load and the network.`]);
	const abort = new AbortController();
	const pending = createSupervisorClient({baseUrl: url, signal: abort.signal}).connect();
	abort.abort(new Error('interrupted'));
	await expect(pending).rejects.toThrow('interrupted');
});

test('a connection that failed is made anew at the next call', async () => {
	const port = await freePort();
	const client = createSupervisorClient({baseUrl: `http://127.0.0.1:${port}`});
	await failure(client.connect());
	await serveSupervisor(await temporaryJournal(), {port});
	expect(await client.connect()).toBe('autopack');
});

test.each(['localhost:8000', 'ftp://host', 'not a url', 'http://user:pass@host:1/'])('%s is no base URL, and what it holds is not repeated', baseUrl => {
	let message = '';
	try {
		createSupervisorClient({baseUrl});
	} catch (error) {
		message = error instanceof SupervisorError ? error.message : '';
	}

	expect(message).toMatch(/^The Supervisor's URL/v);
	expect(message).not.toContain('pass@');
});
