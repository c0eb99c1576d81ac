import {once} from 'node:events';
import process from 'node:process';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {openJournal} from '../../source/journal/open-journal.ts';
import {lockHolder} from '../../source/journal/process-identity.ts';
import {temporaryJournal, temporaryPath} from '../helpers/temporary-journal.ts';

const since = '2026-11-22T10:00:00.000Z';
const me = lockHolder(process.pid, since);

/**
A process that takes the lock of run `a`, prints its holder, and then holds it until it is killed.
*/
async function startHolder(path: string) {
	const load = (name: string) => JSON.stringify(new URL(`../../source/journal/${name}.ts`, import.meta.url).href);
	const program = `
		import {openJournal} from ${load('open-journal')};
		import {lockHolder} from ${load('process-identity')};
		const journal = await openJournal(${JSON.stringify(path)});
		const holder = lockHolder(process.pid, ${JSON.stringify(since)});
		const {ok} = await journal.lock('a', holder);
		console.log(JSON.stringify({ok, holder}));
		process.stdin.resume();
	`;
	const child = execa(process.execPath, ['--input-type=module', '--eval', program], {reject: false});
	const [line] = await once(child.stdout, 'data') as [Uint8Array];
	return {child, ...JSON.parse(String(line)) as {ok: boolean; holder: typeof me}};
}

test('the second is told who holds the run; a released lock is free', async () => {
	const journal = await temporaryJournal();
	const first = await journal.lock('a', me);
	const second = {...me, since: 'later'};
	expect(await journal.lock('a', second)).toEqual({ok: false, holder: me});
	expect(await journal.lock('b', second)).toMatchObject({ok: true});
	if (first.ok) {
		await first.release();
	}

	expect(await journal.lock('a', second)).toMatchObject({ok: true});
});

test('another process holds it while it lives, and loses it with kill -9', async () => {
	const path = await temporaryPath();
	const {child, ok, holder} = await startHolder(path);
	const journal = await temporaryJournal(path);
	expect(ok).toBe(true);
	expect(holder.pid).toBe(child.pid);
	expect(await journal.lock('a', me)).toEqual({ok: false, holder});
	child.kill('SIGKILL');
	await child;
	expect(await journal.lock('a', me)).toMatchObject({ok: true});
	expect(await journal.lock('a', holder)).toEqual({ok: false, holder: me});
});

test('a process that has the pid of a dead holder is not the holder', async () => {
	const journal = await temporaryJournal();
	await journal.lock('a', {...me, startTicks: me.startTicks - 1});
	expect(await journal.lock('a', me)).toMatchObject({ok: true});
});

test('a lock of another host is kept for 60 seconds after its last heartbeat', async () => {
	const path = await temporaryPath();
	let now = Date.parse(since);
	const journal = await openJournal(path, () => new Date(now));
	const far = {...me, host: 'far-away', pid: 1};
	await journal.lock('a', far);
	now += 60_000;
	expect(await journal.lock('a', me)).toEqual({ok: false, holder: far});
	now += 1;
	expect(await journal.lock('a', me)).toMatchObject({ok: true});
	await journal.close();
});

test('a late release does not take the lock from its next holder', async () => {
	const path = await temporaryPath();
	let now = Date.parse(since);
	const journal = await openJournal(path, () => new Date(now));
	const far = {...me, host: 'far-away'};
	const first = await journal.lock('a', far);
	now += 61_000;
	await journal.lock('a', me);
	if (first.ok) {
		await first.release();
	}

	expect(await journal.lock('a', far)).toEqual({ok: false, holder: me});
	await journal.close();
});
