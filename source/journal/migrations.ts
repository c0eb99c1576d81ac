import type {Database} from './connection.ts';

type Migration = (database: Database) => Promise<void>;

async function createEvents(database: Database): Promise<void> {
	await database.schema.createTable('events')
		.addColumn('seq', 'integer', column => column.primaryKey().autoIncrement())
		.addColumn('run_id', 'text', column => column.notNull())
		.addColumn('at', 'text', column => column.notNull())
		.addColumn('type', 'text', column => column.notNull())
		.addColumn('payload', 'text', column => column.notNull())
		.execute();
	await database.schema.createIndex('events_of_run').on('events').columns(['run_id', 'seq']).execute();
}

async function createRuns(database: Database): Promise<void> {
	await database.schema.createTable('runs')
		.addColumn('id', 'text', column => column.primaryKey().notNull())
		.addColumn('state', 'text', column => column.notNull())
		.addColumn('safety_profile', 'text', column => column.notNull())
		.addColumn('run_scope', 'text', column => column.notNull())
		.addColumn('token_cap', 'integer', column => column.notNull())
		.addColumn('max_phases', 'integer', column => column.notNull())
		.addColumn('max_duration_minutes', 'real', column => column.notNull())
		.addColumn('created_at', 'text', column => column.notNull())
		.addColumn('started_at', 'text')
		.addColumn('completed_at', 'text')
		.addColumn('tokens_used', 'integer', column => column.notNull().defaultTo(0))
		.addColumn('ci_runs_used', 'integer', column => column.notNull().defaultTo(0))
		.addColumn('minor_issues_count', 'integer', column => column.notNull().defaultTo(0))
		.addColumn('major_issues_count', 'integer', column => column.notNull().defaultTo(0))
		.addColumn('failure_reason', 'text')
		.execute();
}

async function createTiers(database: Database): Promise<void> {
	await database.schema.createTable('tiers')
		.addColumn('id', 'integer', column => column.primaryKey().autoIncrement())
		.addColumn('run_id', 'text', column => column.notNull().references('runs.id'))
		.addColumn('tier_id', 'text', column => column.notNull())
		.addColumn('tier_index', 'integer', column => column.notNull())
		.addColumn('name', 'text', column => column.notNull())
		.addColumn('description', 'text')
		.addColumn('state', 'text', column => column.notNull())
		.addColumn('minor_issues_count', 'integer', column => column.notNull().defaultTo(0))
		.addColumn('major_issues_count', 'integer', column => column.notNull().defaultTo(0))
		.addUniqueConstraint('one_tier', ['run_id', 'tier_id'])
		.execute();
}

async function createPhases(database: Database): Promise<void> {
	await database.schema.createTable('phases')
		.addColumn('id', 'integer', column => column.primaryKey().autoIncrement())
		.addColumn('run_id', 'text', column => column.notNull().references('runs.id'))
		.addColumn('tier_id', 'text', column => column.notNull())
		.addColumn('phase_id', 'text', column => column.notNull())
		.addColumn('phase_index', 'integer', column => column.notNull())
		.addColumn('name', 'text', column => column.notNull())
		.addColumn('description', 'text')
		.addColumn('task_category', 'text')
		.addColumn('complexity', 'text')
		.addColumn('builder_mode', 'text')
		.addColumn('acceptance_criteria', 'text')
		.addColumn('scope', 'text')
		.addColumn('state', 'text', column => column.notNull())
		.addColumn('builder_attempts', 'integer', column => column.notNull().defaultTo(0))
		.addColumn('tokens_used', 'integer', column => column.notNull().defaultTo(0))
		.addColumn('minor_issues_count', 'integer', column => column.notNull().defaultTo(0))
		.addColumn('major_issues_count', 'integer', column => column.notNull().defaultTo(0))
		.addColumn('quality_level', 'text')
		.addColumn('quality_blocked', 'integer', column => column.notNull().defaultTo(0))
		.addColumn('reason', 'text')
		.addUniqueConstraint('one_phase', ['run_id', 'phase_id'])
		.execute();
}

async function createReports(database: Database): Promise<void> {
	await database.schema.createTable('reports')
		.addColumn('id', 'integer', column => column.primaryKey().autoIncrement())
		.addColumn('run_id', 'text', column => column.notNull())
		.addColumn('phase_id', 'text', column => column.notNull())
		.addColumn('kind', 'text', column => column.notNull())
		.addColumn('at', 'text', column => column.notNull())
		.addColumn('body', 'text', column => column.notNull())
		.execute();
	await database.schema.createIndex('reports_of_run').on('reports').columns(['run_id', 'kind']).execute();
}

async function createLocksAndOutbox(database: Database): Promise<void> {
	await database.schema.createTable('locks')
		.addColumn('run_id', 'text', column => column.primaryKey().notNull())
		.addColumn('pid', 'integer', column => column.notNull())
		.addColumn('host', 'text', column => column.notNull())
		.addColumn('start_ticks', 'integer', column => column.notNull())
		.addColumn('since', 'text', column => column.notNull())
		.addColumn('heartbeat_at', 'text', column => column.notNull())
		.execute();
	await database.schema.createTable('outbox')
		.addColumn('run_id', 'text', column => column.primaryKey().notNull())
		.addColumn('seq', 'integer', column => column.notNull())
		.addColumn('step', 'integer', column => column.notNull())
		.addColumn('attempts', 'integer', column => column.notNull())
		.addColumn('last_error', 'text')
		.execute();
}

/**
Element n brings a journal from schema version n to n + 1. What has been released is never changed, only added to.
*/
export const migrations: readonly Migration[] = [
	async database => {
		await createEvents(database);
		await createRuns(database);
		await createTiers(database);
		await createPhases(database);
		await createReports(database);
		await createLocksAndOutbox(database);
	},
];
