/**
Makes a function that does one thing after the other for each name, in the order of the calls; names do not wait for each other. One that fails does not keep the next from its turn.
*/
export function createTurns(): <Result>(name: string, act: () => Promise<Result>) => Promise<Result> {
	const last = new Map<string, Promise<void>>();
	return async (name, act) => {
		const previous = last.get(name);
		const {promise, resolve} = Promise.withResolvers<void>();
		last.set(name, promise);
		await previous;
		try {
			return await act();
		} finally {
			resolve();
		}
	};
}
