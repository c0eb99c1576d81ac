import type {HunkLine} from '../edit.ts';

type Matched = {lines: readonly HunkLine[]; file: readonly string[]; at: number};

/**
The added lines of a hunk that was matched after typographic characters were read as plain ones, with the file's own characters where the model changed
only their form: characters it made typographic become plain again, and what an added line shares with the line it replaces keeps the file's.
Returns undefined when it is open which form is meant.
*/
export function restorePunctuation({lines, file, at}: Matched): string[] | undefined {
	const typographic = new Map<string, string>();
	const originals: Array<{text: string; original: string} | undefined> = [];
	const lost = new Set<string>();
	let index = at;
	for (const line of lines) {
		if (line.kind === 'added') {
			continue;
		}

		const original = alignStart(file[index]!, line.text);
		index++;
		compare({
			text: line.text, original, typographic, lost: line.kind === 'removed' ? lost : undefined,
		});
		if (line.kind === 'removed') {
			originals.push({text: line.text, original});
		}
	}

	const pairs = pairAdded(lines);
	const restored: string[] = [];
	for (const [position, text] of lines.filter(line => line.kind === 'added').map(line => line.text).entries()) {
		const plain = [...text].map(character => typographic.get(character) ?? character).join('');
		const replaced = pairs[position] === undefined ? undefined : originals[pairs[position]];
		if (!replaced && [...lost].some(character => text.includes(character))) {
			return undefined;
		}

		restored.push(replaced && lost.size > 0 ? carryOver(plain, replaced) : plain);
	}

	return restored;
}

/**
The file's line with the hunk's indentation, so that both can be compared character by character.
*/
function alignStart(line: string, text: string): string {
	return text.slice(0, text.length - text.trimStart().length) + line.trimStart();
}

function compare({text, original, typographic, lost}: {text: string; original: string; typographic: Map<string, string>; lost: Set<string> | undefined}): void {
	for (let index = 0; index < Math.min(text.length, original.length); index++) {
		const [ours, theirs] = [text[index]!, original[index]!];
		if (ours !== theirs && ours > '\u{7F}') {
			typographic.set(ours, theirs);
		} else if (ours !== theirs && ours !== ' ' && theirs.trim() !== '') {
			lost?.add(ours);
		}
	}
}

/**
For each added line, the number of the removed line that it replaces: line by line in runs of as many removed as added lines.
*/
function pairAdded(lines: readonly HunkLine[]): Array<number | undefined> {
	const pairs: Array<number | undefined> = [];
	let removedBefore = 0;
	for (let start = 0; start < lines.length;) {
		let end = start;
		while (end < lines.length && lines[end]!.kind !== 'context') {
			end++;
		}

		const run = lines.slice(start, end);
		const removed = run.filter(line => line.kind === 'removed').length;
		for (let index = 0; index < run.length - removed; index++) {
			pairs.push(removed * 2 === run.length ? removedBefore + index : undefined);
		}

		removedBefore += removed;
		start = end + 1;
	}

	return pairs;
}

function carryOver(added: string, {text, original}: {text: string; original: string}): string {
	const size = Math.min(added.length, text.length, original.length);
	let head = 0;
	while (head < size && added[head] === text[head]) {
		head++;
	}

	let tail = 0;
	while (tail < size - head && added.at(-1 - tail) === text.at(-1 - tail)) {
		tail++;
	}

	return original.slice(0, head) + added.slice(head, added.length - tail) + (tail > 0 ? original.slice(text.length - tail, text.length) : '');
}
