import {once} from 'node:events';
import http from 'node:http';
import {expect, onTestFinished, test} from 'vitest';
import * as z from 'zod';
import {createSupervisorApp} from '../../source/supervisor/server/app.ts';
import {listen} from '../../source/supervisor/server/listen.ts';
import {containing} from '../helpers/matching.ts';
import {
	call,
	serveSupervisor,
	smallPlan,
	supervisorOptions,
} from '../helpers/supervisor-server.ts';
import {temporaryJournal} from '../helpers/temporary-journal.ts';

const forbidden = {status: 403, json: {detail: 'Invalid or missing API key. Set X-API-Key header.'}};

const documentSchema = z.object({
	openapi: z.string(),
	paths: z.record(z.string(), z.record(z.string(), z.looseObject({
		security: z.array(z.unknown()),
		parameters: z.array(z.looseObject({name: z.string(), in: z.string(), required: z.boolean()})),
		requestBody: z.unknown().optional(),
		responses: z.record(z.string(), z.unknown()),
	}))),
});

/**
Sends exactly these headers, which `fetch` would not.
*/
async function rawGet(url: string, headers: Record<string, string>): Promise<{status: number | undefined; text: string}> {
	const request = http.get(url, {headers});
	const [response] = await once(request, 'response') as [http.IncomingMessage];
	const chunks = await response.setEncoding('utf8').toArray() as string[];
	return {status: response.statusCode, text: chunks.join('')};
}

test('the key is asked for on every route of the document but /health', async () => {
	const journal = await temporaryJournal();
	await journal.createRun(smallPlan);
	const {url} = await serveSupervisor(journal, {apiKey: 'secret-key'});
	expect(await call(`${url}/health`)).toEqual({status: 200, json: {status: 'healthy', service: 'autopack-supervisor', version: '1.2.3'}});
	expect(await call(`${url}/runs/demo`, undefined, {'x-api-key': 'secret-key'})).toMatchObject({status: 200});

	const {json} = await call(`${url}/openapi.json`, undefined, {'x-api-key': 'secret-key'});
	const {openapi, paths} = documentSchema.parse(json);
	const routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map(method => `${method} ${path}`));
	const phase = '/runs/{run_id}/phases/{phase_id}';
	expect([openapi, routes.toSorted()]).toEqual(['3.1.0', [
		'get /dashboard/models',
		'get /dashboard/runs/{run_id}/status',
		'get /dashboard/usage',
		'get /health',
		'get /metrics/runs',
		'get /metrics/tiers/{run_id}',
		'get /openapi.json',
		'get /project/issues/backlog',
		'get /reports/budget_analysis',
		'get /reports/issue_backlog_summary',
		'get /reports/run_summary/{run_id}',
		'get /runs',
		'get /runs/{run_id}',
		'get /runs/{run_id}/events',
		'get /runs/{run_id}/integration_status',
		'get /runs/{run_id}/issues/index',
		'post /dashboard/human-notes',
		'post /dashboard/models/override',
		`post ${phase}/auditor_request`,
		`post ${phase}/auditor_result`,
		`post ${phase}/builder_result`,
		`post ${phase}/record_issue`,
		`post ${phase}/status`,
		`post ${phase}/update_status`,
		'post /runs/start',
		'post /runs/{run_id}/commands',
	].toSorted()]);
	expect(paths[`${phase}/status`]?.post).toMatchObject({
		parameters: [{name: 'run_id', in: 'path', required: true}, {name: 'phase_id', in: 'path', required: true}],
		requestBody: {required: true, content: {'application/json': {schema: {type: 'object', required: ['status'], properties: {status: {type: 'string'}}}}}},
		responses: {
			200: {}, 400: {}, 403: {}, 404: {}, 413: {}, 422: {},
		},
	});
	expect(paths['/runs']?.get?.parameters).toMatchObject([{
		name: 'limit', in: 'query', required: false, schema: {type: 'integer', maximum: 500},
	}, {name: 'offset'}]);

	const protectedRoutes = routes.filter(route => route !== 'get /health');
	const answers = await Promise.all(protectedRoutes.map(async route => {
		const [method, path] = route.split(' ') as [string, string];
		return call(url + path, method === 'post' ? {} : undefined, {'x-api-key': 'secret-kez'});
	}));
	expect(answers).toEqual(protectedRoutes.map(() => forbidden));
	expect(await call(`${url}/runs/demo`, undefined, {authorization: 'Bearer secret-key'})).toEqual(forbidden);
});

test('pages of the web cannot use the server on loopback', async () => {
	const {url} = await serveSupervisor(await temporaryJournal());
	const {host} = new URL(url);
	const port = host.split(':', 2)[1]!;
	expect(await rawGet(`${url}/health`, {host: `rebound.example:${port}`})).toMatchObject({status: 403, text: containing('127.0.0.1 or localhost')});
	expect(await rawGet(`${url}/health`, {host, origin: 'https://evil.example'})).toMatchObject({status: 403});
	expect(await rawGet(`${url}/health`, {host, origin: 'null'})).toMatchObject({status: 403});
	expect(await rawGet(`${url}/health`, {host: `localhost:${port}`})).toMatchObject({status: 200});
	const own = await fetch(`${url}/health`, {headers: {origin: url}});
	expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, null]);
});

test('a body over 16 MB is refused, with a length or without', async () => {
	const {url} = await serveSupervisor(await temporaryJournal());
	const note = (megabytes: number) => JSON.stringify({note: 'x'.repeat(megabytes * 1024 * 1024)});
	const target = `${url}/dashboard/human-notes`;
	const tooLarge = await fetch(target, {method: 'POST', body: note(17)});
	expect([tooLarge.status, await tooLarge.json()]).toEqual([413, {detail: 'The body is larger than 16 MB'}]);
	const init: RequestInit = {method: 'POST', body: new Blob([note(17)]).stream(), duplex: 'half'};
	const streamed = await fetch(target, init);
	expect(streamed.status).toBe(413);
	// Taken, and refused for what it says.
	const largest = await fetch(target, {method: 'POST', body: note(15)});
	expect(largest.status).toBe(422);
});

test('it listens on loopback only, unless it has a key', async () => {
	const journal = await temporaryJournal();
	const app = createSupervisorApp(supervisorOptions(journal));
	await expect(listen(app, {host: '0.0.0.0', port: 0})).rejects.toThrow('Refusing to serve on 0.0.0.0 without an API key');
	const open = await listen(app, {host: '0.0.0.0', port: 0, apiKey: 'key'});
	onTestFinished(open.close);
	expect(await rawGet(`${open.url}/health`, {host: 'machine.example'})).toMatchObject({status: 200});
	const {url} = await serveSupervisor(journal);
	const {port} = new URL(url);
	await expect(listen(app, {port: Number(port)})).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use`);
	await expect(listen(app, {host: '203.0.113.7', port: 0, apiKey: 'key'})).rejects.toThrow('This machine has no address 203.0.113.7');
});

test('what is not there is a 404, and a closed journal a 500, in JSON', async () => {
	const journal = await temporaryJournal();
	const {url} = await serveSupervisor(journal);
	expect(await call(`${url}/nothing`)).toEqual({status: 404, json: {detail: 'Not Found'}});
	await journal.close();
	expect(await call(`${url}/runs`)).toEqual({status: 500, json: {detail: containing('Internal Server Error')}});
});
