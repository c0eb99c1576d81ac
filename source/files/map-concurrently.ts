const limit = 16;

/**
The results of `act` for each item, some at a time. Waits for all that began, so that what they opened can be closed; after an error it begins no other, and rejects with the first.
*/
export async function mapConcurrently<Item, Result>(items: readonly Item[], act: (item: Item) => Promise<Result>): Promise<Result[]> {
	const results: Result[] = [];
	const left = items.entries();
	let failure: {error: unknown} | undefined;
	const work = async () => {
		for (const [index, item] of left) {
			if (failure) {
				return;
			}

			try {
				results[index] = await act(item);
			} catch (error) {
				failure ??= {error};
			}
		}
	};

	await Promise.all(Array.from({length: Math.min(limit, items.length)}, work));
	if (failure) {
		throw failure.error;
	}

	return results;
}
