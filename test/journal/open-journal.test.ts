import {
	mkdir,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {DatabaseSync} from 'node:sqlite';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {sql} from 'kysely';
import {expect, test} from 'vitest';
import {openConnection} from '../../source/journal/connection.ts';
import {JournalError} from '../../source/journal/journal-error.ts';
import {migrate} from '../../source/journal/migrate.ts';
import {migrations} from '../../source/journal/migrations.ts';
import {openJournal} from '../../source/journal/open-journal.ts';
import {temporaryJournal, temporaryPath} from '../helpers/temporary-journal.ts';

const appender = fileURLToPath(new URL('../fixtures/journal-appender.ts', import.meta.url));

test('the .autopack directory keeps itself out of git; another directory gets no .gitignore', async () => {
	const journalPath = await temporaryPath();
	const workspace = path.dirname(path.dirname(journalPath));
	await execa('git', ['init', '--quiet', workspace]);
	const journal = await temporaryJournal(journalPath);
	expect(journal.path).toBe(journalPath);
	const {stdout} = await execa('git', ['status', '--porcelain', '--untracked-files=all'], {cwd: workspace});
	expect(stdout).toBe('');

	await temporaryJournal(path.join(workspace, 'elsewhere', 'journal.sqlite'));
	await expect(readFile(path.join(workspace, 'elsewhere', '.gitignore'))).rejects.toThrow('ENOENT');
});

test('a person\'s own .gitignore in .autopack stays as it is', async () => {
	const journalPath = await temporaryPath();
	const gitignore = path.join(path.dirname(journalPath), '.gitignore');
	await mkdir(path.dirname(gitignore));
	await writeFile(gitignore, 'journal.sqlite*\n');
	await temporaryJournal(journalPath);
	expect(await readFile(gitignore, 'utf8')).toBe('journal.sqlite*\n');
});

test('the journal is a write-ahead log with synchronous=FULL', async () => {
	const journalPath = await temporaryPath();
	await mkdir(path.dirname(journalPath));
	const {database} = await openConnection(journalPath);
	const mode = await sql<{journal_mode: string}>`pragma journal_mode`.execute(database);
	const synchronous = await sql<{synchronous: number}>`pragma synchronous`.execute(database);
	expect([mode.rows[0]!.journal_mode, synchronous.rows[0]!.synchronous]).toEqual(['wal', 2]);
	await database.destroy();
});

test('an older file is migrated and keeps its events', async () => {
	const journalPath = await temporaryPath();
	const journal = await openJournal(journalPath);
	const event = await journal.append('a', {type: 'warning', message: 'kept'});
	await journal.close();

	const {database} = await openConnection(journalPath);
	const next = async (transaction: typeof database) => {
		await transaction.schema.alterTable('events').addColumn('colour', 'text', column => column.defaultTo('red')).execute();
	};

	await migrate(database, journalPath, [...migrations, next]);
	await migrate(database, journalPath, [...migrations, next]);
	const rows = await sql<{seq: number; colour: string}>`select seq, colour from events`.execute(database);
	expect(rows.rows.map(row => ({...row}))).toEqual([{seq: event.seq, colour: 'red'}]);
	const versions = await database.selectFrom('schema_version').select('version').execute();
	expect(versions.map(row => row.version)).toEqual([1, 2]);
	await database.destroy();

	await expect(openJournal(journalPath)).rejects.toThrow(new JournalError(`The journal ${journalPath} has schema version 2, but this autopack knows versions up to 1 only. Update autopack, or use another workspace.`));
});

test('a migration that fails leaves the file as it was', async () => {
	const journalPath = await temporaryPath();
	const journal = await openJournal(journalPath);
	await journal.close();
	const {database} = await openConnection(journalPath);
	const failing = async (transaction: typeof database) => {
		await transaction.schema.createTable('half').addColumn('a', 'text').execute();
		throw new Error('power cut');
	};

	await expect(migrate(database, journalPath, [...migrations, failing])).rejects.toThrow('power cut');
	await migrate(database, journalPath);
	const tables = await sql<{name: string}>`select name from sqlite_master where name = 'half'`.execute(database);
	expect(tables.rows).toEqual([]);
	await database.destroy();
});

test.for([
	['not a database', async (file: string) => writeFile(file, 'x'.repeat(5000)), 'is not a journal of autopack'],
	['somebody else\'s database', async (file: string) => {
		using database = new DatabaseSync(file);
		database.exec('create table bookmarks (url text)');
	}, 'is a database, but not a journal of autopack'],
	['a directory', async (file: string) => mkdir(file), 'cannot be opened'],
] as const)('%s is refused and left alone', async ([, make, message]) => {
	const journalPath = await temporaryPath();
	await mkdir(path.dirname(journalPath));
	await make(journalPath);
	const opening = openJournal(journalPath);
	await expect(opening).rejects.toThrow(JournalError);
	await expect(opening).rejects.toThrow(message);
	await expect(opening).rejects.toThrow(journalPath);
	await rm(journalPath, {recursive: true});
});

test('a file where the directory should be is named', async () => {
	const journalPath = await temporaryPath();
	await writeFile(path.dirname(journalPath), '');
	await expect(openJournal(journalPath)).rejects.toThrow(new RegExp(`^The journal's directory ${path.dirname(journalPath)} cannot be written: EEXIST`, 'v'));
});

test('a journal that another process keeps locked is given up after 5 seconds with a clear error', async () => {
	const journalPath = await temporaryPath();
	const journal = await temporaryJournal(journalPath);
	using other = new DatabaseSync(journalPath);
	other.exec('begin immediate');
	await expect(journal.append('a', {type: 'warning', message: 'x'})).rejects.toThrow(new JournalError(`The journal ${journalPath} has been locked by another process for more than 5 seconds. End that process or try again.`));
	other.exec('rollback');
	await journal.append('a', {type: 'warning', message: 'y'});
	expect(await journal.events('a')).toMatchObject([{seq: 1, message: 'y'}]);
});

test('six processes that start together on a new journal all get it', async () => {
	const journalPath = await temporaryPath();
	const outputs = await Promise.all(Array.from({length: 6}, async () => execa(process.execPath, [appender, journalPath, 'a', '1'])));
	expect(outputs.map(({stdout}) => stdout).toSorted()).toEqual(['1', '2', '3', '4', '5', '6']);
});
