/**
Lets one loop wait until another part of the program has something for it.
*/
export class Doorbell {
	readonly #waiting = new Set<() => void>();

	/**
	Wakes everyone who waits now; nobody who comes later.
	*/
	ring(): void {
		for (const wake of this.#waiting) {
			wake();
		}
	}

	/**
	Resolves at the next ring, or after `timeoutMs`.
	*/
	async heard(timeoutMs?: number): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		const timer = timeoutMs === undefined ? undefined : setTimeout(resolve, timeoutMs);
		this.#waiting.add(resolve);
		try {
			await promise;
		} finally {
			clearTimeout(timer);
			this.#waiting.delete(resolve);
		}
	}
}
