import {oldLines, type Hunk} from '../edit.ts';

/**
The line numbers in a file's hunk headers. They decide between several places only when every header's number fits the original file;
one that is off makes all of them worthless.
*/
export class StatedPlaces {
	readonly #areSound: boolean;
	readonly #done: Array<{oldStart: number; growth: number}> = [];

	constructor(lines: readonly string[], hunks: readonly Hunk[]) {
		const numbered = hunks.filter(hunk => hunk.oldStart !== undefined);
		this.#areSound = numbered.every(hunk => isFitting(lines, hunk));
	}

	/**
	0-based place in the file as it is now, if the numbers can be trusted.
	*/
	placeOf(hunk: Hunk): number | undefined {
		return this.#areSound ? this.rawPlaceOf(hunk) : undefined;
	}

	/**
	0-based place in the file as it is now, as the header has it.
	*/
	rawPlaceOf({oldStart}: Hunk): number | undefined {
		if (oldStart === undefined) {
			return undefined;
		}

		let place = oldStart - 1;
		for (const done of this.#done) {
			place += done.oldStart < oldStart ? done.growth : 0;
		}

		return place;
	}

	/**
	Notes that a hunk was applied and made the file longer or shorter.
	*/
	record({oldStart}: Hunk, growth: number): void {
		if (oldStart !== undefined && growth !== 0) {
			this.#done.push({oldStart, growth});
		}
	}
}

function isFitting(lines: readonly string[], hunk: Hunk): boolean {
	const start = hunk.oldStart! - 1;
	return oldLines(hunk).every((line, index) => lines[start + index]?.trimEnd() === line.trimEnd());
}
