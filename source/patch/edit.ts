/**
A line of a hunk without its prefix. `isBare` marks context that stood there without one, so that its first column, or a blank line's kind, is open.
*/
export type HunkLine = {kind: 'context' | 'removed' | 'added'; text: string; isBare?: true};

/**
One place in a file and what becomes of it. Everything but `lines` is a hint.
*/
export type Hunk = {
	lines: HunkLine[];
	/**
	1-based line of the original file where the hunk says it begins.
	*/
	oldStart?: number;
	/**
	1-based line of the result where the hunk says its new lines begin.
	*/
	newStart?: number;
	/**
	Lines that enclose the place, outermost first, such as `class Parser:`.
	*/
	anchors: string[];
	/**
	Lines had a prefix column, which may have been lost (diffs and envelopes).
	*/
	hasPrefixes: boolean;
	/**
	Blank context somewhere in the reply has its prefix: a blank line without one is rather an added line that lost its `+`.
	*/
	blanksHavePrefix?: boolean;
	/**
	The reply ends with this hunk, in the middle of a line: its last line may not be all of it.
	*/
	mayBeCut?: boolean;
	/**
	`*** End of File` followed: the hunk's last line is the file's last.
	*/
	isAtEnd?: boolean;
	/**
	`\ No newline at end of file` stood after the last old or the last new line.
	*/
	lacksFinalNewline: {old: boolean; new: boolean};
	/**
	What the reader had to be lenient about, each a predicate of "hunk N".
	*/
	notes: string[];
};

/**
What a reply asks for, in the order of the reply. `alternatives` are other readings of the path (a header with a wrong `a/` prefix): the one that exists is meant.
*/
export type Edit =
	| {type: 'update'; path: string; alternatives: string[]; hunks: Hunk[]; moveTo?: string; executable?: boolean}
	| {type: 'create'; path: string; content: string; lacksFinalNewline?: boolean; executable?: boolean}
	| {type: 'replace'; path: string; content: string}
	| {type: 'delete'; path: string; alternatives: string[]; hunks: Hunk[]};

export const oldLines = (lines: readonly HunkLine[]): string[] => lines.filter(line => line.kind !== 'added').map(line => line.text);

export const newLines = (lines: readonly HunkLine[]): string[] => lines.filter(line => line.kind !== 'removed').map(line => line.text);

/**
Every path that an edit names, in all its readings.
*/
export function namedPaths(edit: Edit): string[] {
	const alternatives = edit.type === 'update' || edit.type === 'delete' ? edit.alternatives : [];
	const target = edit.type === 'update' && edit.moveTo !== undefined ? [edit.moveTo] : [];
	return [edit.path, ...alternatives, ...target];
}
