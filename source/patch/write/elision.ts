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

/**
Whether a line that a patch would write stands for code the model left out: `...`, `# ... rest unchanged`, `// existing code`.
A bare `...` is Python when it is the body of a new definition or stands in a stub file; `previous` is the line of text above it,
`followers` the old text's first line below each block opener.
*/
export function hasElision(path: string, line: string, {previous, followers}: {previous: string; followers: ReadonlyMap<string, string>}): boolean {
	const text = line.trim();
	if (text.length > 200 || text === '') {
		return false;
	}

	if (text === '...' || text === '\u{2026}') {
		return !prose.test(path) && !(/\.pyi?$/v.test(path) && text === '...' && isEllipsisBody(previous, followers));
	}

	if (/^[\(<\[]?\s?(?:\.{3,9}|\u{2026})\s?[\p{Letter} '\-]+(?:\.{3,9}|\u{2026})?\s?[\)>\]]?$/v.test(text)) {
		return ellipsisPhrase.test(text) && /\p{Letter} \p{Letter}|[.\u{2026}] /v.test(text);
	}

	const mark = commentMark.exec(text);
	return mark !== null && isElidingComment(prose.test(path) && mark[0].startsWith('#') ? '' : text.slice(mark[0].length).replace(/\s?(?:\*\/\}?|-->)$/v, ''));
}

/**
`...` is what a model leaves of a body that the old file spells out.
*/
function isEllipsisBody(previous: string, followers: ReadonlyMap<string, string>): boolean {
	if (previous.endsWith(':')) {
		const body = followers.get(previous);
		return body === undefined || body === '...';
	}

	return previous.endsWith('"""') || previous.startsWith('@') || previous.endsWith(',') || previous.endsWith('(') || previous.endsWith('[');
}

function isElidingComment(comment: string): boolean {
	const words = comment.replaceAll(/\.{3,}|\u{2026}/gv, ' ').replaceAll(/[\(\)\[\]]/gv, ' ').replaceAll(/\s{1,9}/gv, ' ').trim().replace(/[!.:]$/v, '');
	const hasDots = /^[\(\[]?(?:\.{3}|\u{2026})|(?:\.{3}|\u{2026})[\)\]]?$/v.test(comment.trim());
	return hasDots && (words === '' || ellipsisPhrase.test(words)) ? true : phrases.some(phrase => phrase.test(words));
}
