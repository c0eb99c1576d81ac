import path from 'node:path';
import {expect, test} from 'vitest';
import {
	freePort,
	json,
	startAnsweringServer,
	type Answered,
} from '../helpers/answering-server.ts';
import {openTerminal} from '../helpers/autopack.ts';
import {startClassicSupervisor} from '../helpers/classic-supervisor.ts';
import {landedPhases, prepareRun, runId as demoRunId} from '../helpers/demo-run.ts';
import {
	goodModels,
	startModels,
	wholeFile,
	type Models,
} from '../helpers/models-server.ts';
import {createSandbox} from '../helpers/sandbox.ts';
import {startServe} from '../helpers/serve.ts';
import {
	ends,
	eventsOf,
	landed,
	smallPlan,
	smallWorkspace,
	snapshot,
	runIn,
	stateOf,
} from '../helpers/small-workspace.ts';
import {git, writeAll} from '../helpers/temporary-repository.ts';

type PhaseRow = {phase_id: string; state: string};
type RunRow = {state: string; tiers: Array<{phases: PhaseRow[]}>};

async function getJson<Body>(url: string, headers: Record<string, string> = {}): Promise<Body> {
	const response = await fetch(url, {headers});
	return await response.json() as Body;
}

/**
What a Supervisor says of a run's phases.
*/
async function statesAt(url: string, runId = 'small', key = ''): Promise<string[]> {
	const {tiers} = await getJson<RunRow>(`${url}/runs/${runId}`, {'x-api-key': key});
	return tiers.flatMap(({phases}) => phases.map(({phase_id: phaseId, state}) => `${phaseId} ${state}`));
}

const noop = {checks: [{name: 'noop', command: ['true'], kind: 'tests'}]};
const demoPhases = ['test-fixes', 'frontend-build', 'docker', 'country-uk', 'country-canada', 'country-australia', 'search', 'batch-upload', 'auth'];
const allComplete = demoPhases.map(phase => `fileorg-p2-${phase} COMPLETE`).toSorted();

test('the nine phases over HTTP against autopack serve with a key, with real checks: all COMPLETE there, landed here', async () => {
	const supervisor = await smallWorkspace();
	const key = 'key-of-the-supervisor';
	const {url} = await startServe(supervisor, {key});
	const sandbox = await createSandbox();
	const {workspace, args} = await prepareRun(sandbox);
	const refused = await runIn(sandbox, [...args, '--yes', '--json', '--api-url', url]);
	expect({exitCode: refused.exitCode, stdout: refused.stdout}).toEqual({exitCode: 4, stdout: ''});
	expect(refused.stderr).toMatch(/refuses .*HTTP 403.*AUTOPACK_API_KEY/v);
	const before = await snapshot(supervisor.root);
	const {exitCode, stdout, stderr} = await runIn(sandbox, [...args, '--yes', '--json', '--api-url', url], {env: {AUTOPACK_API_KEY: key}});
	expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
	expect(stdout).not.toContain(key);
	expect((await statesAt(url, demoRunId, key)).toSorted()).toEqual(allComplete);
	expect((await landedPhases(workspace)).toSorted()).toEqual(demoPhases.toSorted());
	expect(await snapshot(supervisor.root)).toEqual(before);
	expect(await git(supervisor.root, 'for-each-ref', 'refs/heads/autonomous')).toBe('');
	const summary = await getJson<{state: string; phases: Array<{builder_attempts: number; auditor_attempts: number}>}>(`${url}/reports/run_summary/${demoRunId}`, {'x-api-key': key});
	expect(summary.state).toBe('DONE_SUCCESS');
	expect(summary.phases.every(phase => phase.builder_attempts > 0 && phase.auditor_attempts > 0)).toBe(true);
	const again = await runIn(sandbox, [...args, '--yes', '--json', '--api-url', url], {env: {AUTOPACK_API_KEY: key}});
	expect(again.exitCode).toBe(0);
	expect(await landedPhases(workspace)).toHaveLength(9);
});

