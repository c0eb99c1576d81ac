import {fitColumns} from './columns.ts';
import type {Fit, Pair} from './fit.ts';
import {fitShift} from './indentation.ts';
import {pairTypography, plainKey} from './plain-punctuation.ts';

/**
How two lines are compared: they are the same when their keys are, and, if there is a `fit`, when it explains what is different in all lines of a place.
*/
export type Comparison = {name: ComparisonName; note: string; key: (line: string) => string; fit?: (pairs: readonly Pair[]) => Fit | undefined};

type ComparisonName = 'exact' | 'trailing_whitespace' | 'line_endings' | 'punctuation' | 'leading_space' | 'indentation' | 'tabs';

const plain = (line: string): string => plainKey(line).trimEnd();
const bare = (line: string): string => plainKey(line).trim();

/**
From strict to lenient; each forgives what those before it do, and one thing more. `leading_space`, `indentation` and `tabs` exclude each other.
Final newlines are nowhere here: they stand apart from the lines (see FileText).
*/
export const comparisons: readonly Comparison[] = [
	{name: 'exact', note: '', key: line => line},
	{
		name: 'trailing_whitespace',
		note: 'matched after trailing whitespace was ignored',
		key: line => line.endsWith('\r') ? `${trimBlanks(line.slice(0, -1))}\r` : trimBlanks(line),
	},
	{name: 'line_endings', note: 'matched after line endings (CRLF, LF) were ignored', key: line => line.trimEnd()},
	{
		name: 'punctuation', note: 'matched after typographic quotes, dashes and spaces were read as plain ones', key: plain, fit: fitTypography,
	},
	{
		name: 'leading_space', note: 'lacked the leading space of context lines', key: bare, fit: fitLostColumn,
	},
	{
		name: 'indentation', note: 'matched after its indentation was shifted', key: bare, fit: pairs => isSameText(pairs) ? fitShift(pairs) : undefined,
	},
	{
		name: 'tabs', note: 'matched after tabs and spaces in its indentation were taken for each other', key: bare, fit: pairs => isSameText(pairs) ? fitColumns(pairs) : undefined,
	},
];

/**
Context lines that begin with a space may be lines that lost the column of their prefix: ` x` is then the line ` x`, not `x`. Removed and added lines have theirs.
*/
function fitLostColumn(pairs: readonly Pair[]): Fit | undefined {
	const areSame = pairs.every(({text, own, isContext}) => isTypographyOnly(text, own) || (isContext && isTypographyOnly(` ${text}`, own)));
	return areSame ? asItIs : undefined;
}

const asItIs: Fit = {note: '', convert: line => line};

function fitTypography(pairs: readonly Pair[]): Fit | undefined {
	return pairs.every(({text, own}) => isTypographyOnly(text, own)) ? asItIs : undefined;
}

const isTypographyOnly = (text: string, own: string): boolean => pairTypography(text.trimEnd(), own.trimEnd()) !== undefined;

/**
Whether lines differ only in their indentation and in typographic characters.
*/
const isSameText = (pairs: readonly Pair[]): boolean => pairs.every(({text, own}) => isTypographyOnly(text.trimStart(), own.trimStart()));

function trimBlanks(line: string): string {
	let end = line.length;
	while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) {
		end--;
	}

	return line.slice(0, end);
}
