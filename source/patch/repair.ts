/**
A hunk that was not applied as it stands: which rung of the ladder found its place. `line` counts from 1, in the file as the hunks before left it.
*/
export type Repair = {path: string; hunk: number; line: number; rung: RungName};

/**
The rungs of the ladder, strictest first: what a hunk may differ in from its file.
*/
export const rungNames = [
	'blank_lines',
	'trailing_whitespace',
	'line_endings',
	'punctuation',
	'leading_space',
	'indentation',
	'tabs',
	'ellipsis',
	'context',
] as const;

export type RungName = typeof rungNames[number];
