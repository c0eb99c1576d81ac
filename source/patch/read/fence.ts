/**
A Markdown code fence. `indent` counts the characters before its mark.
*/
export type Fence = {mark: string; length: number; indent: number; info: string};

/**
The fence that a line opens, or undefined.
*/
export function openingFence(line: string): Fence | undefined {
	if (line.length > 1000) {
		return undefined;
	}

	const match = /^(?<indent>[\t ]{0,12})(?<marks>`{3,}|~{3,})(?<info>[^`~][^`]*)?$/v.exec(line);
	if (!match) {
		return undefined;
	}

	const {indent, marks, info = ''} = match.groups as {indent: string; marks: string; info?: string};
	return {
		mark: marks[0]!, length: marks.length, indent: indent.length, info: info.trim(),
	};
}

/**
Whether a line closes a fence: the same mark, at least as long, no deeper, and nothing after it.
*/
export function isClosingFence(line: string, fence: Fence): boolean {
	const closing = openingFence(line);
	return closing?.info === '' && isWithin(closing, fence);
}

/**
Index of the line that closes a fence opened before `start`, counting fences inside it that have an info string; undefined if it stays open.
*/
export function findFenceEnd(lines: readonly string[], start: number, fence: Fence): number | undefined {
	let depth = 0;
	for (let index = start; index < lines.length; index++) {
		const line = lines[index]!;
		if (isClosingFence(line, fence)) {
			if (depth === 0) {
				return index;
			}

			depth--;
		} else {
			depth += isNestedOpening(line, fence) ? 1 : 0;
		}
	}

	return undefined;
}

function isNestedOpening(line: string, fence: Fence): boolean {
	const inner = openingFence(line);
	return inner ? isWithin(inner, fence) : false;
}

const isWithin = (inner: Fence, fence: Fence): boolean =>
	inner.mark === fence.mark && inner.length >= fence.length && inner.indent <= fence.indent;

/**
Takes an indentation of `indent` characters from all lines, or from none if one of them has less.
*/
export function dedent(lines: string[], indent: number): string[] {
	return indent > 0 && lines.every(line => line.slice(0, indent).trim() === '') ? lines.map(line => line.slice(indent)) : lines;
}
