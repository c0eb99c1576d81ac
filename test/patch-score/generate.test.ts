import {
	chmod,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	test,
} from 'vitest';
import type {Case} from './case.ts';
import type {Change} from './change.ts';
import {damages} from './damages/table.ts';
import {draftOf} from './draft-of.ts';
import {
	formats,
	type Tree,
} from './draft.ts';
import {generateCases} from './generate.ts';
import {judge, type Applier} from './judge.ts';
import {Random} from './random.ts';
import {render} from './render.ts';
import {generatedChanges} from './sources.ts';
import {summarise} from './table.ts';

let changes: Change[];
let directory: string;

beforeAll(async () => {
	changes = await generatedChanges({seed: 9, count: 250});
	directory = await mkdtemp(path.join(os.tmpdir(), 'autopack-score-test-'));
});

afterAll(async () => rm(directory, {recursive: true, force: true}));

const pairs = damages.filter(({name}) => name !== 'none').flatMap(damage => formats.filter(format => damage.formats.includes(format)).map(format => [damage.name, format] as const));

const casesOf = (only: string, count: number): Case[] => generateCases(changes, {seed: 1, count, only: `${only}/`}).toArray();

const plainTree = (tree: Tree): Record<string, string> => Object.fromEntries([...tree].toSorted(([a], [b]) => a < b ? -1 : 1).map(([name, {text, executable}]) => [name, `${executable ? '755' : '644'} ${text}`]));

/**
What real `git apply` makes of a reply in a directory of its own; undefined if it refuses.
*/
async function gitApply(reply: string, before: Tree): Promise<Record<string, string> | undefined> {
	const root = await mkdtemp(path.join(directory, 'tree-'));
	for (const [name, {text, executable}] of before) {
		const file = path.join(root, name);
		await mkdir(path.dirname(file), {recursive: true});
		await writeFile(file, text);
		await chmod(file, executable ? 0o755 : 0o644);
	}

	const patch = `${root}.patch`;
	await writeFile(patch, reply);
	try {
		await execa('git', ['-c', 'core.autocrlf=false', 'apply', patch], {cwd: root, env: {GIT_CEILING_DIRECTORIES: directory}});
	} catch {
		return undefined;
	}

	const entries = await readdir(root, {recursive: true, withFileTypes: true});
	const files = await Promise.all(entries.filter(entry => entry.isFile()).map(async entry => {
		const file = path.join(entry.parentPath, entry.name);
		const {mode} = await stat(file);
		return [path.relative(root, file), `${mode % 0o1000 === 0o755 ? '755' : '644'} ${await readFile(file, 'utf8')}`] as const;
	}));
	return Object.fromEntries(files.toSorted(([a], [b]) => a < b ? -1 : 1));
}

describe('the generator', () => {
	test('the same seed gives the same cases, another seed others', () => {
		const replies = (seed: number) => generateCases(changes, {seed, count: 200}).map(({id, reply}) => `${id}\n${reply}`).toArray();
		expect(replies(3)).toEqual(replies(3));
		expect(replies(3)).not.toEqual(replies(4));
	});

	test.each(pairs)('%s in %s changes the reply or the files', (name, format) => {
		const damage = damages.find(candidate => candidate.name === name)!;
		let count = 0;
		for (let seed = 0; seed < 300 && count < 3; seed++) {
			const random = new Random(seed);
			const draft = draftOf(random.pick(changes), format, random);
			const damaged = draft && damage.apply(draft, random);
			if (!damaged) {
				continue;
			}

			count++;
			expect([render(damaged), plainTree(damaged.before)]).not.toEqual([render(draft), plainTree(draft.before)]);
		}

		expect(count).toBe(3);
	});

	test('every damage in every format comes to a case, and every case is one that can be told from its class', () => {
		const made = generateCases(changes, {seed: 2, count: 1200}).toArray();
		const names = new Set(made.map(({damage, format}) => `${damage} ${format}`));
		expect(pairs.filter(([name, format]) => !names.has(`${name} ${format}`))).toEqual([]);
		expect(new Set(made.map(({id}) => id)).size).toBe(made.length);
		expect(made.filter(({class: kind, before, after}) => kind !== 'must_refuse' && JSON.stringify(plainTree(before)) === JSON.stringify(plainTree(after)))).toEqual([]);
	});
});

describe('checked by git apply', () => {
	test.each(['none', 'no_git_header', 'ambiguous_line_number_ok'])('%s gives the expected tree', async name => {
		await Promise.all(casesOf(`${name}/unified`, 12).map(async ({reply, before, after, id}) => {
			expect([id, await gitApply(reply, before)]).toEqual([id, plainTree(after)]);
		}));
	});

	test.each(['stale_conflict', 'stale_delete', 'add_exists'])('%s is refused', async name => {
		await Promise.all(casesOf(`${name}/unified`, 8).map(async ({reply, before, id}) => {
			expect([id, await gitApply(reply, before)]).toEqual([id, undefined]);
		}));
	});
});

const writesOf = (tree: Tree) => [...tree].map(([name, {text, executable}]) => ({path: name, content: text, executable}));

