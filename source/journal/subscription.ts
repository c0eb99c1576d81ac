import type {RunEvent} from '../domain/event.ts';
import type {EventStore} from './event-store.ts';

const pageSize = 500;
const pollIntervalMs = 150;

export type Subscriptions = {
	subscribe: (runId: string, afterSeq: number, listener: (event: RunEvent) => void) => () => void;
	/**
	To be called after an append in this process.
	*/
	wake: (runId: string) => void;
	/**
	Ends all subscriptions; resolves when none reads any more.
	*/
	close: () => Promise<void>;
};

type Subscription = {
	runId: string;
	/**
	The seq up to which everything was delivered: reading on from it, whatever the cause, leaves no gap and repeats nothing.
	*/
	cursor: number;
	isOpen: boolean;
	isReading: boolean;
	/**
	More was appended while it was reading.
	*/
	isBehind: boolean;
	listener: (event: RunEvent) => void;
};

/**
Delivers events to listeners, from the journal alone. A broken journal rejects without a handler, and so ends the process:
a display that silently stands still would be worse.
*/
export function createSubscriptions(store: EventStore, dataVersion: () => number): Subscriptions {
	const subscriptions = new Set<Subscription>();
	const readings = new Set<Promise<void>>();
	let timer: NodeJS.Timeout | undefined;
	let seenVersion = dataVersion();

	const deliver = async (subscription: Subscription) => {
		subscription.isBehind = true;
		if (subscription.isReading) {
			return;
		}

		const reading = readOn(subscription, store);
		readings.add(reading);
		await reading;
		readings.delete(reading);
	};

	const poll = () => {
		const version = dataVersion();
		if (version === seenVersion) {
			return;
		}

		seenVersion = version;
		for (const subscription of subscriptions) {
			void deliver(subscription);
		}
	};

	const end = (subscription: Subscription) => {
		subscription.isOpen = false;
		subscriptions.delete(subscription);
		if (subscriptions.size > 0) {
			return;
		}

		clearInterval(timer);
		timer = undefined;
	};

	return {
		subscribe(runId, afterSeq, listener) {
			const subscription: Subscription = {
				runId, cursor: afterSeq, isOpen: true, isReading: false, isBehind: false, listener,
			};
			subscriptions.add(subscription);
			timer ??= setInterval(poll, pollIntervalMs).unref();
			void deliver(subscription);
			return () => {
				end(subscription);
			};
		},

		wake(runId) {
			for (const subscription of subscriptions) {
				if (subscription.runId === runId) {
					void deliver(subscription);
				}
			}
		},

		async close() {
			for (const subscription of subscriptions) {
				end(subscription);
			}

			await Promise.all(readings);
		},
	};
}

async function readOn(subscription: Subscription, store: EventStore): Promise<void> {
	subscription.isReading = true;
	while (subscription.isOpen && subscription.isBehind) {
		subscription.isBehind = false;
		const page = await store.page(subscription.runId, subscription.cursor, pageSize);
		subscription.cursor = page.lastSeq;
		subscription.isBehind ||= !page.isLast;
		for (const event of page.events) {
			// It may end the subscription.
			if (subscription.isOpen) {
				subscription.listener(event);
			}
		}
	}

	subscription.isReading = false;
}
