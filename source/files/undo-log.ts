/**
How to take back what was done, last first.
*/
export class UndoLog {
	readonly #steps: Array<() => Promise<unknown>> = [];

	add(step: () => Promise<unknown>): void {
		this.#steps.push(step);
	}

	/**
	Goes on after a step that fails, and rejects with the failures.
	*/
	async rollBack(): Promise<void> {
		const failures: unknown[] = [];
		for (const step of this.#steps.toReversed()) {
			try {
				await step();
			} catch (error) {
				failures.push(error);
			}
		}

		if (failures.length > 0) {
			throw new AggregateError(failures, failures.map(failure => failure instanceof Error ? failure.message : String(failure)).join('; '));
		}
	}
}
