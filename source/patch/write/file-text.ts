import {RefusedError} from '../refusal.ts';

type Key = (line: string) => string;

const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/**
A text as lines, which keep their `\r`; the byte order mark and the final newline stand apart. Remembers the keys by which its lines were compared.
*/
export class FileText {
	readonly #keys = new Map<Key, string[]>();
	readonly lines: string[];
	readonly hasMark: boolean;
	/**
	True when most lines end in CRLF.
	*/
	readonly isCrlf: boolean;
	hasFinalNewline: boolean;

	constructor(text: string) {
		this.hasMark = text.startsWith('\u{FEFF}');
		this.lines = (this.hasMark ? text.slice(1) : text).split('\n');
		const size = this.lines.length;
		this.isCrlf = this.lines.filter(line => line.endsWith('\r')).length * 2 > size - 1;
		this.hasFinalNewline = this.lines.at(-1) === '';
		if (this.hasFinalNewline) {
			this.lines.pop();
		}
	}

	/**
	The lines as a comparison sees them.
	*/
	keys(key: Key): readonly string[] {
		const known = this.#keys.get(key);
		if (known) {
			return known;
		}

		const keys = this.lines.map(line => key(line));
		this.#keys.set(key, keys);
		return keys;
	}

	/**
	Replaces `count` lines from index `at` on.
	*/
	replace(at: number, count: number, lines: readonly string[]): void {
		splice(this.lines, {at, count, fresh: lines});
		for (const [key, keys] of this.#keys) {
			splice(keys, {at, count, fresh: lines.map(line => key(line))});
		}
	}

	toString(): string {
		const text = this.lines.join('\n');
		return `${this.hasMark ? '\u{FEFF}' : ''}${text}${this.hasFinalNewline && this.lines.length > 0 ? '\n' : ''}`;
	}
}

/**
`Array#splice` takes its items as arguments, which a large patch would overflow.
*/
export function splice<Item>(array: Item[], {at, count, fresh}: {at: number; count: number; fresh: readonly Item[]}): void {
	const step = 10_000;
	array.splice(at, count, ...fresh.slice(0, step));
	for (let done = step; done < fresh.length; done += step) {
		array.splice(at + done, 0, ...fresh.slice(done, done + step));
	}
}

/**
Decodes a file's bytes; refuses what is not UTF-8 text.
*/
export function decodeText(path: string, content: Uint8Array): string {
	let text: string;
	try {
		text = decoder.decode(content);
	} catch {
		throw new RefusedError('binary', `${path} is not UTF-8 text, so it cannot be edited.`);
	}

	if (text.includes('\0')) {
		throw new RefusedError('binary', `${path} is a binary file, so it cannot be edited.`);
	}

	return text;
}
