const modulus = 2_147_483_647;
const multiplier = 48_271;

/**
A seeded source of chance (the minimal standard generator), so that a seed names a case for ever.
*/
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = (Math.abs(Math.trunc(seed)) % (modulus - 1)) + 1;
		for (let turn = 0; turn < 5; turn++) {
			this.next();
		}
	}

	/**
	From 0 to below 1.
	*/
	next(): number {
		this.#state = (this.#state * multiplier) % modulus;
		return (this.#state - 1) / (modulus - 1);
	}

	/**
	A whole number from `low` to `high`, both included.
	*/
	int(low: number, high: number): number {
		return low + Math.floor(this.next() * (high - low + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<Item>(items: readonly Item[]): Item {
		return items[Math.floor(this.next() * items.length)]!;
	}

	shuffle<Item>(items: readonly Item[]): Item[] {
		const shuffled = [...items];
		for (let index = shuffled.length - 1; index > 0; index--) {
			const other = this.int(0, index);
			const item = shuffled[index]!;
			shuffled[index] = shuffled[other]!;
			shuffled[other] = item;
		}

		return shuffled;
	}
}

/**
A number for a text, to derive the seed of a case from its name.
*/
export function hash(text: string): number {
	let value = 7;
	for (const character of text) {
		value = ((value * multiplier) + character.codePointAt(0)!) % modulus;
	}

	return value;
}
