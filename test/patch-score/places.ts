import type {Likeness} from './draft.ts';

const plainOf = new Map(Object.entries({
	'\u{2018}': '\'', '\u{2019}': '\'', '\u{201C}': '"', '\u{201D}': '"', '\u{2013}': '-', '\u{2014}': '-', '\u{2011}': '-', '\u{2010}': '-', '\u{2212}': '-', '\u{2026}': '...', '\u{A0}': ' ', '\u{202F}': ' ', '\u{2009}': ' ',
}));

/**
Typographic quotes, dashes, ellipses and spaces as the plain characters that a keyboard has.
*/
export const plain = (text: string): string => text.replaceAll(/\P{ASCII}/gv, character => plainOf.get(character) ?? character);

const keys: Record<Likeness, (line: string) => string> = {
	exact: line => line,
	end: line => line.trimEnd(),
	trim: line => line.trim(),
	plain: line => plain(line).replaceAll('--', '-').trimEnd(),
	loose: line => plain(line).replaceAll('--', '-').trim(),
	unchecked: line => line,
};

/**
0-based indices at which `wanted` stands in `lines`, at most `limit`.
*/
export function placesOf(lines: readonly string[], wanted: readonly string[], limit = Infinity): number[] {
	const places: number[] = [];
	for (let at = 0; at + wanted.length <= lines.length && places.length < limit; at++) {
		if (lines[at] === wanted[0] && wanted.every((line, index) => lines[at + index] === line)) {
			places.push(at);
		}
	}

	return places;
}

export const likenessKey = (likeness: Likeness): ((line: string) => string) => keys[likeness];
