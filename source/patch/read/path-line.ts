const listMark = /^(?:#{1,6}\s|[*+\-]\s|\d{1,3}[\).]\s|>\s)\s{0,20}/v;
const label = /^(?:\*\*)?(?:(?:new |updated |modified |full )?(?:file ?name|file ?path|file|path)|create|update|add|edit|modify)(?:\*\*)?\s?:\s?(?:\*\*)?\s{0,20}/iv;
const remark = /\s\([^\(\)]{1,60}\)\s?:?$/v;
const namesWithoutDot = new Set(['Makefile', 'Dockerfile', 'Containerfile', 'LICENSE', 'README', 'CHANGELOG', 'Procfile', 'Justfile', 'Pipfile', 'Gemfile', 'Rakefile', 'CODEOWNERS', 'NOTICE', 'AUTHORS']);

/**
The path that a line consists of: plain, in backticks, bold, quoted or a heading, after a list mark or a label such as `File:`. Undefined for other lines.
*/
export function pathOfLine(line: string): string | undefined {
	if (line.length > 400) {
		return undefined;
	}

	const unlisted = line.trim().replace(listMark, '');
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
	if (text === '' || /[\n\r"*<>?`\|]/v.test(text) || /^[a-z]+:\/\//iv.test(text) || (!isMarked && /\s/v.test(text))) {
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
