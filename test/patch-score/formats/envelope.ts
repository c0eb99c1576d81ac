import {linesOf} from '../change.ts';
import type {FilePatch} from '../draft.ts';
import type {Style} from '../style.ts';
import {bodyLines} from './unified.ts';

/**
The lines of one file inside an envelope.
*/
export function envelopeLines(file: FilePatch, style: Style): string[] {
	if (file.action === 'create') {
		return [`${style.add}${file.path}`, ...file.header, ...linesOf(file.text).map(line => line === '' && style.hasBareBlanks ? '' : `+${line}`).map((line, index, lines) => index === lines.length - 1 && line === '' ? '+' : line)];
	}

	if (file.action === 'delete') {
		return [`${style.delete}${file.path}`];
	}

	return [
		`${style.update}${file.path}`,
		...(file.to === undefined ? [] : [`${style.move}${file.to}`]),
		...file.header,
		...file.hunks.flatMap(hunk => [...(hunk.header === undefined ? anchorLines(hunk.anchors ?? []) : [hunk.header]), ...bodyLines(hunk.lines)]),
		...(style.endOfFile === '' ? [] : [style.endOfFile]),
	];
}

const anchorLines = (anchors: readonly string[]): string[] => anchors.length === 0 ? ['@@'] : anchors.map(anchor => `@@ ${anchor}`);
