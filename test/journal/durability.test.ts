import {once} from 'node:events';
import {chmod, mkdir, rm} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {DatabaseSync} from 'node:sqlite';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';
import {openJournal} from '../../source/journal/open-journal.ts';
import {temporaryJournal, temporaryPath} from '../helpers/temporary-journal.ts';

const appender = fileURLToPath(new URL('../fixtures/journal-appender.ts', import.meta.url));

test('two processes write at the same time, and nothing is lost', async () => {
	const journalPath = await temporaryPath();
	const outputs = await Promise.all([1, 2].map(async () => execa(process.execPath, [appender, journalPath, 'a', '200'])));
	const printed = outputs.flatMap(({stdout}) => stdout.split('\n').map(Number)).toSorted((a, b) => a - b);
	const journal = await temporaryJournal(journalPath);
	const events = await journal.events('a');
	expect(events.map(event => event.seq)).toEqual(printed);
	expect(printed).toHaveLength(400);
});

test('kill -9 in the middle loses nothing that was said to be on disk', async () => {
	const journalPath = await temporaryPath();
	for (const wanted of [1, 30, 60]) {
		const child = execa(process.execPath, [appender, journalPath, `run-${wanted}`, '1000000'], {reject: false, buffer: true});
		let lines = 0;
		while (lines < wanted) {
			const [chunk] = await once(child.stdout, 'data') as [Uint8Array];
			lines += String(chunk).split('\n').length - 1;
		}

		child.kill('SIGKILL');
		const {stdout} = await child;
		// The last line may have been cut off.
		const acknowledged = stdout.split('\n').slice(0, -1).map(Number);
		const journal = await openJournal(journalPath);
		const events = await journal.events(`run-${wanted}`);
		const stored = events.map(event => event.seq);
		await journal.close();
		expect(acknowledged.length).toBeGreaterThanOrEqual(wanted - 1);
		expect(stored.slice(0, acknowledged.length)).toEqual(acknowledged);
	}

	using database = new DatabaseSync(journalPath);
	expect({...database.prepare('pragma integrity_check').get()}).toEqual({integrity_check: 'ok'});
});

test('a full disk: a clear error that names the file, what was written before stays, and nothing is half-written', async () => {
	const journalPath = await temporaryPath();
	const directory = path.dirname(journalPath);
	await mkdir(directory);
	const {output, stored} = await appendToSmallDisk(directory, journalPath);
	const acknowledged = output.split('\n').slice(0, -1);
	const lastLine = output.split('\n').at(-1);
	expect(lastLine).toMatch(/^JournalError: .*journal\.sqlite.*(?:the disk is full|Check the disk)/v);
	expect(acknowledged.length).toBeGreaterThan(3);
	expect(acknowledged.length).toBeLessThan(1000);
	expect(stored).toEqual(acknowledged);
});

/**
On a tmpfs of 400 KiB where this machine lets us mount one, else under a limit on the size of files: the system refuses the write either way.
*/
async function appendToSmallDisk(directory: string, journalPath: string): Promise<{output: string; stored: string[]}> {
	const copy = path.join(path.dirname(directory), 'copy');
	await mkdir(copy);
	const child = '"$NODE" "$APPENDER" "$JOURNAL" a 1000 4000 > "$COPY/output"; cp "$DIRECTORY"/journal.sqlite* "$COPY"';
	const env = {
		NODE: process.execPath, APPENDER: appender, DIRECTORY: directory, JOURNAL: journalPath, COPY: copy,
	};
	const mounted = await execa('unshare', ['--mount', '--map-root-user', 'sh', '-ec', `mount -t tmpfs -o size=400k tmpfs "$DIRECTORY"; ${child}`], {env, reject: false});
	if (mounted.failed) {
		await execa('sh', ['-ec', `trap '' XFSZ; ulimit -f 800; ${child}`], {env});
	}

	const output = await execa('cat', [path.join(copy, 'output')]);
	const journal = await temporaryJournal(path.join(copy, 'journal.sqlite'));
	const events = await journal.events('a');
	return {output: output.stdout, stored: events.map(event => String(event.seq))};
}

test('a read-only journal: a clear error that names the file', async () => {
	const journalPath = await temporaryPath();
	const directory = path.dirname(journalPath);
	const journal = await openJournal(journalPath);
	await journal.append('a', {type: 'warning', message: 'x'});
	await journal.close();
	await chmod(journalPath, 0o444);
	await chmod(directory, 0o555);
	onTestFinished(async () => chmod(directory, 0o755));

	// Root may write everywhere, unless this is taken from it.
	const asPerson = process.getuid?.() === 0 ? ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'] : ['env'];
	const [command = '', ...prefix] = asPerson;
	const {stdout} = await execa(command, [...prefix, process.execPath, appender, journalPath, 'a', '1']);
	expect(stdout).toMatch(/^JournalError: The journal .*journal\.sqlite cannot be (?:written|opened)/v);

	await chmod(directory, 0o755);
	await rm(path.join(directory, '.gitignore'));
	await chmod(directory, 0o555);
	const withoutDirectory = await execa(command, [...prefix, process.execPath, appender, journalPath, 'a', '1']);
	expect(withoutDirectory.stdout).toMatch(/^JournalError: The journal's directory .*\.autopack cannot be written/v);
});
