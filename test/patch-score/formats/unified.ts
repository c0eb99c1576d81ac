import type {FilePatch} from '../draft.ts';
import type {Hunk, PatchLine} from '../change.ts';

const range = (start: number, count: number): string => count === 1 ? String(start) : `${start},${count}`;

/**
The lines of one file of a git diff.
*/
export function unifiedLines(file: FilePatch): string[] {
	return [...file.header, ...file.hunks.flatMap(hunk => [hunk.header ?? hunkHeader(hunk), ...bodyLines(hunk.lines)])];
}

export function hunkHeader({stated, section}: Hunk): string {
	return `@@ -${range(stated.old, stated.oldCount)} +${range(stated.new, stated.newCount)} @@${section === '' ? '' : ` ${section}`}`;
}

export function bodyLines(lines: readonly PatchLine[]): string[] {
	return lines.flatMap(({kind, text, raw, lacksNewline}) => [raw ?? `${kind}${text}`, ...(lacksNewline ? [String.raw`\ No newline at end of file`] : [])]);
}