test('the nine phases against autopack serve without a key', async () => {
	const supervisor = await smallWorkspace();
	const {url} = await startServe(supervisor);
	const sandbox = await createSandbox();
	const {workspace, args} = await prepareRun(sandbox, {settings: noop});
	const {exitCode, stderr} = await runIn(sandbox, [...args, '--yes', '--json'], {env: {AUTOPACK_API_URL: url}});
	expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
	expect((await statesAt(url, demoRunId)).toSorted()).toEqual(allComplete);
	expect((await landedPhases(workspace)).toSorted()).toEqual(demoPhases.toSorted());
});

test.each([{isNewer: false}, {isNewer: true}])('the nine phases against a classic Supervisor (newer: $isNewer): all COMPLETE, and it is never made to apply a patch', async ({isNewer}) => {
	const classic = await startClassicSupervisor({apiKey: 'classic-key', isNewer});
	try {
		const sandbox = await createSandbox();
		const {workspace, args} = await prepareRun(sandbox, {settings: noop});
		const {exitCode, stderr} = await runIn(sandbox, [...args, '--yes', '--json', '--api-url', classic.url], {env: {AUTOPACK_API_KEY: 'classic-key'}});
		expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
		expect((await statesAt(classic.url, demoRunId)).toSorted()).toEqual(allComplete);
		expect(classic.violations).toEqual([]);
		const results = classic.bodies.filter(({path: where}) => where.endsWith('/builder_result'));
		expect(results.map(({body}) => (body as {patch_content?: string}).patch_content)).toEqual(demoPhases.map(() => undefined));
		expect((await landedPhases(workspace)).toSorted()).toEqual(demoPhases.toSorted());
		const runs = await runIn(sandbox, ['runs', '--workspace', workspace, '--api-url', classic.url]);
		expect(runs.stdout).toContain(demoRunId);
	} finally {
		await classic.close();
	}
});

test.each(['autopack serve', 'a classic Supervisor'])('a run that is at %s already: the same plan goes on with it, another is refused', async kind => {
	const {url} = await startModels();
	const {run, root, head, planFile, directory} = await smallWorkspace({url});
	const classic = kind === 'autopack serve' ? undefined : await startClassicSupervisor();
	try {
		const apiUrl = classic?.url ?? (await startServe(await smallWorkspace())).url;
		const plan = smallPlan([{complexity: 'medium', description: 'The first.'}]);
		await fetch(`${apiUrl}/runs/start`, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(plan)});
		await writeAll(directory, {'plan.json': JSON.stringify(plan), 'other.json': JSON.stringify(smallPlan([{}, {}]))});
		const other = await run(['run', path.join(directory, 'other.json'), '--api-url', apiUrl]);
		expect(other).toMatchObject({exitCode: 2, stdout: ''});
		expect(other.stderr).toMatch(/run small exists already with another plan/v);
		expect(await run(['run', planFile, '--api-url', apiUrl])).toMatchObject({exitCode: 0, stderr: ''});
		expect(await landed(root, head)).toEqual(['one']);
		expect(await statesAt(apiUrl)).toEqual(['one COMPLETE']);
	} finally {
		await classic?.close();
	}
});

const html: Answered = {status: 200, body: '<!doctype html><title>Hello</title>', headers: {'content-type': 'text/html'}};
const healthy = json(200, {status: 'healthy', service: 'autopack-supervisor', version: '1'});