function score(applierOf: (made: Case) => Applier) {
	const made = generateCases(changes, {seed: 5, count: 400}).toArray();
	return summarise(made.map(one => ({case: one, verdict: judge(one, applierOf(one))}))).total;
}

/**
Knows what is expected, and writes it with every text changed.
*/
const spoiling = (spoil: (text: string) => string) => ({after}: Case): Applier =>
	() => ({ok: true, writes: writesOf(after).map(write => ({...write, content: spoil(write.content)}))});

/**
Knows what is expected of every case, and refuses nothing.
*/
function knowing({before, after}: Case): Applier {
	const deleted = before.keys().filter(name => !after.has(name)).map(name => ({path: name, content: undefined})).toArray();
	return () => ({ok: true, writes: [...writesOf(after), ...deleted]});
}

const blocksOf = (reply: string) => reply.matchAll(/^(?<name>\S+)\n```\w*\n<<<<<<< SEARCH\n(?<search>[\s\S]*?)=======\n(?<replace>[\s\S]*?)>>>>>>> REPLACE/gmv)
	.map(match => match.groups as {name: string; search: string; replace: string}).toArray();

/**
Replaces the first lines of the file that are each block's SEARCH text, as a naive applier does.
*/
function firstPlace({reply, before}: Case): Applier {
	const texts = new Map([...before].map(([name, {text}]) => [name, `\n${text}`]));
	for (const {name, search, replace} of blocksOf(reply)) {
		texts.set(name, (texts.get(name) ?? '\n').replace(`\n${search}`, () => `\n${replace}`));
	}

	return () => ({ok: true, writes: [...texts].map(([name, content]) => ({path: name, content: content.slice(1)}))});
}

/**
In how many places of its file the most frequent SEARCH text of a reply stands.
*/
const mostPlaces = ({reply, before}: Case): number =>
	Math.max(...blocksOf(reply).map(({name, search}) => (before.get(name)?.text ?? '').split(search).length - 1));

const withoutMode = ({after}: Case): Applier =>
	() => ({ok: true, writes: writesOf(after).map(write => ({...write, executable: false}))});

describe('broken appliers are caught', () => {
	test('one that refuses everything has nothing right', () => {
		const {right, wrong, refused, cases} = score(() => () => ({ok: false, code: 'not_found', message: 'The lines are not in the file.'}));
		expect({right, wrong, refused}).toEqual({right: 0, wrong: 0, refused: cases});
	});

	test('one that knows all answers but refuses nothing is wrong where it must refuse', () => {
		const {classes} = score(knowing);
		expect(classes.must_apply).toMatchObject({right: classes.must_apply.cases, wrong: 0});
		expect(classes.must_refuse).toMatchObject({wrong: classes.must_refuse.cases});
	});

	test.each<[string, (text: string) => string]>([
		['drops the final newline', text => text.slice(0, -1)],
		['writes LF only, or CRLF', text => text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n')],
		['adds a blank', text => `${text} `],
	])('one that %s has nothing right', (_name, spoil) => {
		const {classes} = score(spoiling(spoil));
		expect(classes.must_apply).toMatchObject({right: 0, wrong: classes.must_apply.cases});
	});

	test('one that writes a file too many, forgets the mode, or throws', () => {
		const tooMany = score(({after}) => () => ({ok: true, writes: [...writesOf(after), {path: 'extra.py', content: ''}]}));
		const executable = generateCases(changes, {seed: 5, count: 400, only: 'none/unified/'}).filter(({after}) => after.values().some(file => file.executable)).toArray();
		const modeless = executable.map(made => judge(made, withoutMode(made)));
		expect([tooMany.right, new Set(modeless.map(({outcome}) => outcome))]).toEqual([0, new Set(['wrong'])]);
		expect(judge(casesOf('none/unified', 1)[0]!, () => {
			throw new Error('a bug');
		})).toMatchObject({outcome: 'wrong', fault: 'Error: a bug'});
	});

	test('one that takes the first place that fits is right with undamaged blocks, and wrong with ambiguous ones', () => {
		// What the blocks are made of may itself talk of blocks, or hold an earlier block's lines: a few of these are beyond a naive applier
		const intact = casesOf('none/search-replace', 20).filter(({reply}) => !reply.includes('SEARCH\n======='));
		const right = intact.filter(made => judge(made, firstPlace(made)).outcome === 'right');
		expect(right.length).toBeGreaterThan(intact.length * 0.8);
		const ambiguous = casesOf('ambiguous/search-replace', 20);
		expect(ambiguous.map(made => mostPlaces(made) > 1)).toEqual(ambiguous.map(() => true));
		expect(ambiguous.filter(made => judge(made, firstPlace(made)).outcome !== 'wrong').map(({id}) => id)).toEqual([]);
	});

	test('a refusal without a reason is counted', () => {
		const made = casesOf('stale_conflict/unified', 3);
		expect(made.map(one => judge(one, () => ({ok: false, code: 'not_found', message: 'no'})).fault)).toEqual(made.map(() => 'says too little'));
	});
});
