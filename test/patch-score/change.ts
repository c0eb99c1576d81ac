/**
A line of a hunk. `raw` is how it is written where a damage spells it otherwise than prefix and text.
*/
export type PatchLine = {kind: ' ' | '-' | '+'; text: string; lacksNewline?: boolean; raw?: string};

/**
`at` is where the hunk truly belongs: the 0-based index in the file before. `stated` is what its header says, 1-based as git counts.
`header` replaces the header line; `anchors` stand in an envelope's `@@` lines.
*/
export type Hunk = {
	lines: PatchLine[];
	at: number;
	stated: {old: number; new: number; oldCount: number; newCount: number};
	section: string;
	header?: string;
	anchors?: string[];
};

export type FileVersion = {text: string; executable: boolean};

/**
One file of a commit. `header` is what git prints before the hunks; `to` is the new path of a renamed file.
*/
export type FileChange = {
	path: string;
	to?: string;
	before?: FileVersion;
	after?: FileVersion;
	header: string[];
	hunks: Hunk[];
};

export type Change = {source: string; files: FileChange[]};

export type Run = {at: number; removed: string[]; added: string[]};

/**
The lines of a text; the newline at its end is no line of its own.
*/
export function linesOf(text: string): string[] {
	const lines = text.split('\n');
	if (lines.at(-1) === '') {
		lines.pop();
	}

	return lines;
}

export const oldTexts = (hunk: Hunk): string[] => hunk.lines.filter(({kind}) => kind !== '+').map(({text}) => text);

export const newTexts = (hunk: Hunk): string[] => hunk.lines.filter(({kind}) => kind !== '-').map(({text}) => text);

/**
What hunks change, without their context: where, which lines go and which come.
*/
export function runsOf(hunks: readonly Hunk[]): Run[] {
	const runs: Run[] = [];
	for (const hunk of hunks) {
		let {at} = hunk;
		let run: Run | undefined;
		for (const {kind, text} of hunk.lines) {
			if (kind === ' ') {
				at++;
				run = undefined;
				continue;
			}

			if (!run) {
				run = {at, removed: [], added: []};
				runs.push(run);
			}

			if (kind === '-') {
				run.removed.push(text);
				at++;
			} else {
				run.added.push(text);
			}
		}
	}

	return runs.toSorted((a, b) => a.at - b.at);
}

export function applyRuns(lines: readonly string[], runs: readonly Run[]): string[] {
	const result: string[] = [];
	let at = 0;
	for (const run of runs) {
		result.push(...lines.slice(at, run.at), ...run.added);
		at = run.at + run.removed.length;
	}

	return [...result, ...lines.slice(at)];
}
