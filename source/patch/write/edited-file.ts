import {FileText, splice} from './file-text.ts';

/**
A file between the first and the last hunk of a patch: as it is now, as it was, and which line of the one is which of the other.
A model that writes several hunks may mean either text.
*/
export class EditedFile {
	readonly #done = new Set<string>();
	#origins?: number[];
	#places?: Int32Array;
	#before?: FileText;
	readonly now: FileText;

	constructor(text: FileText) {
		this.now = text;
	}

	#keepBefore(): void {
		if (!this.#origins) {
			this.#before = new FileText(this.now.toString());
			this.#origins = this.now.lines.map((_, index) => index);
		}
	}

	/**
	The text before the first change.
	*/
	get before(): FileText {
		return this.#before ?? this.now;
	}

	get isChanged(): boolean {
		return this.#origins !== undefined;
	}

	/**
	The line's index in the text before (0-based), or -1 for a line that a hunk has added.
	*/
	originOf(index: number): number {
		return this.#origins ? this.#origins[index] ?? -1 : index;
	}

	/**
	The index now of a line of the text before, or -1 when it was removed.
	*/
	placeOf(origin: number): number {
		if (!this.#origins) {
			return origin;
		}

		this.#places ??= invert(this.#origins, this.before.lines.length);
		return this.#places[origin]!;
	}

	/**
	Whether a change was made already that replaced `count` lines of the text before, from `origin` on, by `lines`.
	*/
	hasDone(change: {origin: number; count: number; lines: readonly string[]}): boolean {
		return this.#done.has(keyOf(change));
	}

	/**
	Replaces lines of the text as it is now.
	*/
	replace(at: number, count: number, lines: readonly string[]): void {
		this.#keepBefore();
		this.now.replace(at, count, lines);
		splice(this.#origins!, {at, count, fresh: lines.map(() => -1)});
		this.#places = undefined;
	}

	/**
	Gives a line another ending; it stays the line it was.
	*/
	rewriteLine(index: number, line: string): void {
		this.#keepBefore();
		this.now.replace(index, 1, [line]);
	}

	/**
	Remembers a change for `hasDone`; `lines` as the hunk has them.
	*/
	recordDone(change: {origin: number; count: number; lines: readonly string[]}): void {
		if (change.origin !== -1) {
			this.#done.add(keyOf(change));
		}
	}
}

const keyOf = ({origin, count, lines}: {origin: number; count: number; lines: readonly string[]}): string => JSON.stringify([origin, count, lines]);

function invert(origins: readonly number[], size: number): Int32Array {
	const places = new Int32Array(size).fill(-1);
	for (const [index, origin] of origins.entries()) {
		if (origin !== -1) {
			places[origin] = index;
		}
	}

	return places;
}
