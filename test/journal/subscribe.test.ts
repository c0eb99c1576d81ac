import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {execa} from 'execa';
import {expect, test, vi} from 'vitest';
import type {RunEvent} from '../../source/domain/event.ts';
import {temporaryJournal, temporaryPath} from '../helpers/temporary-journal.ts';

const appender = fileURLToPath(new URL('../fixtures/journal-appender.ts', import.meta.url));

const messages = (events: RunEvent[]) => events.map(event => event.type === 'warning' ? event.message : event.type);

test('replays what is after a seq, then goes on live, for its own run only', async () => {
	const journal = await temporaryJournal();
	for (const message of ['1', '2', '3']) {
		await journal.append('a', {type: 'warning', message});
	}

	const seen: RunEvent[] = [];
	const unsubscribe = journal.subscribe('a', 1, event => {
		seen.push(event);
	});
	await journal.append('b', {type: 'warning', message: 'other run'});
	await journal.append('a', {type: 'warning', message: '4'});
	await vi.waitFor(() => {
		expect(messages(seen)).toEqual(['2', '3', '4']);
	}, {interval: 1, timeout: 100});

	unsubscribe();
	await journal.append('a', {type: 'warning', message: '5'});
	await journal.events('a');
	expect(messages(seen)).toEqual(['2', '3', '4']);
});

test('more than a page is replayed in order, and a listener may unsubscribe in the middle', async () => {
	const journal = await temporaryJournal();
	await Promise.all(Array.from({length: 1200}, async (_, index) => journal.append('a', {type: 'warning', message: String(index)})));
	const all: number[] = [];
	const some: number[] = [];
	journal.subscribe('a', 0, event => {
		all.push(event.seq);
	});
	const unsubscribe = journal.subscribe('a', 0, event => {
		some.push(event.seq);
		if (some.length === 3) {
			unsubscribe();
		}
	});
	await vi.waitFor(() => {
		expect(all).toEqual(Array.from({length: 1200}, (_, index) => index + 1));
	}, {interval: 1});
	expect(some).toEqual([1, 2, 3]);
});

test('two other processes and this one append at once: every listener gets each event once, in the order of seq', async () => {
	const path = await temporaryPath();
	const journal = await temporaryJournal(path);
	const fromStart: RunEvent[] = [];
	const fromMiddle: RunEvent[] = [];
	journal.subscribe('a', 0, event => {
		fromStart.push(event);
	});
	const children = [1, 2].map(async () => execa(process.execPath, [appender, path, 'a', '150']));
	for (let number = 1; number <= 150; number++) {
		await journal.append('a', {type: 'warning', message: `here ${number}`});
		await nextTurn();
		if (number === 75) {
			journal.subscribe('a', 50, event => {
				fromMiddle.push(event);
			});
		}
	}

	await Promise.all(children);
	const everything = await journal.events('a');
	expect(everything).toHaveLength(450);
	await vi.waitFor(() => {
		expect(fromStart).toEqual(everything);
		expect(fromMiddle).toEqual(everything.slice(50));
	}, {interval: 20, timeout: 2000});
});

test('what another process appends is seen within 250 ms', async () => {
	const path = await temporaryPath();
	const journal = await temporaryJournal(path);
	const seen: Array<{seq: number; at: number}> = [];
	journal.subscribe('a', 0, ({seq}) => {
		seen.push({seq, at: performance.now()});
	});
	const {stdout} = await execa(process.execPath, [appender, path, 'a', '1']);
	const ended = performance.now();
	await vi.waitFor(() => {
		expect(seen.map(({seq}) => String(seq))).toEqual([stdout]);
	}, {interval: 5});
	expect(seen[0]!.at - ended).toBeLessThan(250);
});

test('a subscription keeps no process alive', async () => {
	const path = await temporaryPath();
	const program = `
		import {openJournal} from ${JSON.stringify(new URL('../../source/journal/open-journal.ts', import.meta.url).href)};
		const journal = await openJournal(${JSON.stringify(path)});
		journal.subscribe('a', 0, event => console.log(event.seq));
		await journal.append('a', {type: 'warning', message: 'x'});
	`;
	const {stdout} = await execa(process.execPath, ['--input-type=module', '--eval', program], {timeout: 10_000});
	expect(stdout).toBe('1');
});
