import stripAnsi from 'strip-ansi';

const printableAscii = /^[\u{20}-\u{7E}]*$/v;
const controls = /\p{Control}/gv;
/**
Bidi marks, embeddings, overrides and isolates; zero-width spaces; line separators; tags.
*/
const invisible = /[\u{61C}\u{180E}\u{200B}\u{200C}\u{200E}\u{200F}\u{2028}-\u{202E}\u{2060}-\u{206F}\u{FEFF}\u{E0000}-\u{E007F}]/gv;
/**
Terminals disagree on the width of joined emoji, skin tones and variation selectors: what is left is as wide everywhere.
*/
const joined = /\u{200D}\P{ASCII}?|\p{Variation_Selector}|\p{Emoji_Modifier}/gv;

/**
One line of foreign text, with nothing in it that could move the cursor, hide or reorder characters, or have another width on another terminal.
*/
export function cleanText(text: string): string {
	if (printableAscii.test(text)) {
		return text;
	}

	return stripAnsi(text)
		.replaceAll('\t', ' '.repeat(4))
		.replaceAll(/\r?\n/gv, ' ')
		.replaceAll(controls, '')
		.replaceAll(invisible, '')
		.replaceAll(joined, '');
}
