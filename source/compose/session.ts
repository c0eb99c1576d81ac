import {access, constants, mkdir} from 'node:fs/promises';
import os from 'node:os';
import process from 'node:process';
import type {Config} from '../config.ts';
import type {Delta, EventOf, RunEvent} from '../domain/event.ts';
import {defaultPolicy} from '../domain/gate/policy.ts';
import type {Plan} from '../domain/plan.ts';
import {fold} from '../domain/reduce.ts';
import type {Auditor} from '../domain/roles.ts';
import type {RunRecord} from '../domain/run-record.ts';
import type {RunState} from '../domain/run-state.ts';
import {executeRun} from '../executor/execute-run.ts';
import type {Answerer} from '../executor/session.ts';
import {UnavailableError} from '../exit-code.ts';
import {ensureBranch} from '../git/ensure-branch.ts';
import {pruneWorktrees} from '../git/prune-worktrees.ts';
import {removeWorktrees} from '../git/remove-worktrees.ts';
import {findCommit} from '../git/resolve.ts';
import {lockHolder} from '../journal/process-identity.ts';
import {startOutbox} from '../supervisor/outbox.ts';
import {forwardCommands} from './forward-commands.ts';
import {settleLeftovers} from './leftovers.ts';
import {rolesOfRun} from './roles-of-run.ts';
import {createServices, worktreesOf} from './services.ts';
import type {Store} from './store.ts';
import {planOf, type Supervisor} from './supervisor.ts';

export type SessionParts = {
	config: Config;
	version: string;
	store: Store;
	supervisor: Supervisor;
	runId: string;
	answerer: Answerer;
	signal: AbortSignal;
	onDelta: (delta: Delta) => void;
};

/**
What one session came to; `undelivered` counts the reports that the Supervisor does not have yet.
*/
export type SessionResult = {state: RunState; undelivered: number};

/**
Milliseconds that the end of a session waits for the Supervisor to take the last reports.
*/
const flushTimeoutMs = 10_000;

/**
Executes a run, or goes on with it, under its lock. `onStarted` gets the seq of the last event before, once the run, its lock and its models are there. Rejects with UnavailableError when another executor has it.
*/
export async function executeSession(parts: SessionParts, onStarted: (lastSeq: number) => void): Promise<SessionResult> {
	const {store, supervisor, runId, config} = parts;
	const {journal} = store;
	const record = await supervisor.client.getRun(runId);
	const lock = await journal.lock(runId, lockHolder(process.pid, new Date().toISOString()));
	if (!lock.ok) {
		const {pid, host, since} = lock.holder;
		throw new UnavailableError(`run ${runId} is being executed by process ${pid} on ${host} since ${since}. Watch it with --read-only, or stop that process first.`);
	}

	try {
		const past = await journal.events(runId);
		const known = fold(runId, past);
		const plan = planOf(record, known.plan);
		refuseForeignWork(record, past, supervisor);
		const roles = await rolesOfRun(parts);
		const lastSeq = past.at(-1)?.seq ?? 0;
		if (!known.outcome) {
			// The display draws while git is asked; what fails from here on closes it again. A run that had ended would be shown as ended.
			onStarted(lastSeq);
		}

		const start = await prepareStart({...parts, ...roles}, plan, past);
		onStarted(lastSeq);
		const outbox = startOutbox({
			journal, runId, client: supervisor.client, append: async body => journal.append(runId, body),
		});
		const forwarding = forwardCommands(parts);
		try {
			const {settings} = config;
			const state = await executeRun({
				runId,
				policy: {maxPhases: settings.maxIterations ?? Infinity, stopOnFailure: settings.stopOnFailure},
				answerer: parts.answerer,
				pollIntervalMs: settings.pollInterval * 1000,
				signal: parts.signal,
			}, start, createServices({...parts, roles, plan}));
			const {pending} = await outbox.flush(parts.signal.aborted ? 1000 : flushTimeoutMs);
			return {state, undelivered: pending};
		} finally {
			await forwarding.stop();
			await outbox.stop();
			await removeWorktrees(store.repository.root, worktreesOf(config, store.repository.root, runId));
		}
	} finally {
		await lock.release();
	}
}

async function prepareStart({config, version, store, auditors, runId}: SessionParts & {auditors: Auditor[]}, plan: Plan, past: RunEvent[]): Promise<EventOf<'run.started'>> {
	const {repository} = store;
	const branch = `autonomous/${runId}`;
	const {base: knownBase, head: knownHead = repository.head} = fold(runId, past);
	const worktrees = worktreesOf(config, repository.root, runId);
	await makeDirectory(worktrees);
	await settleLeftovers(past, worktrees);
	await pruneWorktrees(repository.root);
	// A branch that was deleted comes back with what has landed on it.
	const {head} = await ensureBranch(repository.root, branch, await findCommit(repository.root, knownHead) ?? repository.head);
	return {
		type: 'run.started',
		resumed: past.some(({type}) => type === 'run.started'),
		executor: {pid: process.pid, host: os.hostname(), version},
		plan,
		branch,
		base: knownBase ?? head,
		head,
		maxAttempts: config.settings.maxAttempts,
		strictness: config.settings.strictness,
		gate: config.settings.gate ?? defaultPolicy,
		auditors: auditors.map(({name}) => name),
	};
}

async function makeDirectory(directory: string): Promise<void> {
	try {
		await mkdir(directory, {recursive: true});
		await access(directory, constants.W_OK);
	} catch (error) {
		throw new UnavailableError(`The directory for worktrees ${directory} cannot be written: ${error instanceof Error ? error.message : String(error)}. Set XDG_CACHE_HOME to a directory that can.`, {cause: error});
	}
}

/**
A phase that a remote Supervisor has under way but this journal never began is another executor's, here or elsewhere: two would do it twice.
*/
function refuseForeignWork(record: RunRecord, past: RunEvent[], supervisor: Supervisor): void {
	const begun = new Set(past.flatMap(event => event.type === 'attempt.started' ? [event.phaseId] : []));
	const foreign = record.tiers.flatMap(({phases}) => phases)
		.find(({phase_id, state}) => ['EXECUTING', 'GATE', 'CI_RUNNING'].includes(state) && !begun.has(phase_id));
	if (foreign && !supervisor.isEmbedded) {
		throw new UnavailableError(`phase ${foreign.phase_id} is ${foreign.state} at ${supervisor.url}, but this workspace never began it: another executor may be at work. If none is, set the phase back to QUEUED there (POST /runs/${record.id}/phases/${foreign.phase_id}/update_status {"state":"QUEUED"}).`);
	}
}
