/**
Lines that stand at more places than these tell nothing of a hunk's place.
*/
const maxPlaces = 100;

/**
Tells whether another place of the file has nearly as many of a hunk's old lines in their order as the one at `positions` (-1: not there):
then a hunk that does not fit whole may be meant for either. `keys` are the file's lines, `wanted` the hunk's; blank ones do not count.
*/
export function createRivals(keys: readonly string[], wanted: readonly string[]): (positions: readonly number[]) => boolean {
	let votes: Map<number, number> | undefined;
	return positions => {
		const first = positions.findIndex(position => position !== -1);
		const own = positions[first]! - first;
		const found = wanted.filter((key, index) => key.trim() !== '' && positions[index] !== -1).length;
		votes ??= votesOf(keys, wanted);
		for (const [start, count] of votes) {
			const nearby = count + (votes.get(start + 1) ?? 0);
			if (nearby >= found - 1 && nearby > 1 && Math.abs(start - own) > wanted.length) {
				return true;
			}
		}

		return false;
	};
}

/**
For every place at which the hunk might begin, how many of its lines would be right.
*/
function votesOf(keys: readonly string[], wanted: readonly string[]): Map<number, number> {
	const places = new Map<string, number[]>(wanted.filter(key => key.trim() !== '').map(key => [key, []]));
	for (const [index, key] of keys.entries()) {
		places.get(key)?.push(index);
	}

	const votes = new Map<number, number>();
	for (const [index, key] of wanted.entries()) {
		const found = places.get(key) ?? [];
		for (const place of found.length > maxPlaces ? [] : found) {
			votes.set(place - index, (votes.get(place - index) ?? 0) + 1);
		}
	}

	return votes;
}
