import {isHunkHeader} from './hunk-header.ts';

/**
`diff --git a/x b/x`, or the command of another tool.
*/
export const isDiffCommand = (line: string): boolean => line.length < 5000 && /^diff (?:-\S{1,40} ){1,5}\S/v.test(line);

/**
`Index: path` over a row of `=`, as Subversion and others begin a file's diff.
*/
export const isIndexLine = (lines: readonly string[], index: number): boolean => lines[index]!.startsWith('Index: ') && /^={20,200}\s*$/v.test(lines[index + 1] ?? '');

/**
Whether the header of a file's diff begins here; `diff --git`, `---` or `+++` may be missing.
*/
export function isDiffStart(lines: readonly string[], index: number): boolean {
	const line = lines[index]!;
	const next = lines[index + 1];
	return isDiffCommand(line) || isIndexLine(lines, index)
		|| (line.startsWith('--- ') && (next?.startsWith('+++ ') === true || isHunkHeader(next)))
		|| (line.startsWith('+++ ') && isHunkHeader(next));
}

/**
A header's first half alone: what is left of a diff that was cut off.
*/
export const isDanglingHeader = (lines: readonly string[], index: number): boolean =>
	/^(?:--- |\+\+\+ )(?:"?[abciow]\/|\/dev\/null)/v.test(lines[index]!) && !isDiffStart(lines, index);
