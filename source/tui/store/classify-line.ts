/**
What a line of a Builder's reply is. Prose wraps, the rest is cut.
*/
export type StreamKind = 'prose' | 'file' | 'hunk' | 'addition' | 'removal' | 'context';
export type StreamLine = {readonly kind: StreamKind; readonly text: string};

/**
`after`: behind a SEARCH/REPLACE block, which may or may not stand in a fence.
*/
export type StreamMode = 'prose' | 'diff' | 'search' | 'replace' | 'code' | 'after';
type Classified = {mode: StreamMode; kind: StreamKind; isHidden?: boolean};

const fence = /^\s*(?:```|~~~)(?<language>\w*)/v;
const diffHeader = /^(?:diff --git |--- |\+\+\+ |index [\da-f]{4,}|(?:new|deleted) file mode |rename (?:from|to) )/v;
const searchMarker = /^\s*<{5,9} ?SEARCH/v;
const divider = /^\s*={5,9}\s*$/v;
const replaceMarker = /^\s*>{5,9} ?REPLACE/v;

/**
The kind of one more line, and the mode that the next line is read in.
*/
export function classifyLine(mode: StreamMode, text: string): Classified {
	if (searchMarker.test(text)) {
		return {mode: 'search', kind: 'hunk', isHidden: true};
	}

	if (mode === 'search') {
		return divider.test(text) ? {mode: 'replace', kind: 'hunk', isHidden: true} : {mode, kind: 'removal'};
	}

	if (mode === 'replace') {
		return replaceMarker.test(text) ? {mode: 'after', kind: 'hunk', isHidden: true} : {mode, kind: 'addition'};
	}

	const fenced = fence.exec(text);
	if (fenced) {
		const isOpening = mode === 'prose';
		const opened = fenced.groups?.language === 'diff' ? 'diff' : 'code';
		return {mode: isOpening ? opened : 'prose', kind: 'context', isHidden: true};
	}

	if (text.startsWith('@@')) {
		return {mode: 'diff', kind: 'hunk'};
	}

	if (diffHeader.test(text)) {
		return {mode: 'diff', kind: 'file', isHidden: !text.startsWith('+++ ') && !text.startsWith('deleted')};
	}

	if (mode === 'diff') {
		return classifyDiffLine(text);
	}

	return mode === 'code' ? {mode, kind: 'context'} : {mode: text === '' ? mode : 'prose', kind: 'prose'};
}

function classifyDiffLine(text: string): Classified {
	if (text.startsWith('+')) {
		return {mode: 'diff', kind: 'addition'};
	}

	if (text.startsWith('-')) {
		return {mode: 'diff', kind: 'removal'};
	}

	return text === '' || /^[ \\]/v.test(text) ? {mode: 'diff', kind: 'context'} : {mode: 'prose', kind: 'prose'};
}
