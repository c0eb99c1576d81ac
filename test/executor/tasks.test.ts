import {expect, test} from 'vitest';
import {createTasks} from '../../source/executor/tasks.ts';

const createOwn = () => {
	const stop = new AbortController();
	return createTasks(stop, stop.signal);
};

test('a phase that is done again begins when its earlier work has stopped and was cleaned up after', async () => {
	const tasks = createOwn();
	const order: string[] = [];
	const slow = Promise.withResolvers<void>();
	const signal = tasks.signalOf('p1');
	tasks.begin(async () => {
		await slow.promise;
		order.push(`stopped: ${String(signal.reason)}`);
	}, 'p1');
	tasks.release('p1', async () => {
		order.push('cleaned up');
	});
	tasks.begin(async () => {
		order.push('again');
	}, 'p1');
	tasks.begin(async () => {
		order.push('another');
	}, 'p2');
	slow.resolve();
	await tasks.settled();
	tasks.throwIfFailed();
	expect(order).toEqual(['another', 'stopped: Error: phase p1 has ended', 'cleaned up', 'again']);
});

test('what was to begin after a release does not when the phase is released again', async () => {
	const tasks = createOwn();
	const order: string[] = [];
	const cleanUp = async () => {
		order.push('cleaned up');
	};

	tasks.release('p1', cleanUp);
	tasks.begin(async () => {
		order.push('again');
	}, 'p1');
	tasks.release('p1', cleanUp);
	await tasks.settled();
	tasks.throwIfFailed();
	expect(order).toEqual(['cleaned up', 'cleaned up']);
});
