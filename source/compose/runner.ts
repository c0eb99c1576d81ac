import type {Command} from '../domain/command.ts';
import {executeSession, type SessionParts, type SessionResult} from './session.ts';

/**
Executes a run's sessions: the first at once, another when a person has an ended phase done again.
*/
export type Runner = {
	/**
	Resolves when the first session has its lock and its plan; rejects when it cannot begin.
	*/
	started: Promise<void>;
	/**
	Resolves when no session is under way.
	*/
	finished: () => Promise<SessionResult>;
	send: (command: Command) => void;
	/**
	Seq of the last event before the first session.
	*/
	beganAfterSeq: () => number;
};

export function createRunner(parts: SessionParts): Runner {
	const {store: {journal}, runId} = parts;
	const started = Promise.withResolvers<number>();
	let isActive = false;
	let session = begin();
	session.catch((error: unknown) => {
		started.reject(error);
	});
	let beganAfterSeq = 0;

	async function begin(): Promise<SessionResult> {
		isActive = true;
		try {
			return await executeSession(parts, seq => {
				started.resolve(seq);
			});
		} finally {
			isActive = false;
		}
	}

	async function deliver(command: Command): Promise<void> {
		await journal.append(runId, {type: 'command.received', command, by: 'terminal'});
		if (isActive || command.type !== 'retry') {
			return;
		}

		// No machine is listening: what it would have answered is said here, and the next session finds the phase queued.
		await journal.append(runId, {type: 'phase.queued', phaseId: command.phaseId, note: command.note});
		session = begin();
	}

	return {
		started: (async () => {
			beganAfterSeq = await started.promise;
		})(),
		async finished() {
			return session;
		},
		send(command) {
			void deliver(command);
		},
		beganAfterSeq: () => beganAfterSeq,
	};
}
