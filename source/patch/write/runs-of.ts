import type {HunkLine} from '../edit.ts';

/**
The changes of a hunk: runs of removed and added lines without context between.
*/
export function runsOf(lines: readonly HunkLine[]): Array<{removed: string[]; added: string[]}> {
	const runs: Array<{removed: string[]; added: string[]}> = [];
	let isOpen = false;
	for (const {kind, text} of lines) {
		if (kind === 'context') {
			isOpen = false;
			continue;
		}

		if (!isOpen) {
			runs.push({removed: [], added: []});
		}

		isOpen = true;
		runs.at(-1)![kind].push(text);
	}

	return runs;
}
