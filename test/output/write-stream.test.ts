import {createWriteStream} from 'node:fs';
import process from 'node:process';
import {PassThrough, Writable} from 'node:stream';
import {text} from 'node:stream/consumers';
import {setImmediate} from 'node:timers/promises';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {createLineWriter} from '../../source/output/write-stream.ts';

const moduleUrl = new URL('../../source/output/write-stream.ts', import.meta.url).href;
const script = (body: string) => ['--input-type=module', '--eval', `
	import process from 'node:process';
	import {createLineWriter} from ${JSON.stringify(moduleUrl)};
	const writer = createLineWriter(process.stdout);
	${body}
`];

test('a reader that leaves is no failure: the process goes on and ends well', async () => {
	const child = execa(process.execPath, script(`
		for (let line = 0; line < 100_000; line++) {
			await writer.write('line ' + line);
		}

		await writer.flush();
		process.stderr.write('done');
	`), {buffer: {stdout: false}, reject: false});
	child.stdout.once('data', () => {
		child.stdout.destroy();
	});
	const {exitCode, stderr} = await child;
	expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: 'done'});
});

test('after a flush nothing is lost to process.exit', async () => {
	const {stdout} = await execa(process.execPath, script(`
		for (let line = 0; line < 20_000; line++) {
			void writer.write('line ' + line);
		}

		await writer.flush();
		process.exit(0);
	`));
	expect(stdout.split('\n').at(-1)).toBe('line 19999');
});

test('write waits while the stream is full', async () => {
	const stream = new PassThrough({highWaterMark: 8});
	const writer = createLineWriter(stream);
	const order: string[] = [];
	await writer.write('a');
	const blocked = writer.write('b'.repeat(20)).then(() => {
		order.push('written');
	});
	await setImmediate();
	order.push('reading');
	stream.resume();
	await blocked;
	expect(order).toEqual(['reading', 'written']);
});

test('lines arrive whole and in order', async () => {
	const stream = new PassThrough();
	const writer = createLineWriter(stream);
	await Promise.all(['one', 'two', 'three'].map(async line => writer.write(line)));
	await writer.flush();
	stream.end();
	expect(await text(stream)).toBe('one\ntwo\nthree\n');
});

test('a stream that is ended or destroyed takes no more, quietly', async () => {
	const stream = new PassThrough();
	const writer = createLineWriter(stream);
	stream.destroy();
	await writer.write('late');
	await writer.flush();
	const ended = new PassThrough();
	const endedWriter = createLineWriter(ended);
	ended.end();
	await endedWriter.write('late');
	await endedWriter.flush();
	expect(await text(ended)).toBe('');
});

test('any other failure is kept for flush', async () => {
	const writer = createLineWriter(createWriteStream('/dev/full'));
	await writer.write('does not fit');
	await expect(writer.flush()).rejects.toMatchObject({code: 'ENOSPC'});
});

test('the failure of one write does not reject it', async () => {
	const stream = new Writable({
		write(_chunk, _encoding, callback) {
			callback(Object.assign(new Error('reset'), {code: 'ECONNRESET'}));
		},
	});
	const writer = createLineWriter(stream);
	await writer.write('a');
	await writer.flush();
	expect(stream.destroyed).toBe(true);
});
