import type {Random} from './random.ts';

type Edit = (lines: readonly string[], random: Random) => string[];

const names = ['cache', 'limit', 'handler', 'result', 'context', 'buffer', 'offset', 'state'];
const indentOf = (line: string): string => /^\s*/v.exec(line)![0];
const startOf = (lines: readonly string[], random: Random): number => random.int(0, Math.max(0, lines.length - 1));

/**
Where a block that starts at a line ends: the next lines that are blank or deeper, at most `most`.
*/
function blockEnd(lines: readonly string[], start: number, most: number): number {
	const depth = indentOf(lines[start] ?? '').length;
	let end = start + 1;
	while (end < lines.length && end - start < most && (lines[end]!.trim() === '' || indentOf(lines[end]!).length > depth)) {
		end++;
	}

	return end;
}

function renameInRegion(lines: readonly string[], random: Random): string[] {
	const start = startOf(lines, random);
	const end = Math.min(lines.length, start + random.int(5, 60));
	const words = lines.slice(start, end).join('\n').match(/\b[_a-z]\w{3,}\b/gv) ?? [];
	const word = words.length > 0 ? random.pick(words) : undefined;
	return word === undefined ? [...lines] : lines.map((line, index) => index >= start && index < end ? line.replaceAll(new RegExp(String.raw`\b${word}\b`, 'gv'), () => `${word}_${random.pick(['new', 'value'])}`) : line);
}

function newBlock(indent: string, random: Random): string[] {
	const name = `${random.pick(names)}_${random.int(1, 99)}`;
	return random.pick([
		[`${indent}${name} = ${random.int(0, 99)}`],
		[`${indent}# ${name} is kept for later`, `${indent}${name} = None`],
		['', `${indent}def ${name}(self, value):`, `${indent}    """Keep the value -- and say so..."""`, `${indent}    self.${name} = value`, '', `${indent}    return value`, ''],
		[`${indent}if ${name} is None:`, `${indent}    raise ValueError("no '${name}' here")`],
		[`${indent}try:`, `${indent}    ${name}()`, `${indent}except KeyError:`, `${indent}    pass`, ''],
		[''],
	]);
}

const insertBlock: Edit = (lines, random) => {
	const at = startOf(lines, random);
	return lines.toSpliced(at, 0, ...newBlock(indentOf(lines[at] ?? ''), random));
};

const insertCopy: Edit = (lines, random) => {
	const from = startOf(lines, random);
	return lines.toSpliced(startOf(lines, random), 0, ...lines.slice(from, blockEnd(lines, from, 12)));
};

const deleteBlock: Edit = (lines, random) => {
	const at = startOf(lines, random);
	return lines.toSpliced(at, Math.min(random.int(1, 15), blockEnd(lines, at, 15) - at));
};

const changeLiteral: Edit = (lines, random) => {
	const places = lines.flatMap((line, index) => /\d+|["'][^"']{2,}["']/v.test(line) ? [index] : []);
	if (places.length === 0) {
		return [...lines];
	}

	const at = random.pick(places);
	return lines.with(at, lines[at]!.replace(/\d+|(?<=["'])[^"']{2,}(?=["'])/v, found => /^\d/v.test(found) ? String(Number(found.slice(0, 9)) + 1) : `${found} now`));
};

const moveBlock: Edit = (lines, random) => {
	const openers = lines.flatMap((line, index) => /^\s*(?:def|class|function|export|async)\b/v.test(line) ? [index] : []);
	if (openers.length < 2) {
		return [...lines];
	}

	const from = random.pick(openers);
	const end = blockEnd(lines, from, 40);
	const rest = lines.toSpliced(from, end - from);
	return rest.toSpliced(Math.min(rest.length, random.pick(openers)), 0, ...lines.slice(from, end));
};

const wrapBlock: Edit = (lines, random) => {
	const at = startOf(lines, random);
	const indent = indentOf(lines[at] ?? '');
	const end = blockEnd(lines, at, 8);
	const unit = indent.includes('\t') ? '\t' : ' '.repeat(4);
	return [...lines.slice(0, at), `${indent}if ${random.pick(names)}:`, ...lines.slice(at, end).map(line => line.trim() === '' ? line : unit + line), ...lines.slice(end)];
};

const atBeginning: Edit = (lines, random) => random.chance(0.5) ? [`# ${random.pick(names)}: see below`, ...lines] : lines.with(random.int(0, Math.min(2, lines.length - 1)), `import ${random.pick(names)}`);

const atEnd: Edit = (lines, random) => random.chance(0.6) ? [...lines, ...newBlock('', random), `${random.pick(names)} = ${random.int(1, 9)}`] : lines.slice(0, -random.int(1, 3));

const changeWords: Edit = (lines, random) => {
	const at = startOf(lines, random);
	const count = random.int(1, 4);
	return lines.map((line, index) => index >= at && index < at + count && line.trim() !== '' ? `${line.trimEnd()}  # ${random.pick(names)}` : line);
};

const tidy: Edit = (lines, random) => {
	const at = startOf(lines, random);
	return lines.map((line, index) => index >= at && index < at + 3 ? line.trimEnd() : line).toSpliced(at, lines[at]?.trim() === '' ? 1 : 0);
};

const edits: readonly Edit[] = [renameInRegion, insertBlock, insertBlock, insertCopy, deleteBlock, changeLiteral, changeLiteral, moveBlock, wrapBlock, atBeginning, atEnd, changeWords, tidy];

/**
A later version of a text: one to five edits such as people make, chosen by `random`.
*/
export function editText(text: string, random: Random): string {
	let lines = text.split('\n').slice(0, -1);
	for (let turn = random.pick([1, 1, 2, 2, 3, 5]); turn > 0 && lines.length > 3; turn--) {
		lines = random.pick(edits)(lines, random);
	}

	return lines.map(line => `${line}\n`).join('');
}