test('a Supervisor that is down, refuses, fails, is slow, or is none: one sentence with its URL and the way out, and nothing is begun', async () => {
	const {url, asked} = await startModels();
	const cases: Array<{what: string; answer?: (route: string) => Answered; exitCode: number; words: RegExp}> = [
		{what: 'down', exitCode: 4, words: /cannot be reached \(ECONNREFUSED\).*--api-url/v},
		{
			what: '401', answer: () => json(401, {detail: 'no'}), exitCode: 4, words: /refuses .*HTTP 401.*--api-key or AUTOPACK_API_KEY/v,
		},
		{
			what: '403', answer: () => json(403, {detail: 'Invalid or missing API key.'}), exitCode: 4, words: /refuses .*HTTP 403: Invalid or missing API key\..*--api-key or AUTOPACK_API_KEY/v,
		},
		{
			what: '404', answer: () => json(404, {detail: 'Not Found'}), exitCode: 4, words: /is not an Autopack Supervisor.*--api-url/v,
		},
		{
			what: '422',
			answer: route => route === '/health' ? healthy : json(422, {detail: [{loc: ['body', 'run', 'token_cap'], msg: 'too much', type: 'x'}]}),
			exitCode: 2,
			words: /does not accept .*\/runs\/start \(HTTP 422\): body\.run\.token_cap: too much/v,
		},
		{
			what: '429', answer: route => route === '/health' ? healthy : json(429, {error: 'Rate limit exceeded'}), exitCode: 4, words: /asks to wait .*HTTP 429.*again in a minute/v,
		},
		{
			what: '500', answer: () => json(500, {detail: 'boom'}), exitCode: 4, words: /failed at .*HTTP 500: boom.*its log/v,
		},
		{
			what: 'slow', answer: () => undefined, exitCode: 4, words: /did not answer .* within 15 s/v,
		},
		{
			what: 'HTML', answer: () => html, exitCode: 4, words: /is not an Autopack Supervisor.*--api-url/v,
		},
		{
			what: 'somebody else\'s JSON', answer: () => json(200, {ok: true}), exitCode: 4, words: /is not an Autopack Supervisor/v,
		},
	];
	const results = await Promise.all(cases.map(async ({answer}) => {
		const server = answer ? (await startAnsweringServer(({path: route}) => answer(route))).url : `http://127.0.0.1:${await freePort()}`;
		const workspace = await smallWorkspace({url});
		const before = await snapshot(workspace.root);
		const {exitCode, stdout, stderr} = await workspace.run(['run', workspace.planFile, '--yes', '--api-url', server]);
		return {
			server,
			exitCode,
			stdout,
			stderr,
			isSame: JSON.stringify(await snapshot(workspace.root)) === JSON.stringify(before),
			events: await eventsOf(workspace.root),
			branches: await git(workspace.root, 'branch', '--list', 'autonomous/*'),
		};
	}));
	expect(results.map(({exitCode, stdout, isSame, events, branches}, index) => ({
		what: cases[index]!.what, exitCode, stdout, isSame, events, branches,
	}))).toEqual(cases.map(({what, exitCode}) => ({
		what, exitCode, stdout: '', isSame: true, events: [], branches: '',
	})));
	for (const [index, {stderr, server}] of results.entries()) {
		expect(stderr).toMatch(cases[index]!.words);
		expect(stderr).toContain(server);
		expect(stderr.split('\n')).toHaveLength(1);
	}

	expect(asked).toEqual([]);
});

test('an unknown run at a remote Supervisor: the nearest names and exit code 2', async () => {
	const {url} = await startModels();
	const supervisor = await smallWorkspace({url});
	await supervisor.run(['run', supervisor.planFile]);
	const {url: apiUrl} = await startServe(supervisor);
	const {run} = await smallWorkspace({url});
	expect(await run(['tui', '--run-id', 'smalll', '--api-url', apiUrl])).toEqual({
		exitCode: 2, stdout: '', stderr: `autopack: The Supervisor at ${apiUrl} has no run smalll; did you mean small?`,
	});
});

const threePhases = smallPlan([{}, {}, {}]);

/**
Good models that do something before they answer the Builder of a phase.
*/
const modelsWith = (before: Record<string, () => Promise<unknown>>): Models => asked => {
	const step = asked.role === 'builder' ? before[asked.phase] : undefined;
	return step
		? response => {
			void (async () => {
				await step();
				response.writeHead(200, {'content-type': 'text/event-stream'}).end(asked.wire.whole(wholeFile(`${asked.phase}.txt`, 'Text.')));
			})();
		}
		: goodModels(asked);
};

/**
What `serve` was told, in order; a report that was delivered twice in a row counts once.
*/
async function told(root: string): Promise<string[]> {
	const reports = (await eventsOf(root)).flatMap(event => event.type === 'report.received' ? [`${event.phaseId} ${event.kind}`] : []);
	return reports.filter((report, index) => report !== reports[index - 1]);
}

const inOrder = ['one', 'two', 'three'].flatMap(phase => ['builder_result', 'auditor_result', 'status'].map(kind => `${phase} ${kind}`));

