import {linesOf} from '../change.ts';
import type {FilePatch} from '../draft.ts';
import type {Style} from '../style.ts';

/**
A whole file: its path, then its text in a fence that is longer than any in the text.
*/
export function wholeLines(file: FilePatch, style: Style): string[] {
	const mark = style.fence[0]!;
	const longest = Math.max(2, ...linesOf(file.text).map(line => markLength(line, mark)));
	const fence = mark.repeat(Math.max(style.fence.length, longest + 1));
	return [...(style.head?.(file.path, fence) ?? [style.path(file.path), `${fence}${style.info}`]), ...linesOf(file.text), fence, ''];
}

function markLength(line: string, mark: string): number {
	const text = line.trim();
	return text.length - text.replace(new RegExp(`^${mark}+`, 'v'), '').length;
}
