import stripAnsi from 'strip-ansi';

const printableAscii = /^[ -~]*$/v;
const controls = /\p{Cc}/gv;
/** Bidi marks, embeddings, overrides and isolates; zero-width spaces; line separators; tags. */
const invisible = /[\u061C\u180E\u200B\u200C\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gv;
/** Terminals disagree on the width of joined emoji, skin tones and variation selectors: what is left is as wide everywhere. */
const joined = /\u200D\P{ASCII}?|[\uFE00-\uFE0F]|[\u{1F3FB}-\u{1F3FF}]/gv;

/** One line of foreign text, with nothing in it that could move the cursor, hide or reorder characters, or have another width on another terminal. */
export function cleanText(text: string): string {
	if (printableAscii.test(text)) {
		return text;
	}

	return stripAnsi(text)
		.replaceAll('\t', '    ')
		.replaceAll(/\r?\n/gv, ' ')
		.replaceAll(controls, '')
		.replaceAll(invisible, '')
		.replaceAll(joined, '');
}
