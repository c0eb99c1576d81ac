const listMark = /^(?:#{1,6}\s|[*+\-]\s|\d{1,3}[\).]\s|>\s)\s{0,20}/v;
const label = /^(?:\*\*)?(?:(?:new |updated |modified |full )?(?:file ?name|file ?path|file|path)|create|update|add|edit|modify)(?:\*\*)?\s?:\s?(?:\*\*)?\s{0,20}/iv;
/**
Lines that name a file with words or marks around the path: `<file path="a.py">`, `// a.py`, `<!-- a.py -->`, "Create `a.py`:", "Here is the new `a.py`:".
*/
const fileTag = /^<(?:file|document|source)\s{1,9}(?:path|name|filename)\s?=\s?["'](?<path>[^"'<>]{1,400})["']\s?>$/iv;
const comment = /^(?:\/\/|\/\*|<!--)\s{1,9}(?:(?:file ?name|file ?path|file|path)\s?:\s?)?(?<path>[^\s*<>]{1,400})\s{0,9}(?:\*\/|-->)?$/iv;
const creation = /^(?:create|add|write|rewrite|new file|here(?: is|['\u{2019}]s) the (?:new|full|complete|whole|entire))(?: the)?(?: new)?(?: file)? `(?<path>[^`]{1,400})`\s?(?:\([^\)]{0,60}\))?\s?:?$/iv;
const remark = /\s\([^\(\)]{1,60}\)\s?:?$/v;
const namesWithoutDot = new Set(['Makefile', 'Dockerfile', 'Containerfile', 'LICENSE', 'LICENCE', 'COPYING', 'README', 'CHANGELOG', 'CHANGES', 'HISTORY', 'NEWS', 'TODO', 'VERSION', 'INSTALL', 'MANIFEST', 'CONTRIBUTORS', 'MAINTAINERS', 'THANKS', 'Procfile', 'Justfile', 'Pipfile', 'Gemfile', 'Rakefile', 'CODEOWNERS', 'NOTICE', 'AUTHORS']);

/**
The path that a line consists of: plain, in backticks, bold, quoted or a heading, after a list mark or a label such as `File:`. Undefined for other lines.
*/
export function pathOfLine(line: string): string | undefined {
	if (line.length > 400) {
		return undefined;
	}

	const tagged = fileTag.exec(line.trim())?.groups;
	const commented = comment.exec(line.trim())?.groups;
	const named = tagged?.path ?? commented?.path ?? creation.exec(line.trim().replace(listMark, ''))?.groups!.path;
	if (named !== undefined) {
		return isPathLike(named, true) && (commented === undefined || named.includes('/') || isPathLike(named, false)) ? withoutDot(named) : undefined;
	}

	const unlisted = line.trim().replace(listMark, '').replace(/^\*\*(?<inside>[^*]+)\*\*$/v, '$<inside>');
	const unlabelled = unlisted.replace(label, '');
	const {text, isQuoted} = unwrap(unlabelled);
	const isMarked = isQuoted || unlabelled !== unlisted;
	return isPathLike(text, isMarked) || (text === line.trim() && isBarePath(text)) ? withoutDot(text) : undefined;
}

/**
The one path that a sentence names in backticks, if it names exactly one.
*/
export function pathInSentence(line: string): string | undefined {
	if (line.length > 2000) {
		return undefined;
	}

	const paths = line.split('`').filter((text, index) => index % 2 === 1 && isPathLike(text, false));
	return paths.length === 1 ? withoutDot(paths[0]!) : undefined;
}

/**
The path in a fence's info string: `python src/a.py`, `python:src/a.py`, `title="src/a.py"`.
*/
export function pathInInfo(info: string): string | undefined {
	for (const word of info.split(/\s/v).slice(0, 10)) {
		const {key, value} = /^(?<key>[a-z]{1,20}[:=])?(?<value>.{1,400})$/iv.exec(word)?.groups ?? {};
		const path = value === undefined ? '' : unwrap(value).text;
		if (isPathLike(path, key !== undefined)) {
			return withoutDot(path);
		}
	}

	return undefined;
}

export const withoutDot = (path: string): string => path.replace(/^(?:\.\/)+/v, '');

function unwrap(line: string): {text: string; isQuoted: boolean} {
	let text = line;
	let isQuoted = false;
	for (let round = 0; round < 6; round++) {
		const bare = text.replace(remark, '').replace(/\s?:$/v, '').trim();
		const match = /^(?:\*\*(?<bold>.+)\*\*|\*(?<italic>[^*]+)\*|`(?<code>[^`]+)`|"(?<double>[^"]+)"|'(?<single>[^']+)')$/v.exec(bare);
		isQuoted ||= match?.groups!.code !== undefined;
		const inner = match?.slice(1).find(group => group !== undefined) ?? bare;
		if (inner === text) {
			break;
		}

		text = inner;
	}

	return {text, isQuoted};
}

function isPathLike(text: string, isMarked: boolean): boolean {
	if (text === '' || /^~{3}/v.test(text) || /[\n\r"*<>?`\|]/v.test(text) || /^[a-z]+:\/\//iv.test(text) || (!isMarked && /\s/v.test(text))) {
		return false;
	}

	const name = text.split(/[\/\\]/v).at(-1)!;
	return hasFileName(name) || (isMarked && name !== text && name !== '') || /^[\/\\~]./v.test(text) || text.startsWith('../');
}

/**
A line that is nothing but `bin/run`.
*/
const isBarePath = (text: string): boolean => /^[\w\-.]{1,100}(?:\/[\w\-.]{1,100}){1,20}$/v.test(text);

const hasFileName = (name: string): boolean =>
	/^[^.].*\.[a-z][\w\-]{0,14}$/iv.test(name) || /^\.\w[\w\-.]*$/v.test(name) || namesWithoutDot.has(name);
