const windowMs = 3000;
const charactersPerToken = 4;

/**
Tokens per second of a stream, estimated from its characters over the last three seconds.
*/
export class TokenRate {
	#samples: Array<{at: number; length: number}> = [];

	add(at: number, length: number): void {
		const newest = this.#samples.at(-1);
		if (newest && at - newest.at < 100) {
			newest.length += length;
		} else {
			this.#samples.push({at, length});
		}

		this.#samples = this.#samples.filter(sample => at - sample.at <= windowMs);
	}

	/**
	Undefined until there is half a second to judge by, or when nothing came for three.
	*/
	perSecond(now: number): number | undefined {
		const recent = this.#samples.filter(sample => now - sample.at <= windowMs);
		const [first] = recent;
		if (!first || now - first.at < 500) {
			return undefined;
		}

		const length = recent.reduce((sum, sample) => sum + sample.length, 0);
		return Math.round(length / charactersPerToken / ((now - first.at) / 1000));
	}
}
