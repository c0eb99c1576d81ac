/**
What a line starting with `@@` says. Numbers and counts are hints: models get them wrong or leave them out.
*/
export type HunkHeader = {
	oldStart?: number;
	newStart?: number;
	counts?: {old: number; new: number};
	anchor?: string;
};

const numbered = /^@@ {0,9}-(?<start>\d{1,9})(?:,(?<oldCount>\d{1,9}))? {1,9}\+(?<newStart>\d{1,9})(?:,(?<newCount>\d{1,9}))? {0,9}@@(?<rest>.*)$/v;

/**
`@@ line 120`, `@@ 120 @@ def f():`, `@@ -120 @@`: a place without counts.
*/
const lineHint = /^@@ {0,9}(?:lines? {1,9}|l|-)?(?<line>\d{1,9})(?: {0,9}(?:-|to) {0,9}\d{1,9}|,\d{1,9})? {0,9}(?:@@|$|(?=:))(?<rest>.*)$/iv;

export const isHunkHeader = (line: string | undefined): boolean => line !== undefined && line.startsWith('@@') && !line.startsWith('@@@');

/**
Reads `@@ -1,2 +3,4 @@ def f():`, `@@ line 12 @@ def f():`, `@@ ... @@`, `@@` and `@@ class A:` alike.
*/
export function readHunkHeader(line: string): HunkHeader {
	const match = numbered.exec(line.trimEnd());
	if (match) {
		const {start, newStart, oldCount, newCount, rest} = match.groups as {start: string; newStart: string; oldCount?: string; newCount?: string; rest: string};
		return {
			oldStart: Number(start),
			newStart: Number(newStart),
			counts: {old: Number(oldCount ?? 1), new: Number(newCount ?? 1)},
			anchor: anchorOf(rest),
		};
	}

	const hint = lineHint.exec(line.trimEnd())?.groups;
	if (hint) {
		return {oldStart: Number(hint.line), anchor: anchorOf(hint.rest!)};
	}

	const inner = line.slice(2);
	const close = inner.indexOf('@@');
	return {anchor: close === -1 ? anchorOf(inner) : anchorOf(inner.slice(close + 2)) ?? anchorOf(inner.slice(0, close))};
}

function anchorOf(text: string): string | undefined {
	const anchor = text.trim();
	return /^[\s\d+,\-.:N\u{2026}]*$/v.test(anchor) || /^lines?\s/iv.test(anchor) ? undefined : anchor;
}
