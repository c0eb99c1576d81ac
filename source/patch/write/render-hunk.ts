import type {Hunk} from '../edit.ts';
import {shiftLine, type Shift} from '../place/indentation.ts';
import type {Placement} from '../place/place-hunk.ts';
import type {FileText} from './file-text.ts';
import {restorePunctuation} from './restore-punctuation.ts';

type Rendered = {lines: string[]; hasFinalNewline: boolean; notes: string[]};

type Placed = Extract<Placement, {kind: 'placed'}>;

/**
The lines that take the place of a hunk's context and removed lines. Context keeps the file's bytes; added lines follow the file where the rung was lenient:
its line endings, its indentation, its punctuation. Undefined when it is open what the added lines are.
*/
export function renderHunk(file: FileText, hunk: Hunk, placement: Placed): Rendered | undefined {
	const {at, rung, shift} = placement;
	const isLenient = rung.name === 'punctuation' || rung.name === 'indentation';
	const texts = isLenient
		? restorePunctuation({lines: hunk.lines, file: file.lines, at})
		: hunk.lines.filter(line => line.kind === 'added').map(line => line.text);
	if (!texts) {
		return undefined;
	}

	const added = texts.map(text => shiftAdded(text, shift));
	const ending = endingOf(file, hunk, placement);
	const lines: string[] = [];
	let index = at;
	let addedIndex = 0;
	for (const line of hunk.lines) {
		if (line.kind === 'added') {
			lines.push(withEnding(added[addedIndex]!, ending));
			addedIndex++;
		} else {
			const own = file.lines[index]!;
			index++;
			if (line.kind === 'context') {
				lines.push(index === file.lines.length && !file.hasFinalNewline ? withEnding(own, ending) : own);
			}
		}
	}

	return {
		lines, ...finalNewline({
			file, hunk, lines, reachesEnd: index === file.lines.length, ending,
		}),
	};
}

const shiftAdded = (text: string, shift: Shift | undefined): string => shift ? shiftLine(text, shift)! : text;

/**
`verbatim` where the hunk agrees with the file's line endings; else the ending that added lines get.
*/
function endingOf(file: FileText, hunk: Hunk, {at, rung}: Placed): 'verbatim' | '\r' | '' {
	const count = hunk.lines.filter(line => line.kind !== 'added').length;
	const matched = file.lines.slice(at, at + count);
	if (at + count === file.lines.length && !file.hasFinalNewline) {
		matched.pop();
	}

	const isStrict = rung.name === 'exact' || rung.name === 'trailing_whitespace';
	if (isStrict && (matched.length > 0 || hunk.lines.some(line => line.text.endsWith('\r')))) {
		return 'verbatim';
	}

	const carriageReturns = matched.filter(line => line.endsWith('\r')).length;
	return (matched.length === 0 ? file.isCrlf : carriageReturns * 2 > matched.length) ? '\r' : '';
}

function withEnding(line: string, ending: 'verbatim' | '\r' | ''): string {
	return ending === 'verbatim' ? line : (line.endsWith('\r') ? line.slice(0, -1) : line) + ending;
}

/**
The marker `\ No newline at end of file` decides, else the file. `lines` loses the carriage return of a last line without newline.
*/
function finalNewline({file, hunk, lines, reachesEnd, ending}: {
	file: FileText; hunk: Hunk; lines: string[]; reachesEnd: boolean; ending: 'verbatim' | '\r' | '';
}): Pick<Rendered, 'hasFinalNewline' | 'notes'> {
	const {lacksFinalNewline: marked} = hunk;
	if (!reachesEnd) {
		return {hasFinalNewline: file.hasFinalNewline, notes: marked.old || marked.new ? ['marks a missing final newline in the middle of the file; the mark was ignored'] : []};
	}

	const isMarked = marked.old || marked.new;
	const hasFinalNewline = file.lines.length === 0 || isMarked ? !marked.new : file.hasFinalNewline;
	if (!hasFinalNewline && ending === '\r' && lines.at(-1)?.endsWith('\r')) {
		lines[lines.length - 1] = lines.at(-1)!.slice(0, -1);
	}

	const notes = isMarked && marked.old === file.hasFinalNewline && file.lines.length > 0 ? ['was wrong about the final newline of the file'] : [];
	return {hasFinalNewline, notes};
}
