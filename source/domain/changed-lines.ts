const hunkHeader = /^@@ -\d+(?:,(?<oldLines>\d+))? \+(?<newStart>\d+)(?:,(?<newLines>\d+))? @@/v;

/**
A line that a diff adds: `line` is its number in the new file, from 1.
*/
export type AddedLine = {path: string; line: number; text: string};

/**
A line of a diff. That of a removed one is the number of the line that comes in its place.
*/
export type DiffLine = AddedLine & {kind: 'context' | 'removed' | 'added'};

/**
The added lines of a git diff.
*/
export const addedLines = (diff: string): AddedLine[] =>
	diffLines(diff).flatMap(({kind, ...line}) => kind === 'added' ? [line] : []);

/**
The lines of a git diff's hunks. Hunks are followed by their line counts: an added line may itself look like a `+++` header.
*/
export function diffLines(diff: string): DiffLine[] {
	const lines: DiffLine[] = [];
	let path = '';
	let line = 0;
	let oldLeft = 0;
	let newLeft = 0;
	for (const text of diff.split('\n')) {
		if (oldLeft <= 0 && newLeft <= 0) {
			const header = hunkHeader.exec(text)?.groups;
			path = newPathIn(text) ?? path;
			line = Number(header?.newStart ?? 0);
			oldLeft = header ? Number(header.oldLines ?? 1) : 0;
			newLeft = header ? Number(header.newLines ?? 1) : 0;
		} else if (!text.startsWith('\\')) {
			const kind = kindOf(text);
			lines.push({
				path, line, text: text.slice(1), kind,
			});
			line += kind === 'removed' ? 0 : 1;
			oldLeft -= kind === 'added' ? 0 : 1;
			newLeft -= kind === 'removed' ? 0 : 1;
		}
	}

	return lines;
}

const kindOf = (text: string): DiffLine['kind'] => text.startsWith('+') ? 'added' : (text.startsWith('-') ? 'removed' : 'context');

/**
The path of a `+++ b/path` header, which git quotes like a C string where it has special characters.
*/
function newPathIn(text: string): string | undefined {
	const name = /^\+\+\+ (?<name>"?b\/.*)$/v.exec(text)?.groups?.name;
	if (name === undefined) {
		return undefined;
	}

	return name.startsWith('"') ? unquote(name).slice(2) : name.slice(2).replace(/\t$/v, '');
}

const escapes: Record<string, number> = {
	a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13,
};

function unquote(quoted: string): string {
	const bytes = [...new TextEncoder().encode(quoted.slice(1, -1))];
	const plain: number[] = [];
	for (let index = 0; index < bytes.length; index++) {
		if (bytes[index] !== 0x5C) {
			plain.push(bytes[index]!);
			continue;
		}

		const rest = String.fromCodePoint(...bytes.slice(index + 1, index + 4));
		const octal = /^[0-3][0-7]{2}/v.exec(rest)?.[0];
		plain.push(octal === undefined ? escapes[rest[0]!] ?? rest.codePointAt(0)! : Number.parseInt(octal, 8));
		index += octal === undefined ? 1 : 3;
	}

	return new TextDecoder().decode(new Uint8Array(plain));
}
