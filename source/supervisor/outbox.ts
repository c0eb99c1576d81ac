import type {EventBody, RunEvent} from '../domain/event.ts';
import {initialState, reduce} from '../domain/reduce.ts';
import type {RunState} from '../domain/run-state.ts';
import type {Journal, OutboxCursor} from '../journal/journal.ts';
import {backOffMs, firstDelayMs, isRetried} from './back-off.ts';
import type {SupervisorClient} from './client.ts';
import {Doorbell} from './doorbell.ts';
import type {Report} from './report.ts';
import {reportsOf} from './reports.ts';
import {SupervisorError} from './supervisor-error.ts';

type OutboxOptions = {
	journal: Pick<Journal, 'events' | 'subscribe' | 'outboxCursor' | 'setOutboxCursor'>;
	runId: string;
	client: Pick<SupervisorClient, 'send'>;
	/**
	Appends `supervisor.lost`, `supervisor.found` and `report.refused` to the run.
	*/
	append: (body: EventBody) => Promise<unknown>;
	/**
	The client's signal: its abort stops the outbox.
	*/
	signal?: AbortSignal;
	/**
	0 to 1, for the jitter of the back-off.
	*/
	random?: () => number;
};

type Outbox = {
	/**
	Waits until everything that the journal has now is delivered, and tries more often meanwhile. `pending` counts the reports still to go after `timeoutMs`.
	Rejects if the journal does.
	*/
	flush: (timeoutMs: number) => Promise<{pending: number}>;
	/**
	Ends after the request that is under way. What is not delivered stays in the journal for the next outbox.
	*/
	stop: () => Promise<void>;
};

/**
Tells a Supervisor of a run, from the journal's cursor on: in order, at least once, however long the server is away.
A report that the server refuses for good is journalled as `report.refused`, and the next one follows.
*/
export function startOutbox(options: OutboxOptions): Outbox {
	const delivery = new Delivery(options);
	const work = delivery.run();
	// A journal that fails rejects flush() or stop(), whichever comes first.
	work.catch(() => undefined);
	return {
		async flush(timeoutMs) {
			await Promise.race([work, delivery.hurry(timeoutMs)]);
			return {pending: await countPending(options)};
		},
		async stop() {
			delivery.stop();
			await work;
		},
	};
}

class Delivery {
	readonly #options: OutboxOptions;
	readonly #queue: RunEvent[] = [];
	/**
	Rings when an event came in, and at the end.
	*/
	readonly #work = new Doorbell();
	/**
	Rings when a back-off is to be cut short: at a flush and at the end. New events do not ring it.
	*/
	readonly #retry = new Doorbell();
	/**
	Rings after each event that is dealt with.
	*/
	readonly #progress = new Doorbell();
	#cursor: OutboxCursor = {seq: 0, step: 0, attempts: 0};
	/**
	The fold of all events that are dealt with.
	*/
	#state: RunState;
	#isLost = false;
	#isStopped = false;
	#isHurried = false;

	constructor(options: OutboxOptions) {
		this.#options = options;
		this.#state = initialState(options.runId);
	}

	async #deliverQueue(): Promise<void> {
		while (!this.#isStopped) {
			const event = this.#queue[0];
			await (event ? this.#deliverEvent(event) : this.#work.heard());
		}
	}

	async #deliverEvent(event: RunEvent): Promise<void> {
		const state = reduce(this.#state, event);
		const reports = reportsOf(event, state);
		for (let {step} = this.#cursor; step < reports.length; step++) {
			if (!await this.#deliver(reports[step]!)) {
				return;
			}

			const isLast = step + 1 === reports.length;
			await this.#moveTo({seq: isLast ? event.seq : this.#cursor.seq, step: isLast ? 0 : step + 1, attempts: 0});
		}

		this.#state = state;
		this.#queue.shift();
		this.#progress.ring();
	}

	/**
	True once the server has the report or has refused it for good; false when stopped before.
	*/
	async #deliver(report: Report): Promise<boolean> {
		const {client, append, signal} = this.#options;
		while (!this.#isStopped) {
			try {
				await client.send(report);
			} catch (error) {
				if (signal?.aborted) {
					return false;
				}

				if (!(error instanceof SupervisorError)) {
					throw error;
				}

				if (isRetried(error, this.#cursor.attempts)) {
					await this.#waitAfter(error);
					continue;
				}

				await append(refusal(report, error));
				return true;
			}

			await this.#noteFound();
			return true;
		}

		return false;
	}

	async #waitAfter(error: SupervisorError): Promise<void> {
		const attempts = this.#cursor.attempts + 1;
		await this.#moveTo({...this.#cursor, attempts, lastError: error.message});
		if (!this.#isLost) {
			this.#isLost = true;
			await this.#options.append({type: 'supervisor.lost', message: error.message});
		}

		const delayMs = backOffMs(attempts, this.#options.random?.() ?? Math.random());
		await this.#retry.heard(this.#isHurried ? Math.min(delayMs, firstDelayMs) : delayMs);
	}

	async #noteFound(): Promise<void> {
		if (!this.#isLost) {
			return;
		}

		this.#isLost = false;
		await this.#options.append({type: 'supervisor.found'});
	}

	async #moveTo(cursor: OutboxCursor): Promise<void> {
		this.#cursor = cursor;
		await this.#options.journal.setOutboxCursor(this.#options.runId, cursor);
	}

	async run(): Promise<void> {
		const {journal, runId, signal} = this.#options;
		const stop = () => {
			this.stop();
		};

		signal?.addEventListener('abort', stop, {once: true});
		if (signal?.aborted) {
			stop();
		}

		this.#cursor = await journal.outboxCursor(runId);
		const events = await journal.events(runId);
		this.#isLost = foldAll(this.#state, events).isSupervisorLost;
		this.#state = foldAll(this.#state, events.filter(({seq}) => seq <= this.#cursor.seq));
		const unsubscribe = journal.subscribe(runId, this.#cursor.seq, event => {
			this.#queue.push(event);
			this.#work.ring();
		});
		this.#progress.ring();
		try {
			await this.#deliverQueue();
		} finally {
			unsubscribe();
			signal?.removeEventListener('abort', stop);
		}
	}

	stop(): void {
		this.#isStopped = true;
		this.#work.ring();
		this.#retry.ring();
		this.#progress.ring();
	}

	async hurry(timeoutMs: number): Promise<void> {
		const {journal, runId} = this.#options;
		const deadline = performance.now() + timeoutMs;
		const waiting = await journal.events(runId, this.#state.lastSeq);
		const newest = waiting.at(-1)?.seq ?? 0;
		this.#isHurried = true;
		this.#retry.ring();
		while (this.#state.lastSeq < newest && !this.#isStopped && performance.now() < deadline) {
			await this.#progress.heard(deadline - performance.now());
		}

		this.#isHurried = false;
	}
}

/**
Reports between the cursor and the journal's end.
*/
async function countPending({journal, runId}: OutboxOptions): Promise<number> {
	const cursor = await journal.outboxCursor(runId);
	let state = initialState(runId);
	let count = -cursor.step;
	for (const event of await journal.events(runId)) {
		state = reduce(state, event);
		count += event.seq > cursor.seq ? reportsOf(event, state).length : 0;
	}

	return count;
}

function foldAll(state: RunState, events: RunEvent[]): RunState {
	let fold = state;
	for (const event of events) {
		fold = reduce(fold, event);
	}

	return fold;
}

const refusal = (report: Report, error: SupervisorError): EventBody => ({
	type: 'report.refused', phaseId: report.phaseId, path: report.kind, status: error.status ?? 0, detail: error.detail || error.message,
});
