/* eslint-disable @typescript-eslint/no-restricted-types -- SQL has NULL, and no undefined. */
import type {Generated} from 'kysely';

/**
The journal's tables as Kysely sees them. `payload`, `body`, `acceptance_criteria` and `scope` hold JSON; instants are ISO 8601, UTC.
*/
export type Tables = {
	schema_version: {version: number; applied_at: string};
	events: {seq: Generated<number>; run_id: string; at: string; type: string; payload: string};
	runs: RunRow;
	tiers: TierRow;
	phases: PhaseRow;
	reports: {id: Generated<number>; run_id: string; phase_id: string; kind: string; at: string; body: string};
	locks: {run_id: string; pid: number; host: string; start_ticks: number; since: string; heartbeat_at: string};
	outbox: {run_id: string; seq: number; step: number; attempts: number; last_error: string | null};
};

type RunRow = {
	id: string;
	state: string;
	safety_profile: string;
	run_scope: string;
	token_cap: number;
	max_phases: number;
	max_duration_minutes: number;
	created_at: string;
	started_at: string | null;
	completed_at: string | null;
	tokens_used: Generated<number>;
	ci_runs_used: Generated<number>;
	minor_issues_count: Generated<number>;
	major_issues_count: Generated<number>;
	failure_reason: string | null;
};

type TierRow = {
	id: Generated<number>;
	run_id: string;
	tier_id: string;
	tier_index: number;
	name: string;
	description: string | null;
	state: string;
	minor_issues_count: Generated<number>;
	major_issues_count: Generated<number>;
};

type PhaseRow = {
	id: Generated<number>;
	run_id: string;
	tier_id: string;
	phase_id: string;
	phase_index: number;
	name: string;
	description: string | null;
	task_category: string | null;
	complexity: string | null;
	builder_mode: string | null;
	acceptance_criteria: string | null;
	scope: string | null;
	state: string;
	builder_attempts: Generated<number>;
	tokens_used: Generated<number>;
	minor_issues_count: Generated<number>;
	major_issues_count: Generated<number>;
	quality_level: string | null;
	quality_blocked: Generated<number>;
	reason: string | null;
};
