/**
All places (0-based) where `wanted` stands in `lines`, overlapping ones too, in linear time (Knuth, Morris, Pratt). `wanted` must not be empty.
*/
export function findLines(lines: readonly string[], wanted: readonly string[]): number[] {
	const borders = bordersOf(wanted);
	const places: number[] = [];
	let matched = 0;
	for (let index = lines.indexOf(wanted[0]!); index >= 0 && index < lines.length; index++) {
		const line = lines[index]!;
		while (matched > 0 && line !== wanted[matched]) {
			matched = borders[matched - 1]!;
		}

		if (line === wanted[matched]) {
			matched++;
		}

		if (matched === wanted.length) {
			places.push(index - matched + 1);
			matched = borders[matched - 1]!;
		}

		if (matched > 0) {
			continue;
		}

		// On to the next line that may begin a place.
		const next = lines.indexOf(wanted[0]!, index + 1);
		index = (next === -1 ? lines.length : next) - 1;
	}

	return places;
}

export function isAt(lines: readonly string[], at: number, wanted: readonly string[]): boolean {
	return at >= 0 && at + wanted.length <= lines.length && wanted.every((line, index) => lines[at + index] === line);
}

function bordersOf(wanted: readonly string[]): Uint32Array {
	const borders = new Uint32Array(wanted.length);
	let length = 0;
	for (let index = 1; index < wanted.length; index++) {
		while (length > 0 && wanted[index] !== wanted[length]) {
			length = borders[length - 1]!;
		}

		length += wanted[index] === wanted[length] ? 1 : 0;
		borders[index] = length;
	}

	return borders;
}
