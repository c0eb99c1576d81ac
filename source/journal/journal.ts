import type {EventBody, RunEvent} from '../domain/event.ts';
import type {Plan} from '../domain/plan.ts';
import type {PhaseState, RunRecord} from '../domain/run-record.ts';

/**
Who executes a run. `startTicks` tells a process from a later one with the same pid (field 22 of /proc/PID/stat; 0 where there is none).
*/
export type LockHolder = {pid: number; host: string; startTicks: number; since: string};

/**
Position of the reports that the Supervisor has: all of `seq` and before, and the first `step` reports of the next event that has any.
*/
export type OutboxCursor = {seq: number; step: number; attempts: number; lastError?: string};

export type PhaseUpdate = {
	state?: PhaseState;
	builderAttempts?: number;
	tokensUsed?: number;
	minorIssues?: number;
	majorIssues?: number;
	qualityLevel?: string;
	qualityBlocked?: boolean;
	reason?: string;
};

export type RunSummary = {
	id: string; state: string; createdAt: string; tokensUsed: number; tokenCap: number; phasesTotal: number; phasesCompleted: number; currentPhaseName?: string;
};

/**
The one store of an executor or Supervisor: SQLite in `.autopack/journal.sqlite`. All methods reject with JournalError (disk full, locked, newer schema).
*/
export type Journal = {
	path: string;
	/**
	Appends in the order of the calls; resolves once the event is on disk.
	*/
	append: (runId: string, body: EventBody) => Promise<RunEvent>;
	/**
	Events with a seq greater than `afterSeq`, oldest first.
	*/
	events: (runId: string, afterSeq?: number) => Promise<RunEvent[]>;
	/**
	Replays what is after `afterSeq`, then goes on live, also with what other processes append (seen within 250 ms). Returns the unsubscriber.
	*/
	subscribe: (runId: string, afterSeq: number, listener: (event: RunEvent) => void) => () => void;
	/**
	Ids of every run with an event or a record, newest first.
	*/
	runIds: () => Promise<string[]>;

	/**
	The Supervisor's half. Rejects with DuplicateRunError or UnknownTierError.
	*/
	createRun: (plan: Plan) => Promise<RunRecord>;
	run: (runId: string) => Promise<RunRecord | undefined>;
	runs: (page: {limit: number; offset: number}) => Promise<{runs: RunSummary[]; total: number}>;
	/**
	Updates a phase's record, derives its tier's and run's states and counts, and returns false when there is no such phase.
	*/
	updatePhase: (runId: string, phaseId: string, update: PhaseUpdate) => Promise<boolean>;
	/**
	Stores the body of a builder_result, auditor_result or issue as it came, for reports and evidence.
	*/
	storeReport: (runId: string, phaseId: string, kind: string, body: unknown) => Promise<void>;
	reports: (runId: string, kind?: string) => Promise<Array<{phaseId: string; kind: string; at: string; body: unknown}>>;

	/**
	Takes the run's lock, or tells who holds it. A holder that is dead (same host: no such process; other host: no heartbeat for 60 s) is replaced.
	*/
	lock: (runId: string, holder: LockHolder) => Promise<{ok: true; release: () => Promise<void>} | {ok: false; holder: LockHolder}>;
	outboxCursor: (runId: string) => Promise<OutboxCursor>;
	setOutboxCursor: (runId: string, cursor: OutboxCursor) => Promise<void>;
	close: () => Promise<void>;
};
