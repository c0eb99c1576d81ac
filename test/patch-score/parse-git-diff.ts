import type {Hunk, PatchLine} from './change.ts';

/**
One file of `git diff-tree --raw -p`: its names, modes and objects, the lines before its hunks, and its hunks.
*/
export type GitFile = {
	oldMode: string;
	newMode: string;
	oldBlob: string;
	newBlob: string;
	path: string;
	to: string;
	header: string[];
	hunks: Hunk[];
};

const rawLine = /^:(?<oldMode>\d{6}) (?<newMode>\d{6}) (?<oldBlob>[\da-f]{40}) (?<newBlob>[\da-f]{40}) [A-Z]\d*\t(?<path>[^\t]+)(?:\t(?<to>[^\t]+))?$/v;
const hunkLine = /^@@ -(?<old>\d+)(?:,(?<oldCount>\d+))? \+(?<new>\d+)(?:,(?<newCount>\d+))? @@(?<section>.*)$/v;

/**
Reads git's own output, which is well formed: counts are right, raw lines and diffs come in the same order.
*/
export function parseGitDiff(output: string): GitFile[] {
	const lines = output.split('\n');
	const files: GitFile[] = [];
	let at = 0;
	for (; at < lines.length && !lines[at]!.startsWith('diff --git'); at++) {
		const groups = rawLine.exec(lines[at]!)?.groups;
		if (!groups) {
			continue;
		}

		const {
			oldMode, newMode, oldBlob, newBlob, path, to,
		} = groups as Record<string, string>;
		files.push({
			oldMode: oldMode!, newMode: newMode!, oldBlob: oldBlob!, newBlob: newBlob!, path: path!, to: to ?? path!, header: [], hunks: [],
		});
	}

	for (const file of files) {
		do {
			file.header.push(lines[at++]!);
		} while (at < lines.length && !/^(?:@@ |diff --git )/v.test(lines[at]!) && lines[at] !== '');

		while (lines[at]?.startsWith('@@ ')) {
			at = readHunk(lines, at, file.hunks);
		}
	}

	return files;
}

function readHunk(lines: readonly string[], start: number, hunks: Hunk[]): number {
	const groups = hunkLine.exec(lines[start]!)!.groups!;
	const stated = {
		old: Number(groups.old), new: Number(groups.new), oldCount: Number(groups.oldCount ?? 1), newCount: Number(groups.newCount ?? 1),
	};
	const body: PatchLine[] = [];
	let {oldCount, newCount} = stated;
	let at = start + 1;
	while (oldCount > 0 || newCount > 0 || lines[at]?.startsWith('\\')) {
		const line = lines[at++]!;
		if (line.startsWith('\\')) {
			body.at(-1)!.lacksNewline = true;
			continue;
		}

		const kind = line[0] as PatchLine['kind'];
		oldCount -= kind === '+' ? 0 : 1;
		newCount -= kind === '-' ? 0 : 1;
		body.push({kind, text: line.slice(1)});
	}

	hunks.push({
		lines: body, at: stated.oldCount === 0 ? stated.old : stated.old - 1, stated, section: groups.section!.trimStart(),
	});
	return at;
}
