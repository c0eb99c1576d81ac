import type {Command} from '../domain/command.ts';
import {fold} from '../domain/reduce.ts';
import {executeSession, type SessionParts, type SessionResult} from './session.ts';

/**
Executes a run's sessions: the first at once, another when a person answers or has a phase done again after the end.
*/
export type Runner = {
	/**
	Resolves when the first session has its lock and its plan; rejects when it cannot begin.
	*/
	started: Promise<void>;
	/**
	Resolves when no session is under way; rejects when the last one failed.
	*/
	finished: () => Promise<SessionResult>;
	/**
	Aborts when a session, or a command on its way to one, has failed.
	*/
	failed: AbortSignal;
	send: (command: Command) => void;
	/**
	Seq of the last event before the first session.
	*/
	beganAfterSeq: () => number;
};

export function createRunner(parts: SessionParts): Runner {
	const {store: {journal}, runId, signal} = parts;
	const started = Promise.withResolvers<number>();
	const failed = new AbortController();
	let isActive = false;
	let session = begin();
	let beganAfterSeq = 0;

	// eslint-disable-next-line @typescript-eslint/promise-function-async -- what is returned has its failure noted
	function begin(): Promise<SessionResult> {
		isActive = true;
		const work = execute();
		work.catch(fail);
		return work;
	}

	async function execute(): Promise<SessionResult> {
		try {
			return await executeSession(parts, seq => {
				started.resolve(seq);
			});
		} finally {
			isActive = false;
		}
	}

	function fail(error: unknown): void {
		started.reject(error);
		failed.abort(error);
	}

	async function deliver(command: Command): Promise<void> {
		await journal.append(runId, {type: 'command.received', command, by: 'terminal'});
		if (!('phaseId' in command)) {
			return;
		}

		// A session that is under way may hear it, or be past its last event already: then the next one finds it in the journal.
		await session;
		const {outcome, phases} = fold(runId, await journal.events(runId));
		const isUnheard = phases.some(({pending, stage}) => pending !== undefined || stage === 'landing');
		if (outcome && isUnheard && !isActive && !signal.aborted) {
			session = begin();
		}
	}

	return {
		started: (async () => {
			beganAfterSeq = await started.promise;
		})(),
		async finished() {
			return session;
		},
		failed: failed.signal,
		send(command) {
			deliver(command).catch(fail);
		},
		beganAfterSeq: () => beganAfterSeq,
	};
}
