const commentMark = /^(?:[#%;]|\/\/|--|\/\*|<!--|\{\/\*)\s{0,9}/v;
const noun = '(?:of|the|this|your|all|file|code|class|function|functions|method|methods|module|implementation|imports|contents?|logic|body|script|tests|definitions?|fields|lines)[ ,]{0,3}';
const state = '(?:(?:is|are|remains?|stays?|goes|go) )?(?:unchanged|the same|same as before|as before|as is|here|omitted(?: for brevity)?|not shown|truncated|intact)';
const phrases: readonly RegExp[] = [
	new RegExp(`^(?:the )?(?:rest|remainder) (?:${noun}){1,6}(?:${state})?$`, 'iv'),
	/^(?:your |the )?existing (?:code|implementation|contents?|imports|methods|functions|logic|body)(?: (?:here|unchanged|stays?|remains?|goes here))?$/iv,
	new RegExp(`^(?:the |all )?(?:rest|other|existing|previous|remaining|original) (?:${noun}){0,6}${state}$`, 'iv'),
	/^(?:same as (?:before|above|original)|code (?:omitted|unchanged|truncated)|no changes?(?: here)?|snipped|omitted for brevity|(?:keep|leave) .{0,80}(?:unchanged|as is|the same|as before))$/iv,
];
const ellipsisPhrase = /\b(?:rest|remaining|existing|unchanged|omitted|same as|as before|previous|truncated|remains?|unmodified|original|other)\b/iv;
const prose = /\.(?:md|mdx|markdown|rst|txt|adoc)$/iv;
const isDefinition = /^(?:async )?(?:def|class) .{0,400}:$/v;
const hasHashHeadings = /\.(?:md|mdx|markdown)$/iv;

/**
Whether a line that a patch would write stands for code the model left out: `...`, `# ... rest unchanged`, `// existing code`.
A bare `...` is Python when it is the body of a new definition or stands in a stub file; `previous` is the line of text above it,
`followerOf` gives the old text's first line below a line that opens a block.
*/
export function hasElision(path: string, line: string, {previous, followerOf}: {previous: string; followerOf: (line: string) => string | undefined}): boolean {
	const text = line.trim();
	if (text.length > 200 || text === '') {
		return false;
	}

	if (text === '...' || text === '\u{2026}') {
		return !prose.test(path) && !(text === '...' && (/\.pyi?$/v.test(path) ? isEllipsisBody(previous, followerOf) : isDefinition.test(previous)));
	}

	const isArt = /^#\s{2,}\.{3}$/v.test(text) && previous.startsWith('#');
	const isHeading = hasHashHeadings.test(path) && /^#+ \p{Uppercase}/v.test(text) && !/\b(?:unchanged|omitted|the same|as before|not shown)\b/iv.test(text);
	return !isArt && !isHeading && isElisionLine(text);
}

/**
Whether a line says by itself that others were left out.
*/
export function isElisionLine(line: string): boolean {
	const text = line.trim();
	if (/^(?:\.{3,5}|\u{2026})$/v.test(text) || /^[\(\[]\s?(?:\.{3}|\u{2026})\s?[\)\]]$/v.test(text)) {
		return true;
	}

	if (/^[\(<\[]?\s?(?:\.{3,9}|\u{2026})\s?[\(\[]?[\p{Letter} '\-]+[\)\]]?\s?(?:\.{3,9}|\u{2026})?\s?[\)>\]]?$/v.test(text)) {
		return ellipsisPhrase.test(text) && /\p{Letter} \p{Letter}|[.\u{2026}] /v.test(text);
	}

	const mark = commentMark.exec(text);
	return text.length <= 200 && mark !== null && isElidingComment(text.slice(mark[0].length).replace(/\s?(?:\*\/\}?|-->)$/v, ''));
}

/**
`...` is what a model leaves of a body that the old file spells out.
*/
function isEllipsisBody(previous: string, followerOf: (line: string) => string | undefined): boolean {
	if (previous.endsWith(':')) {
		const body = followerOf(previous);
		return body === undefined || body === '...';
	}

	return previous.endsWith('"""') || previous.startsWith('@') || previous.endsWith(',') || previous.endsWith('(') || previous.endsWith('[');
}

function isElidingComment(comment: string): boolean {
	const text = comment.trim();
	if (/^[\(\[]?(?:\.{3}|\u{2026})[\)\]]?$/v.test(text)) {
		return true;
	}

	const words = text.replaceAll(/\.{3,}|\u{2026}/gv, ' ').replaceAll(/[\(\)\[\]]/gv, ' ').replaceAll(/\s{1,9}/gv, ' ').trim().replace(/[!.:]$/v, '');
	if (/^[\(\[]?(?:\.{3}|\u{2026})/v.test(text) && words.split(' ').length <= 10 && ellipsisPhrase.test(words)) {
		return true;
	}

	// A sentence may trail off: only one that begins so is about code that was left out.
	const trailsOff = /(?:\.{3}|\u{2026})[\)\]]?$/v.test(text);
	return (trailsOff && ellipsisPhrase.test(words.split(' ').slice(0, 3).join(' '))) || phrases.some(phrase => phrase.test(words));
}
