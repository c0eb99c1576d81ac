import {isHunkHeader} from './hunk-header.ts';

/**
Whether the header of a file's diff begins here; `diff --git`, `---` or `+++` may be missing.
*/
export function isDiffStart(lines: readonly string[], index: number): boolean {
	const line = lines[index]!;
	const next = lines[index + 1];
	return line.startsWith('diff --git ')
		|| (line.startsWith('--- ') && (next?.startsWith('+++ ') === true || isHunkHeader(next)))
		|| (line.startsWith('+++ ') && isHunkHeader(next));
}

/**
A header's first half alone: what is left of a diff that was cut off.
*/
export const isDanglingHeader = (lines: readonly string[], index: number): boolean =>
	/^(?:--- |\+\+\+ )(?:"?[abciow]\/|\/dev\/null)/v.test(lines[index]!) && !isDiffStart(lines, index);
