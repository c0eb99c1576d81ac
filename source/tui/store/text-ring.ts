const maxLineLength = 2000;

/**
The newest lines of a text that grows; a carriage return starts its line anew, as progress bars do.
*/
export class TextRing {
	#lines: string[] = [];
	#rest = '';
	readonly #maxLines: number;

	constructor(maxLines: number) {
		this.#maxLines = maxLines;
	}

	append(text: string): void {
		const parts = (this.#rest + text).split('\n');
		this.#rest = (parts.pop() ?? '').slice(-maxLineLength);
		this.#lines = [...this.#lines, ...parts.map(part => part.replace(/\r$/v, '').slice(-maxLineLength))].slice(-this.#maxLines);
	}

	lines(): readonly string[] {
		return (this.#rest === '' ? this.#lines : [...this.#lines, this.#rest]).map(line => line.slice(line.lastIndexOf('\r') + 1));
	}
}
