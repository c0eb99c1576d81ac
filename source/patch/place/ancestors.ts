import {indentOf} from './indentation.ts';

/**
For every line, the index of the line that encloses it by indentation (a `def`, a `class`, a block's head), or -1.
*/
export function parentsOf(lines: readonly string[]): Int32Array {
	const parents = new Int32Array(lines.length).fill(-1);
	const open: Array<{index: number; indent: number}> = [];
	for (const [index, line] of lines.entries()) {
		if (line.trim() === '') {
			parents[index] = open.at(-1)?.index ?? -1;
			continue;
		}

		const indent = indentOf(line).length;
		while (open.length > 0 && open.at(-1)!.indent >= indent) {
			open.pop();
		}

		parents[index] = open.at(-1)?.index ?? -1;
		open.push({index, indent});
	}

	return parents;
}

/**
Whether a line is the one that an anchor names: git cuts long ones.
*/
function isNamed(line: string, anchor: string): boolean {
	const text = line.trim();
	return text === anchor || (anchor.length > 3 && text.startsWith(anchor));
}

/**
Whether all `anchors` are among the lines that enclose line `at`, as whole lines or (git cuts them) their beginnings.
*/
export function isEnclosedBy(anchors: readonly string[], {lines, parents, at}: {lines: readonly string[]; parents: Int32Array; at: number}): boolean {
	const missing = new Set(anchors);
	for (let index = parents[at] ?? -1; index >= 0 && missing.size > 0; index = parents[index]!) {
		const line = lines[index]!;
		for (const anchor of missing) {
			if (isNamed(line, anchor)) {
				missing.delete(anchor);
			}
		}
	}

	return missing.size === 0;
}
