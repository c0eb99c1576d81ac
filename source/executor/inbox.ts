/**
An unbounded first-in-first-out queue that one reader takes from.
*/
export type Inbox<Item> = {
	push: (item: Item) => void;
	/**
	The next item, or undefined once the signal has aborted.
	*/
	take: (signal: AbortSignal) => Promise<Item | undefined>;
};

export function createInbox<Item>(): Inbox<Item> {
	const items: Item[] = [];
	let wake: (() => void) | undefined;
	return {
		push(item) {
			items.push(item);
			wake?.();
		},
		async take(signal) {
			if (items.length === 0 && !signal.aborted) {
				const {promise, resolve} = Promise.withResolvers<void>();
				wake = resolve;
				signal.addEventListener('abort', wake, {once: true});
				await promise;
				signal.removeEventListener('abort', wake);
			}

			return signal.aborted ? undefined : items.shift();
		},
	};
}
