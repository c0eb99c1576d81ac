import type {HunkLine} from '../edit.ts';
import {familyOf, isTypographic, pairTypography} from '../place/plain-punctuation.ts';
import {runsOf} from './runs-of.ts';

/**
What the model did to typographic characters in the lines that it copied.
*/
type Habits = {
	/**
	Characters it made typographic, with what the file has.
	*/
	made: Map<string, Set<string>>;
	/**
	Families of typographic characters it left as they are.
	*/
	kept: Set<string>;
	/**
	What it wrote plainly where the file has typographic characters, in removed lines.
	*/
	lost: Set<string>;
};

type Replaced = {text: string; original: string};

/**
The added lines of a hunk that was matched after typographic characters were read as plain ones, with the file's own characters where the model changed
only their form: characters it made typographic become plain again, and what an added line shares with the line it replaces keeps the file's.
`own` has the file's line for each old line that was found. Returns undefined when it is open which form is meant.
*/
export function restorePunctuation(lines: readonly HunkLine[], own: ReadonlyArray<string | undefined>): string[] | undefined {
	const habits: Habits = {made: new Map(), kept: new Set(), lost: new Set()};
	const replaced: Replaced[] = [];
	for (const [index, line] of lines.filter(each => each.kind !== 'added').entries()) {
		const text = line.text.trimEnd();
		const original = own[index] === undefined ? undefined : alignStart(own[index], text);
		if (original !== undefined) {
			observe({text, original}, line.kind === 'removed', habits);
		}

		if (line.kind === 'removed') {
			replaced.push({text, original: original ?? text});
		}
	}

	const pairs = pairAdded(lines);
	const restored = lines.filter(line => line.kind === 'added').map(({text}, index) => restore(text, pairs[index] === undefined ? undefined : replaced[pairs[index]], habits));
	return restored.includes(undefined) ? undefined : restored as string[];
}

/**
The file's line with the hunk's indentation, so that both can be compared character by character.
*/
const alignStart = (line: string, text: string): string => text.slice(0, text.length - text.trimStart().length) + line.trim();

function observe({text, original}: Replaced, isRemoved: boolean, {made, kept, lost}: Habits): void {
	for (const {ours, theirs} of pairTypography(text, original) ?? []) {
		if (ours === theirs) {
			kept.add(familyOf(ours));
		} else if (isTypographic(ours)) {
			made.set(familyOf(ours), new Set([...made.get(familyOf(ours)) ?? [], theirs]));
		} else if (isRemoved && theirs.trim() !== '') {
			lost.add(ours);
		}
	}
}

function restore(text: string, replaced: Replaced | undefined, {made, kept, lost}: Habits): string | undefined {
	let plain = '';
	for (const character of text) {
		const family = familyOf(character);
		const forms = isTypographic(character) && made.size > 0 ? made.get(family) : undefined;
		if (isTypographic(character) && made.size > 0 && (kept.has(family) ? forms !== undefined : forms?.size !== 1)) {
			return undefined;
		}

		plain += forms ? [...forms][0]! : character;
	}

	if ([...lost].some(form => text.includes(form))) {
		return replaced && replaced.text.length === replaced.original.length ? carryOver(plain, replaced) : undefined;
	}

	return plain;
}

/**
For each added line, the number of the removed line that it replaces: line by line in runs of as many removed as added lines.
*/
function pairAdded(lines: readonly HunkLine[]): Array<number | undefined> {
	const pairs: Array<number | undefined> = [];
	let removedBefore = 0;
	for (const {removed, added} of runsOf(lines)) {
		const before = removedBefore;
		pairs.push(...added.map((_, index) => removed.length === added.length ? before + index : undefined));
		removedBefore += removed.length;
	}

	return pairs;
}

function carryOver(added: string, {text, original}: Replaced): string {
	const size = Math.min(added.length, text.length);
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
