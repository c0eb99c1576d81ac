import {DatabaseSync} from 'node:sqlite';
import {expect, test} from 'vitest';
import type {EventBody} from '../../source/domain/event.ts';
import {JournalError} from '../../source/journal/journal-error.ts';
import {openJournal} from '../../source/journal/open-journal.ts';
import {temporaryJournal, temporaryPath} from '../helpers/temporary-journal.ts';

const warning = (message: string): EventBody => ({type: 'warning', message});

test('what is appended is read back, in the order of the calls, also when nobody waits in between', async () => {
	const journal = await temporaryJournal();
	const messages = Array.from({length: 50}, (_, index) => `${index} \u{0} \u{1F600} "' é`);
	const appended = await Promise.all(messages.map(async message => journal.append('a', warning(message))));

	expect(appended.map(event => event.seq)).toEqual(messages.map((_, index) => index + 1));
	expect(appended.map(event => event.type === 'warning' && event.message)).toEqual(messages);
	expect(await journal.events('a')).toEqual(appended);
	expect(await journal.events('a', 48)).toEqual(appended.slice(48));
	expect(await journal.events('b')).toEqual([]);
});

test('events survive the process, their instants are those of the clock', async () => {
	const path = await temporaryPath();
	const first = await openJournal(path, () => new Date('2026-11-22T10:00:00.123Z'));
	await first.append('a', {
		type: 'check.started', phaseId: 'p', attempt: 1, name: 'pytest', kind: 'tests', command: ['python3', '-m', 'pytest'],
	});
	await first.close();

	const second = await temporaryJournal(path);
	expect(await second.events('a')).toEqual([{
		seq: 1,
		runId: 'a',
		at: '2026-11-22T10:00:00.123Z',
		type: 'check.started',
		phaseId: 'p',
		attempt: 1,
		name: 'pytest',
		kind: 'tests',
		command: ['python3', '-m', 'pytest'],
	}]);
});

test('an event that could not be read back does not get in, and what comes after it does', async () => {
	const journal = await temporaryJournal();
	const refused = journal.append('a', {type: 'checks.finished', phaseId: 'p', attempt: NaN});
	const accepted = journal.append('a', warning('later'));
	await expect(refused).rejects.toThrow();
	expect(await journal.events('a')).toEqual([await accepted]);
});

test('a type that only a newer version knows is passed over; a known type with a wrong payload is an error that names it', async () => {
	const path = await temporaryPath();
	const journal = await temporaryJournal(path);
	const seen: number[] = [];
	journal.subscribe('a', 0, event => {
		seen.push(event.seq);
	});
	await journal.append('a', warning('one'));
	using other = new DatabaseSync(path);
	const insert = other.prepare('insert into events (run_id, at, type, payload) values (?, ?, ?, ?)');
	insert.run('a', '2030-01-01T00:00:00.000Z', 'phase.teleported', '{"type":"phase.teleported","to":"Mars"}');
	await journal.append('a', warning('three'));
	const events = await journal.events('a');
	expect(events.map(event => event.seq)).toEqual([1, 3]);
	expect(seen).toEqual([1, 3]);

	insert.run('b', '2030-01-01T00:00:00.000Z', 'warning', '{"type":"warning"}');
	insert.run('c', '2030-01-01T00:00:00.000Z', 'warning', '{"type":"warn');
	await expect(journal.events('b')).rejects.toThrow(new JournalError(`Event 4 in the journal ${path} is not valid. Move the journal away, or restore it from a copy.`));
	await expect(journal.events('c')).rejects.toThrow('Event 5 in the journal');
});

test('run ids come newest first, from events and records', async () => {
	let second = 0;
	const journal = await openJournal(await temporaryPath(), () => new Date(Date.UTC(2026, 0, 1, 0, 0, second++)));
	await journal.append('old', warning('x'));
	await journal.createRun({
		run: {
			run_id: 'middle', safety_profile: 'normal', run_scope: 'multi_tier', token_cap: 1, max_phases: 1, max_duration_minutes: 1,
		},
		tiers: [],
		phases: [],
	});
	await journal.append('new', warning('x'));
	await journal.append('middle', warning('x'));
	await journal.append('old', warning('x'));
	expect(await journal.runIds()).toEqual(['new', 'middle', 'old']);
	await journal.close();
});

test('closing waits for appends on their way, and can be done twice', async () => {
	const path = await temporaryPath();
	const journal = await openJournal(path);
	const appends = [journal.append('a', warning('1')), journal.append('a', warning('2'))];
	await journal.close();
	await journal.close();
	const reopened = await temporaryJournal(path);
	expect(await reopened.events('a')).toEqual(await Promise.all(appends));
});
