import type {Hunk} from '../edit.ts';
import type {Candidate} from '../place/place-hunk.ts';
import type {FileText} from './file-text.ts';
import {restorePunctuation} from './restore-punctuation.ts';
import {runsOf} from './runs-of.ts';

/**
What a hunk writes: the text of each of its added lines, by its index in the hunk's reading, and how the file ends then.
`lastLine` is what the file's last line has to become where lines are put after it; `losesLastReturn`: the last line then ends without its carriage return.
*/
type Rendered = {added: Map<number, string>; lastLine?: string; losesLastReturn: boolean; hasFinalNewline: boolean; notes: string[]};

type Ending = 'verbatim' | '\r' | '';

/**
Writes a hunk's added lines as the file has its own where the rung was lenient: its line endings, its indentation, its punctuation.
Undefined when it is open what they are.
*/
export function renderHunk(file: FileText, hunk: Hunk, placement: Candidate): Rendered | undefined {
	const {reading, matches, rung, fit} = placement;
	const isTypographic = !['exact', 'trailing_whitespace', 'line_endings'].includes(rung.comparison.name);
	const originals = matches.map(match => match?.own);
	const texts = isTypographic
		? restorePunctuation(reading.lines, originals)
		: reading.lines.filter(line => line.kind === 'added').map(line => line.text);
	const trim = trimmerOf(placement);
	if (!texts || !trim) {
		return undefined;
	}

	const ending = endingOf(file, placement);
	const indexes = reading.lines.flatMap((line, index) => line.kind === 'added' ? [index] : []);
	const added = new Map(indexes.map((index, number) => [index, withEnding(trim(fit?.convert(texts[number]!) ?? texts[number]!), ending)]));
	return {
		added, ...endOf({
			file, hunk, placement, ending,
		}),
	};
}

/**
What takes away the spaces and tabs at the end of added lines that are not meant: the hunk's old lines have such where the file has none.
Undefined when it is open, because not all added lines have them, or because lines of the file have.
*/
function trimmerOf({reading, matches}: Candidate): ((text: string) => string) | undefined {
	const old = reading.lines.filter(line => line.kind !== 'added');
	const pairs = old.flatMap(({text}, index) => matches[index] ? [{text, own: matches[index].own}] : []);
	const stray = pairs.filter(({text, own}) => endsInBlanks(text) && !endsInBlanks(own)).map(({text}) => text);
	const blanks = new Set(stray.filter(text => text.trim() === ''));
	const isStray = stray.some(text => text.trim() !== '');
	const added = new Set(reading.lines.filter(({kind, text}) => kind === 'added' && text.trim() !== '').map(({text}) => endsInBlanks(text)));
	const isOpen = added.has(false) || pairs.some(({own}) => own.trim() !== '' && endsInBlanks(own));
	return isStray && added.has(true) && isOpen
		? undefined
		: text => (text.trim() === '' ? blanks.has(text) : isStray) ? withoutBlanks(text) : text;
}

/**
Whether a hunk that knows no line in CRLF adds some to a file that has none, other than in place of the same lines in LF: that is an accident, and they follow the file.
*/
function bringsReturns(file: FileText, {reading: {lines}, matches}: Candidate): boolean {
	const brings = matches.length > 0 && runsOf(lines).some(({removed, added}) => added.some(text => text.endsWith('\r')) && !isSameBut(removed, added));
	return brings && file.lines.every(line => !line.endsWith('\r')) && lines.every(({kind, text}) => kind === 'added' || !text.endsWith('\r'));
}

const isSameBut = (removed: readonly string[], added: readonly string[]): boolean =>
	removed.length === added.length && added.every((text, index) => withoutReturn(text) === removed[index]);

const endsInBlanks = (text: string): boolean => /[\t ]\r?$/v.test(text);

const withoutBlanks = (text: string): string => text.replace(/[\t ]{1,1000}\r?$/v, '');

/**
`verbatim` where the hunk agrees with the file's line endings; else the ending that added lines get.
*/
function endingOf(file: FileText, placement: Candidate): Ending {
	const {matches, rung, reading} = placement;
	const last = file.hasFinalNewline ? -1 : file.lines.length - 1;
	const matched = matches.filter(match => match && match.at !== last).map(match => match!.own);
	const isStrict = rung.comparison.name === 'exact' || rung.comparison.name === 'trailing_whitespace';
	if (isStrict && !bringsReturns(file, placement) && (matched.length > 0 || reading.lines.some(line => line.text.endsWith('\r')))) {
		return 'verbatim';
	}

	const carriageReturns = matched.filter(line => line.endsWith('\r')).length;
	return (matched.length === 0 ? file.isCrlf : carriageReturns * 2 > matched.length) ? '\r' : '';
}

function withEnding(line: string, ending: Ending): string {
	return ending === 'verbatim' ? line : withoutReturn(line) + ending;
}

const withoutReturn = (line: string): string => line.endsWith('\r') ? line.slice(0, -1) : line;

type End = {file: FileText; hunk: Hunk; placement: Candidate; ending: Ending};

/**
The marker `\ No newline at end of file` decides whether the text ends with a newline, else the file.
In a file of CRLF lines the carriage return goes with the newline: a last line that stops to be the last gets one, a new last line without newline has none.
*/
function endOf({file, hunk, placement, ending}: End): Omit<Rendered, 'added'> {
	const {lacksFinalNewline: marked} = hunk;
	const {lines} = placement.reading;
	if (!reachesEnd(file, placement)) {
		return {hasFinalNewline: file.hasFinalNewline, losesLastReturn: false, notes: marked.old || marked.new ? ['marks a missing final newline in the middle of the file; the mark was ignored'] : []};
	}

	const isMarked = marked.old || marked.new;
	const hasFinalNewline = file.lines.length === 0 || isMarked ? !marked.new : file.hasFinalNewline;
	const keepsLast = lines.findLast(line => line.kind !== 'added')?.kind === 'context';
	const becomesInner = keepsLast && !file.hasFinalNewline && (hasFinalNewline || lines.at(-1)!.kind === 'added');
	return {
		hasFinalNewline,
		lastLine: becomesInner ? withEnding(file.lines.at(-1)!, ending) : undefined,
		losesLastReturn: !hasFinalNewline && ending === '\r',
		notes: isMarked && marked.old === file.hasFinalNewline && file.lines.length > 0 ? ['was wrong about the final newline of the file'] : [],
	};
}

/**
Whether the hunk's last old line is the file's last, or it adds lines after that one.
*/
function reachesEnd(file: FileText, {matches, changes}: Candidate): boolean {
	const end = file.lines.length;
	return matches.length > 0 ? matches.at(-1)?.at === end - 1 : changes.every(change => change.at === end);
}
