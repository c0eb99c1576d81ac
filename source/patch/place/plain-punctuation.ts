/**
What models and editors make of ASCII: each typographic character with what it may stand for.
*/
const groups: Array<[plain: string[], variants: string]> = [
	[['\''], '\u{2018}\u{2019}\u{201A}\u{201B}\u{2032}\u{02BC}\u{FF07}'],
	[['"'], '\u{201C}\u{201D}\u{201E}\u{201F}\u{2033}\u{FF02}'],
	[['-'], '\u{2010}\u{2011}\u{2012}\u{2212}\u{FE58}\u{FF0D}'],
	[['-', '--', '---'], '\u{2013}\u{2014}\u{2015}'],
	[['...'], '\u{2026}'],
	[[' '], '\u{A0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200A}\u{202F}\u{205F}\u{3000}'],
];
const readings = new Map(groups.flatMap(([plain, variants]) => [...variants].map(variant => [variant, plain] as const)));

export const isTypographic = (character: string): boolean => readings.has(character);

/**
A key that is the same for lines which differ only in typographic characters: runs of dashes count as one.
*/
export function plainKey(text: string): string {
	const plain = /[^\0-\u{7F}]/v.test(text) ? text.replaceAll(/[^\0-\u{7F}]/gv, character => readings.get(character)?.[0] ?? character) : text;
	return plain.replaceAll(/-{2,3}/gv, '-');
}

/**
The one ASCII character that typographic variants have in common, such as `'` of both single quotes; itself for others.
*/
export const familyOf = (character: string): string => readings.get(character)?.[0] ?? character;

/**
Where two lines differ in typographic characters only: each such character of the one with what the other has there. Undefined when they differ in more.
*/
export function pairTypography(ours: string, theirs: string): Array<{ours: string; theirs: string}> | undefined {
	const pairs: Array<{ours: string; theirs: string}> = [];
	let [left, right] = [0, 0];
	while (left < ours.length && right < theirs.length) {
		const pair = pairAt(ours.slice(left, left + 3), theirs.slice(right, right + 3));
		if (!pair) {
			return undefined;
		}

		pairs.push(pair);
		left += pair.ours.length;
		right += pair.theirs.length;
	}

	return left === ours.length && right === theirs.length ? pairs.filter(pair => isTypographic(pair.ours) || isTypographic(pair.theirs)) : undefined;
}

function pairAt(ours: string, theirs: string): {ours: string; theirs: string} | undefined {
	const [left, right] = [ours[0]!, theirs[0]!];
	if (left === right) {
		return {ours: left, theirs: right};
	}

	const plainOfOurs = longestAt(theirs, readings.get(left));
	if (plainOfOurs !== undefined) {
		return {ours: left, theirs: plainOfOurs};
	}

	const plainOfTheirs = longestAt(ours, readings.get(right));
	if (plainOfTheirs !== undefined) {
		return {ours: plainOfTheirs, theirs: right};
	}

	return readings.has(left) && familyOf(left) === familyOf(right) ? {ours: left, theirs: right} : undefined;
}

const longestAt = (text: string, plains: string[] = []): string | undefined => plains.findLast(plain => text.startsWith(plain));
