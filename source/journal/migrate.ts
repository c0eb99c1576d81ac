import {sql} from 'kysely';
import type {Database} from './connection.ts';
import {JournalError} from './journal-error.ts';
import {migrations as allMigrations} from './migrations.ts';

/**
Brings the file to the newest schema version, in one transaction: several processes may start at once, and one may be killed.
Throws JournalError for a file of a newer autopack, and for a database that is none of ours.
*/
export async function migrate(database: Database, path: string, migrations = allMigrations): Promise<void> {
	if (await schemaVersion(database, path) === migrations.length) {
		return;
	}

	await database.transaction().execute(async transaction => {
		const version = await schemaVersion(transaction, path);
		if (version > migrations.length) {
			throw new JournalError(`The journal ${path} has schema version ${version}, but this autopack knows versions up to ${migrations.length} only. Update autopack, or use another workspace.`);
		}

		if (version === 0) {
			await transaction.schema.createTable('schema_version').ifNotExists()
				.addColumn('version', 'integer', column => column.primaryKey().notNull())
				.addColumn('applied_at', 'text', column => column.notNull())
				.execute();
		}

		for (const [index, apply] of migrations.entries()) {
			if (!(index >= version)) {
				continue;
			}

			await apply(transaction);
			await transaction.insertInto('schema_version').values({version: index + 1, applied_at: new Date().toISOString()}).execute();
		}
	});
}

async function schemaVersion(database: Database, path: string): Promise<number> {
	const {rows} = await sql<{name: string}>`select name from sqlite_master where type = 'table'`.execute(database);
	if (rows.length === 0) {
		return 0;
	}

	if (rows.every(row => row.name !== 'schema_version')) {
		throw new JournalError(`${path} is a database, but not a journal of autopack. Move it away or use another workspace.`);
	}

	const {version} = await database.selectFrom('schema_version').select(({fn}) => fn.max('version').as('version')).executeTakeFirstOrThrow();
	return version;
}
