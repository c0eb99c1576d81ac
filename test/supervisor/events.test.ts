import {expect, onTestFinished, test} from 'vitest';
import {call, serveSupervisor, smallPlan} from '../helpers/supervisor-server.ts';
import {temporaryJournal} from '../helpers/temporary-journal.ts';

const warning = (message: string) => ({type: 'warning' as const, message});

/**
Reads server-sent events one by one; `next(n)` waits until there are n more.
*/
async function openStream(url: string, headers: Record<string, string> = {}) {
	const abort = new AbortController();
	onTestFinished(() => {
		abort.abort();
	});
	const response = await fetch(url, {headers: {accept: 'text/event-stream', ...headers}, signal: abort.signal});
	const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
	let text = '';
	return {
		type: response.headers.get('content-type'),
		async next(count: number): Promise<Array<{id: string; data: unknown}>> {
			const messages = () => text.split('\n\n').slice(0, -1).filter(block => !block.startsWith(':'));
			while (messages().length < count) {
				const {value, done} = await reader.read();
				if (done) {
					throw new Error('the stream ended');
				}

				text += value;
			}

			const found = messages().slice(0, count);
			text = '';
			return found.map(block => {
				const [id, data] = block.split('\n') as [string, string];
				return {id: id.replace('id: ', ''), data: JSON.parse(data.replace('data: ', '')) as unknown};
			});
		},
		close() {
			abort.abort();
		},
	};
}

test('a stream replays, goes on live and resumes after the last id without a gap', async () => {
	const journal = await temporaryJournal();
	await journal.createRun(smallPlan);
	const {url} = await serveSupervisor(journal);
	const events = `${url}/runs/demo/events`;
	const first = await journal.append('demo', warning('first'));
	await journal.append('another', warning('not of this run'));
	const stream = await openStream(events);
	expect(stream.type).toBe('text/event-stream');
	expect(await stream.next(1)).toEqual([{id: String(first.seq), data: first}]);
	const second = await journal.append('demo', warning('line 1\nline 2'));
	expect(await stream.next(1)).toEqual([{id: String(second.seq), data: second}]);
	stream.close();

	const third = await journal.append('demo', warning('while nobody looked'));
	const resumed = await openStream(events, {'last-event-id': String(second.seq)});
	const fourth = await journal.append('demo', warning('live again'));
	expect(await resumed.next(2)).toEqual([third, fourth].map(event => ({id: String(event.seq), data: event})));

	expect(await call(events)).toEqual({status: 200, json: [first, second, third, fourth]});
	expect(await call(`${events}?after=${third.seq}`)).toEqual({status: 200, json: [fourth]});
	expect(await call(`${events}?after=${fourth.seq}`)).toEqual({status: 200, json: []});
	expect(await call(`${events}?after=now`)).toMatchObject({status: 422});
	expect(await call(`${url}/runs/none/events`)).toMatchObject({status: 404});
});

test('closing the server ends its streams', async () => {
	const journal = await temporaryJournal();
	await journal.createRun(smallPlan);
	const {url, close} = await serveSupervisor(journal);
	const stream = await openStream(`${url}/runs/demo/events`);
	await close();
	await expect(stream.next(1)).rejects.toThrow();
});

test('a command is journalled as coming by http', async () => {
	const journal = await temporaryJournal();
	await journal.createRun(smallPlan);
	const {url} = await serveSupervisor(journal);
	const commands = `${url}/runs/demo/commands`;
	const command = {type: 'retry', phaseId: 'uk', note: 'use UTC'};
	const answer = await call(commands, command);
	const events = await journal.events('demo');
	expect(events).toMatchObject([{type: 'command.received', command, by: 'http'}]);
	expect(answer).toEqual({status: 202, json: {message: 'Command retry is journalled for the executor of run demo', seq: events[0]!.seq}});

	expect(await call(commands, {type: 'approve', phaseId: 'none'})).toEqual({status: 404, json: {detail: 'Phase none not found in run demo'}});
	expect(await call(commands, {type: 'explode'})).toMatchObject({status: 422});
	expect(await call(`${url}/runs/none/commands`, {type: 'stop'})).toMatchObject({status: 404});
	expect(await journal.events('demo')).toHaveLength(1);
});
