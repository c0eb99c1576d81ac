import {classifyLine, type StreamLine, type StreamMode} from './classify-line.ts';

const maxLineLength = 2000;

/**
The newest lines of a reply as it streams in. Bounded: beyond `maxLines` the oldest go, and a line without an end is cut at 2,000 characters.
*/
export class StreamBuffer {
	#lines: StreamLine[] = [];
	#mode: StreamMode = 'prose';
	#rest = '';
	readonly #maxLines: number;

	constructor(maxLines: number) {
		this.#maxLines = maxLines;
	}

	#push(raw: string): void {
		const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
		const {mode, kind, isHidden} = classifyLine(this.#mode, text);
		if (!isHidden) {
			this.#lines.push({kind, text: marked(this.#mode, text).slice(0, maxLineLength)});
		}

		this.#mode = mode;
	}

	append(text: string): void {
		const parts = (this.#rest + text).split('\n');
		this.#rest = parts.pop() ?? '';
		for (const part of parts) {
			this.#push(part);
		}

		if (this.#rest.length > maxLineLength) {
			this.#push(this.#rest);
			this.#rest = '';
		}

		// Slack of a quarter, so that the copy is not paid for with every line.
		if (this.#lines.length > this.#maxLines * 1.25) {
			this.#lines = this.#lines.slice(-this.#maxLines);
		}
	}

	/**
	All lines, the unfinished last one included.
	*/
	lines(): readonly StreamLine[] {
		if (this.#rest === '') {
			return this.#lines;
		}

		const {kind, isHidden} = classifyLine(this.#mode, this.#rest);
		return isHidden ? this.#lines : [...this.#lines, {kind, text: marked(this.#mode, this.#rest)}];
	}
}

/**
The two halves of a SEARCH/REPLACE block read as what a diff would show.
*/
function marked(mode: StreamMode, text: string): string {
	if (mode === 'search') {
		return `-${text}`;
	}

	return mode === 'replace' ? `+${text}` : text;
}