test('the Supervisor dies in mid-run and comes back: the run goes on, nothing is lost, reports arrive in order', async () => {
	const supervisor = await smallWorkspace();
	let server = await startServe(supervisor);
	const {url, port} = server;
	const {url: models} = await startModels(modelsWith({
		two: async () => server.kill(),
		async three() {
			server = await startServe(supervisor, {port});
		},
	}));
	const {run, root, head, planFile} = await smallWorkspace({url: models, plan: threePhases});
	const before = await snapshot(root);
	const {exitCode, stdout, stderr} = await run(['run', planFile, '--api-url', url]);
	expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
	expect(stdout).not.toMatch(/reports wait/v);
	expect(await statesAt(url)).toEqual(['one COMPLETE', 'two COMPLETE', 'three COMPLETE']);
	expect(await told(supervisor.root)).toEqual(inOrder);
	expect(await landed(root, head)).toEqual(['one', 'two', 'three']);
	const noted = (await eventsOf(root)).filter(({type}) => type.startsWith('supervisor.')).map(({type}) => type);
	expect(noted).toEqual(['supervisor.lost', 'supervisor.found']);
	expect(await snapshot(root)).toEqual(before);
});

test('the Supervisor dies and stays away: the run finishes, says what waits, exit code 4; the same command later delivers it', async () => {
	const supervisor = await smallWorkspace();
	const server = await startServe(supervisor);
	const {url: models, asked} = await startModels(modelsWith({two: server.kill}));
	const {run, root, head, planFile} = await smallWorkspace({url: models, plan: threePhases});
	const away = await run(['run', planFile, '--api-url', server.url]);
	expect(away.exitCode).toBe(4);
	expect(away.stdout).toMatch(new RegExp(String.raw`\d+ reports wait in the journal for the Supervisor at ${server.url}; the same command delivers them`, 'v'));
	expect(ends(await stateOf(root))).toEqual(['one COMPLETE ok', 'two COMPLETE ok', 'three COMPLETE ok']);
	expect(await landed(root, head)).toEqual(['one', 'two', 'three']);
	const stillAway = await run(['run', planFile, '--api-url', server.url]);
	expect(stillAway).toMatchObject({exitCode: 4, stdout: ''});
	await startServe(supervisor, {port: server.port});
	const back = await run(['run', planFile, '--api-url', server.url]);
	expect({exitCode: back.exitCode, stderr: back.stderr}).toEqual({exitCode: 0, stderr: ''});
	expect(await statesAt(server.url)).toEqual(['one COMPLETE', 'two COMPLETE', 'three COMPLETE']);
	expect(await told(supervisor.root)).toEqual(inOrder);
	expect(await landed(root, head)).toEqual(['one', 'two', 'three']);
	expect(asked).toHaveLength(6);
});

test('a Supervisor that answers 500 to some reports and refuses one for good: the others arrive, and the refusal is kept', async () => {
	const requests: string[] = [];
	let fails = 2;
	const record = (state: string) => ({
		id: 'small', state: 'PHASE_EXECUTION', tiers: [{
			id: 1, tier_id: 't1', tier_index: 0, name: 'First', state: 'PENDING', phases: [{
				id: 1, phase_id: 'one', phase_index: 0, name: 'one', state,
			}],
		}],
	});
	const {url: apiUrl} = await startAnsweringServer(({method, path: route}) => {
		if (route === '/health') {
			return healthy;
		}

		if (method === 'GET') {
			return json(200, route.includes('/events') ? [] : record('QUEUED'));
		}

		requests.push(route.split('/').at(-1)!);
		if (route.endsWith('builder_result') && fails-- > 0) {
			return json(500, {detail: 'the database is locked'});
		}

		return route.endsWith('auditor_result') ? json(422, {detail: [{loc: ['body', 'confidence'], msg: 'wrong', type: 'x'}]}) : json(200, record('COMPLETE'));
	});
	const {url} = await startModels();
	const {run, root, planFile} = await smallWorkspace({url});
	const {exitCode, stdout} = await run(['run', planFile, '--api-url', apiUrl]);
	expect(exitCode).toBe(0);
	expect(requests.filter(name => name !== 'update_status')).toEqual(['start', 'builder_result', 'builder_result', 'builder_result', 'auditor_result', 'status']);
	const refusals = (await eventsOf(root)).flatMap(event => event.type === 'report.refused' ? [`${event.phaseId} ${event.path} ${event.status} ${event.detail}`] : []);
	expect(refusals).toEqual(['one auditor_result 422 body.confidence: wrong']);
	expect(stdout).toMatch(/refused/v);
});

