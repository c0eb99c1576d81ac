import type {DatabaseSync, SQLInputValue} from 'node:sqlite';
import {
	CompiledQuery,
	SqliteAdapter,
	SqliteDriver,
	SqliteIntrospector,
	SqliteQueryCompiler,
	type DatabaseConnection,
	type Dialect,
	type SqliteDatabase,
	type SqliteStatement,
	type TransactionSettings,
} from 'kysely';
import {withClearFailure} from './sqlite-failure.ts';

/**
Kysely's SQLite dialect over node:sqlite.
*/
export function nodeSqliteDialect(sqlite: DatabaseSync, path: string): Dialect {
	return {
		createDriver: () => new NodeSqliteDriver(sqlite, path),
		createQueryCompiler: () => new SqliteQueryCompiler(),
		createAdapter: () => new SqliteAdapter(),
		createIntrospector: database => new SqliteIntrospector(database),
	};
}

/**
What better-sqlite3 offers and Kysely expects; a statement is prepared once for each SQL text.
*/
function likeBetterSqlite3(sqlite: DatabaseSync, path: string): SqliteDatabase {
	const statements = new Map<string, SqliteStatement>();
	const prepare = (sql: string): SqliteStatement => {
		const statement = withClearFailure(path, () => sqlite.prepare(sql));
		return {
			reader: statement.columns().length > 0,
			all: parameters => withClearFailure(path, () => statement.all(...asInputs(parameters))),
			run: parameters => withClearFailure(path, () => statement.run(...asInputs(parameters))),
			iterate: parameters => statement.iterate(...asInputs(parameters)),
		};
	};

	return {
		prepare(sql) {
			const statement = statements.get(sql) ?? prepare(sql);
			statements.set(sql, statement);
			return statement;
		},
		close() {
			sqlite.close();
		},
	};
}

/**
Kysely's type is wide; what the typed queries pass are strings, numbers and null.
*/
const asInputs = (parameters: readonly unknown[]) => parameters as SQLInputValue[];

class NodeSqliteDriver extends SqliteDriver {
	readonly #sqlite: DatabaseSync;

	constructor(sqlite: DatabaseSync, path: string) {
		super({database: likeBetterSqlite3(sqlite, path)});
		this.#sqlite = sqlite;
	}

	/**
	A transaction that may write takes the write lock at once: SQLite does not wait (busy_timeout) when a reader wants to become a writer.
	*/
	override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw(settings?.accessMode === 'read only' ? 'begin' : 'begin immediate'));
	}

	/**
	SQLite rolls back by itself when the disk is full; a second rollback would fail and hide why.
	*/
	override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		if (this.#sqlite.isTransaction) {
			await super.rollbackTransaction(connection);
		}
	}
}
