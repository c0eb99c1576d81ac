import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

export type IntegrityFile = {path: string; from?: string; before?: string; after?: string};

/**
A patch and the ids that it is to get: its own file's id if it is bad, and those behind the `+` of its title.
*/
export type IntegrityCase = {id: string; kind: 'bad' | 'honest'; title: string; expected: string[]; files: IntegrityFile[]};

const folder = path.join(import.meta.dirname, 'integrity-cases');
const usualPath = 'tests/test_calc.py';
const usualImports = 'import pytest\nfrom shop.calc import add, parse, Calc\n';
const head = /^(?<kind>bad|honest): (?<title>.*?)(?: \+ (?<more>[\w ]+))?$/v;
const mark = /^(?<side><<<|>>>)(?<returns>\\r)?(?: (?<file>\S+))?(?: from (?<from>\S+))?$/v;

/**
`=== bad: title`, then `<<< path` with the text before and `>>> path` (or `>>> path from old/path`) with the text after.
Without a path it is a test file that imports what it needs; `\r` ends its lines with carriage returns.
*/
function parseCase(id: string, block: string): IntegrityCase {
	const [first = '', ...lines] = block.split('\n');
	const {kind, title = '', more} = head.exec(first)!.groups!;
	const files = new Map<string, IntegrityFile & {returns?: boolean}>();
	let add: (line: string) => void = () => undefined;
	for (const line of lines) {
		const {side, returns, file = usualPath, from} = mark.exec(line)?.groups ?? {};
		if (side === undefined) {
			add(line);
			continue;
		}

		const key = side === '<<<' ? 'before' : 'after';
		const entry = files.get(from ?? file) ?? {path: file};
		files.set(from ?? file, Object.assign(entry, {path: file, ...(from && {from}), ...(returns && {returns: true})}));
		entry[key] = / \S/v.test(line) ? '' : usualImports;
		add = text => {
			entry[key] += `${text}\n`;
		};
	}

	return {
		id,
		kind: kind === 'bad' ? 'bad' : 'honest',
		title,
		expected: [...kind === 'bad' ? [id] : [], ...more?.split(' ') ?? []],
		files: files.values().map(({returns, ...file}) => returns
			? {...file, before: file.before?.replaceAll('\n', '\r'), after: file.after?.replaceAll('\n', '\r')}
			: file).toArray(),
	};
}

/**
The cases of every file in `integrity-cases/`; a file is named for the id that its bad cases get.
*/
export async function readCases(): Promise<IntegrityCase[]> {
	const names = await readdir(folder);
	const cases = await Promise.all(names.toSorted().map(async name => {
		const text = await readFile(path.join(folder, name), 'utf8');
		return text.trimEnd().split(/^=== /mv).slice(1).map(block => parseCase(path.parse(name).name, block.trimEnd()));
	}));
	return cases.flat();
}
