import {RefusedError} from '../refusal.ts';
import {FileText} from './file-text.ts';

const minLinesOfWhole = 12;

/**
The text of a file sent whole. Where there was one, its line endings, byte order mark and missing final newline stay,
and a new text under half its size is taken for a fragment (a model that shows only what it changed) and refused.
*/
export function wholeText(content: string, before: {path: string; text: FileText} | undefined): FileText {
	const sent = new FileText(content);
	const text = hasBothEndings(sent) && !(before && hasBothEndings(before.text)) ? new FileText(content.replaceAll('\r\n', '\n')) : sent;
	if (!before) {
		return text;
	}

	const {path, text: old} = before;
	assertWhole(path, old, text);
	const isPlain = text.lines.every(line => !line.endsWith('\r'));
	const lines = isPlain && old.isCrlf ? text.lines.map(line => `${line}\r`) : text.lines;
	const isLf = !old.isCrlf && text.lines.length > 0 && text.lines.every(line => line.endsWith('\r'));
	const followed = new FileText((isLf ? lines.map(line => line.slice(0, -1)) : lines).map(line => `${line}\n`).join(''));
	if (old.lines.length > 0 && !old.hasFinalNewline) {
		dropFinalNewline(followed);
	}

	return old.hasMark && !followed.hasMark ? new FileText(`\u{FEFF}${followed.toString()}`) : followed;
}

/**
A text of which only a part is in CRLF was sent in LF, unless it is to replace such a one.
*/
function hasBothEndings({lines}: FileText): boolean {
	const returns = lines.filter(line => line.endsWith('\r')).length;
	// The last line has none if it has no newline either.
	return returns > 0 && returns < lines.length - 1;
}

function dropFinalNewline(text: FileText): void {
	text.hasFinalNewline = false;
	if (text.lines.at(-1)?.endsWith('\r')) {
		text.lines[text.lines.length - 1] = text.lines.at(-1)!.slice(0, -1);
	}
}

function assertWhole(path: string, old: FileText, text: FileText): void {
	const isEmptied = old.lines.length > 0 && text.lines.every(line => line.trim() === '');
	if (isEmptied || (old.lines.length >= minLinesOfWhole && text.lines.length * 2 < old.lines.length)) {
		throw new RefusedError('fragment', `The fence under ${path} has ${text.lines.length} lines, the file has ${old.lines.length}: it looks like a fragment, but a fence stands for the whole file. Send SEARCH/REPLACE blocks for a part; if the file is really to be so short, delete it and add it in one *** Begin Patch envelope.`);
	}

	if (path.endsWith('.json') && isJson(old.toString()) && !isJson(text.toString())) {
		throw new RefusedError('fragment', `The fence under ${path} is not valid JSON, the file is: it looks like a fragment. Send the whole file, or SEARCH/REPLACE blocks for a part.`);
	}
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
