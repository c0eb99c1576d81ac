import {linesOf} from '../change.ts';
import type {FilePatch} from '../draft.ts';
import type {Style} from '../style.ts';

/**
The SEARCH/REPLACE blocks of one file, each with its path and, if the style has one, in its fence. An empty SEARCH creates.
*/
export function searchReplaceLines(file: FilePatch, style: Style): string[] {
	if (file.action === 'create') {
		return block(file.path, {search: [], replace: linesOf(file.text), style});
	}

	return file.hunks.flatMap(hunk => block(file.path, {
		search: hunk.lines.filter(({kind}) => kind !== '+').map(({text, raw}) => raw ?? text),
		replace: hunk.lines.filter(({kind}) => kind !== '-').map(({text, raw}) => raw ?? text),
		style,
		line: hunk.stated.old,
	}));
}

function block(path: string, {search, replace, style, line = 1}: {search: string[]; replace: string[]; style: Style; line?: number}): string[] {
	const body = [style.search, ...style.hint(line), ...search, style.divider, ...replace, ...(style.replace === '' ? [] : [style.replace])];
	return style.fence === '' ? [style.path(path), ...body, ''] : [...(style.head?.(path, style.fence) ?? [style.path(path), `${style.fence}${style.info}`]), ...body, style.fence, ''];
}
