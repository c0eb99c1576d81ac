import type {Random} from './random.ts';

const opener = /^\s*(?:class|(?:async )?def)\s/v;

/**
The `class` and `def` lines that enclose a line of Python, as a model would put them after `@@`: the inner one, or all from the outside in.
*/
export function enclosingAnchors(lines: readonly string[], at: number, random: Random): string[] {
	const anchors: string[] = [];
	const first = lines.slice(at).find(line => line.trim() !== '') ?? '';
	let depth = indentOf(first);
	for (let index = Math.min(at, lines.length) - 1; index >= 0 && depth > 0; index--) {
		const line = lines[index]!;
		if (line.trim() === '' || indentOf(line) >= depth) {
			continue;
		}

		depth = indentOf(line);
		if (opener.test(line)) {
			anchors.unshift(line.trim());
		}
	}

	return random.chance(0.7) ? anchors.slice(-1) : anchors.slice(-2);
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