const needsReview = {checks: [{name: 'gone', command: ['no-such-program-anywhere'], kind: 'tests'}]};

test.each([
	{what: 'beside the executor, on its journal', isRemote: false},
	{what: 'elsewhere', isRemote: true},
])('a run that waits for a person is approved by HTTP at a server $what', async ({isRemote}) => {
	const {url} = await startModels();
	const workspace = await smallWorkspace({url, settings: needsReview});
	const {root, head, sandbox, planFile} = workspace;
	const server = await startServe(isRemote ? await smallWorkspace() : workspace);
	const terminal = openTerminal(['run', planFile, ...isRemote ? ['--api-url', server.url] : []], sandbox, {cwd: root});
	try {
		await terminal.waitFor('a approve one');
		const post = async (phaseId: string) => fetch(`${server.url}/runs/small/commands`, {
			method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({type: 'approve', phaseId}),
		});
		expect((await post('nobody')).status).toBe(404);
		expect((await post('one')).status).toBe(202);
		await terminal.waitFor('✓ complete');
		expect(await landed(root, head)).toEqual(['one']);
		terminal.press('q');
		expect((await terminal.exit).exitCode).toBe(0);
		expect(await statesAt(server.url)).toEqual(['one COMPLETE']);
		expect((await stateOf(root)).phases[0]!.approvedBy).toBe('http');
	} finally {
		terminal.close();
	}
});

test('a run that ended because nobody could answer is approved by HTTP, and the same command lands it', async () => {
	const {url, asked} = await startModels();
	const workspace = await smallWorkspace({url, settings: needsReview});
	const {run, root, head, planFile} = workspace;
	expect((await run(['run', planFile])).exitCode).toBe(3);
	const server = await startServe(workspace);
	const response = await fetch(`${server.url}/runs/small/commands`, {
		method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({type: 'approve', phaseId: 'one'}),
	});
	expect(response.status).toBe(202);
	expect((await run(['run', planFile])).exitCode).toBe(0);
	expect(await landed(root, head)).toEqual(['one']);
	expect(asked).toHaveLength(2);
});

test('the events of a run as a stream while it executes: from Last-Event-ID on, each once, the same as the journal\'s', async () => {
	const held = Promise.withResolvers<void>();
	const isAtTwo = Promise.withResolvers<void>();
	const {url} = await startModels(modelsWith({
		async two() {
			isAtTwo.resolve();
			await held.promise;
		},
	}));
	const workspace = await smallWorkspace({url, plan: smallPlan([{}, {}])});
	const server = await startServe(workspace);
	const running = workspace.start(['run', workspace.planFile]);
	await isAtTwo.promise;
	const soFar = await eventsOf(workspace.root);
	const last = soFar[3]!.seq;
	const stream = await fetch(`${server.url}/runs/small/events`, {headers: {accept: 'text/event-stream', 'last-event-id': String(last)}});
	expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/v);
	held.resolve();
	const seen: unknown[] = [];
	let rest = '';
	for await (const text of stream.body!.pipeThrough(new TextDecoderStream())) {
		const messages = (rest + text).split('\n\n');
		rest = messages.pop()!;
		const written = messages.filter(part => part.startsWith('id: '));
		for (const message of written) {
			const [id, data] = message.split('\n', 2);
			const event = JSON.parse(data!.replace('data: ', '')) as {seq: number; type: string};
			expect(id).toBe(`id: ${event.seq}`);
			seen.push(event);
		}

		if (rest === '' && seen.some(event => (event as {type: string}).type === 'run.ended')) {
			break;
		}
	}

	expect(await running.ended).toMatchObject({exitCode: 0});
	const events = await eventsOf(workspace.root);
	expect(seen).toEqual(events.filter(({seq}) => seq > last));
	expect(await getJson(`${server.url}/runs/small/events?after=${last}`)).toEqual(seen);
});
