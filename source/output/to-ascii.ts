const replacements: Record<string, string> = {
	'\u{FE0F}': '', '\u{200D}': '',
	'\u{A0}': ' ', '‐': '-', '‑': '-', '–': '-', '—': '-', '−': '-',
	'‘': '\'', '’': '\'', '“': '"', '”': '"', '«': '"', '»': '"',
	'…': '...', '•': '*', '·': '*', '×': 'x', '→': '->', '←': '<-', '⇒': '=>', '≤': '<=', '≥': '>=',
	'✓': 'ok', '✔': 'ok', '✗': 'x', '✘': 'x', '✖': 'x',
};

/**
Typography as ASCII, for logs and terminals of any encoding. Letters of any language stay, and other symbols (emoji among them) become `?`.
*/
export const toAscii = (text: string): string =>
	text.replaceAll(/[\u{FE0F}[[\p{Other}\p{Punctuation}\p{Separator}\p{Symbol}]--\p{ASCII}]]/gv, symbol => replacements[symbol] ?? '?');
