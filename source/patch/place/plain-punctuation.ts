const plain: Record<string, string> = {};
const groups: Array<[string, string]> = [
	['\'', '\u{2018}\u{2019}\u{201A}\u{201B}\u{2032}\u{02BC}\u{FF07}'],
	['"', '\u{201C}\u{201D}\u{201E}\u{201F}\u{2033}\u{FF02}'],
	['-', '\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{FE58}\u{FF0D}'],
	[' ', '\u{A0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200A}\u{202F}\u{205F}\u{3000}'],
];
for (const [ascii, variants] of groups) {
	for (const variant of variants) {
		plain[variant] = ascii;
	}
}

/**
Typographic quotes, dashes and spaces as ASCII, one character for one.
*/
export const plainPunctuation = (text: string): string =>
	/[^\0-\u{7F}]/v.test(text) ? text.replaceAll(/[^\0-\u{7F}]/gv, character => plain[character] ?? character) : text;
