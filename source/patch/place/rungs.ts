import {plainPunctuation} from './plain-punctuation.ts';

/**
One step of the ladder: two lines are the same when their keys are. `note` says of a hunk what was different.
*/
export type Rung = {name: RungName; note: string; key: (line: string) => string};

type RungName = 'exact' | 'trailing_whitespace' | 'line_endings' | 'punctuation' | 'indentation';

/**
From strict to lenient; each forgives what those before it do, and one thing more.
Final newlines are on no rung: they stand apart from the lines (see FileText).
*/
export const rungs: readonly Rung[] = [
	{name: 'exact', note: '', key: line => line},
	{
		name: 'trailing_whitespace',
		note: 'matched after trailing whitespace was ignored',
		key: line => line.endsWith('\r') ? `${trimBlanks(line.slice(0, -1))}\r` : trimBlanks(line),
	},
	{name: 'line_endings', note: 'matched after line endings (CRLF, LF) were ignored', key: line => line.trimEnd()},
	{name: 'punctuation', note: 'matched after typographic quotes, dashes and spaces were read as plain ones', key: line => plainPunctuation(line).trimEnd()},
	{name: 'indentation', note: 'matched after its indentation was shifted', key: line => plainPunctuation(line).trim()},
];

function trimBlanks(line: string): string {
	let end = line.length;
	while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) {
		end--;
	}

	return line.slice(0, end);
}
