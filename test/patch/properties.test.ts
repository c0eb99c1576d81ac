import process from 'node:process';
import {createTwoFilesPatch, structuredPatch} from 'diff';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {applyEdits} from '../../source/patch/apply-edits.ts';
import type {FileState} from '../../source/patch/file-state.ts';
import {parseReply} from '../../source/patch/parse-reply.ts';
import {pathsOf} from '../../source/patch/paths-of.ts';
import type {Refusal} from '../../source/patch/refusal.ts';
import {
	block,
	fence,
	outcomeOf,
} from './apply.ts';

// The same texts each time, so that a run of the tests says something of the change that it runs on; another seed looks further.
fc.configureGlobal({seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_122)});

const line = fc.oneof(
	fc.constantFrom('', 'a', 'b', 'b', '    a', '\ta', 'def f():', '-- x', '++ y', '@@', '```', '--- a/f', '+++ b/f', '=======', 'diff --git a/f b/f', String.raw`\ No newline at end of file`, '*** End Patch', '-', '+', 'x\r', ' '),
	fc.string({unit: 'grapheme', maxLength: 6}).filter(text => !/[\0\n\u{FEFF}]/v.test(text)),
);
const text = fc.tuple(fc.array(line, {maxLength: 25}), fc.constantFrom('\n', '\n', '\r\n'), fc.boolean())
	.map(([lines, ending, hasEnd]) => lines.join(ending) + (hasEnd && lines.length > 0 ? ending : ''));
/**
CRLF lines that a diff brings into a text without any follow that text: no pair of versions.
*/
const isPair = ([before, after]: readonly [string, string]): boolean => before !== after && (before.includes('\r') || before === '' || !after.includes('\r'));
const pair = fc.tuple(text, text).filter(isPair);
/**
Texts that share most of their lines, as real versions of a file do.
*/
const versions = fc.tuple(text, fc.array(fc.tuple(fc.nat(40), fc.nat(2), fc.array(line, {maxLength: 2})), {minLength: 1, maxLength: 4})).map(([before, edits]) => {
	const lines = before.split('\n');
	for (const [at, count, added] of edits) {
		lines.splice(at % (lines.length + 1), count, ...added);
	}

	return [before, lines.join('\n')] as const;
}).filter(isPair);

const marker = /^(?:[+\-<=>]{4}|\.{3}|…|```)/v;
/**
Versions of a text of LF lines, with lines that are markers of SEARCH/REPLACE blocks left out.
*/
const plainVersions = versions.map(pairOf => pairOf.map(value => value.split('\n').filter(each => !each.includes('\r') && !marker.test(each)).map(each => `${each}\n`).join('')) as [string, string])
	.filter(([before, after]) => before !== after);

type Replacement = {old: string[]; fresh: string[]; prefixed: string[]};

/**
The hunks that jsdiff finds between two texts, with as many lines of context as make each place the only one, in the text before as in what the hunks above it leave.
Undefined if even all lines do not, or if what a hunk writes stands somewhere already.
*/
function uniqueHunks(before: string, after: string): Replacement[] | undefined {
	return [1, 3, 8, 50].map(context => structuredPatch('f', 'f', before, after, '', '', {context}).hunks.map(({lines}) => ({
		old: lines.filter(each => !each.startsWith('+')).map(each => each.slice(1)),
		fresh: lines.filter(each => !each.startsWith('-')).map(each => each.slice(1)),
		prefixed: lines,
	}))).find(hunks => isUnique(before.split('\n').slice(0, -1), hunks));
}

const placesOf = (lines: readonly string[], wanted: readonly string[]): number[] => lines.keys().filter(at => wanted.every((each, index) => lines[at + index] === each)).toArray();

function isUnique(before: readonly string[], hunks: readonly Replacement[]): boolean {
	let now = [...before];
	return hunks.every(({old, fresh}) => {
		const [at, ...others] = placesOf(now, old);
		const isOnly = at !== undefined && others.length === 0 && placesOf(before, old).length === 1 && old.some(each => each.trim() !== '') && (fresh.length === 0 || placesOf(now, fresh).length === 0);
		now = isOnly ? now.toSpliced(at, old.length, ...fresh) : now;
		return isOnly;
	});
}

describe('properties', () => {
	test.each([
		['envelope', (hunks: readonly Replacement[]) => `*** Begin Patch\n*** Update File: f.txt\n${hunks.map(({prefixed}) => `@@\n${prefixed.join('\n')}\n`).join('')}*** End Patch\n`],
		['set of blocks', (hunks: readonly Replacement[]) => hunks.map(({old, fresh}) => `f.txt\n${['<<<<<<< SEARCH', ...old, '=======', ...fresh, '>>>>>>> REPLACE'].map(each => `${each}\n`).join('')}`).join('\n')],
	])('an undamaged %s of two texts gives the second', (_name, render) => {
		let count = 0;
		fc.assert(fc.property(plainVersions, ([before, after]) => {
			const hunks = uniqueHunks(before, after);
			fc.pre(hunks !== undefined);
			count++;
			expect(outcomeOf(render(hunks), {'f.txt': before})).toEqual({'f.txt': after});
		}), {numRuns: 1500});
		expect(count).toBe(1500);
	});

	test.each([['any two texts', pair], ['versions of a text', versions]])('the diff of %s gives the second', (_name, pairs) => {
		fc.assert(fc.property(pairs, fc.boolean(), ([before, after], isFenced) => {
			const patch = createTwoFilesPatch('a/f.txt', 'b/f.txt', before, after);
			expect(outcomeOf(isFenced ? fence(patch, 'diff') : patch, {'f.txt': before})).toEqual({'f.txt': after});
		}), {numRuns: 2000});
	});

	test('a whole file is that file', () => {
		fc.assert(fc.property(fc.array(line.filter(value => !value.includes('```') && !value.includes('\r')), {maxLength: 20}), lines => {
			const content = lines.map(value => `${value}\n`).join('');
			const result = outcomeOf(`f.txt\n${fence(`start\n${content}end`)}`, {});
			expect(result).toEqual({'f.txt': `start\n${content}end\n`});
		}), {numRuns: 500});
	});

	test('a block changes nothing but its one place', () => {
		fc.assert(fc.property(text, fc.nat(24), (before, at) => {
			const lines = before.split('\n').slice(0, -1);
			lines.splice(at, 0, 'the only one');
			const source = lines.map(value => `${value}\n`).join('');
			expect(outcomeOf(block('f.txt', 'the only one', 'changed'), {'f.txt': source})).toEqual({'f.txt': source.replace('the only one', 'changed')});
		}), {numRuns: 500});
	});

	test('whatever the reply, only named files are written, and a refusal says why and leaves nothing', () => {
		const lines = [
			'--- a/f.txt\n', '+++ b/f.txt\n', '@@ -1,2 +1,2 @@\n', '@@ @@\n', ' a\n', '-a\n', '+b\n', '\n', '```\n', '```diff\n', 'f.txt\n', 'g.txt\n', '<<<<<<< SEARCH\n', '=======\n', '>>>>>>> REPLACE\n', 'a\n', 'b\n', '*** Begin Patch\n', '*** Update File: f.txt\n', '*** Add File: h.txt\n', '*** Delete File: g.txt\n', '*** Move to: h.txt\n', '*** End Patch\n', 'prose\n', '\\ No newline at end of file\n', '../x\n',
		];
		// So that many replies hold an edit.
		const wholeEdits = [
			'--- a/f.txt\n+++ b/f.txt\n@@ -2 +2 @@\n-c\n+d\n', 'g.txt\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n', '*** Begin Patch\n*** Update File: f.txt\n@@\n-c\n+e\n*** End Patch\n', 'h.txt\n```\nx\n```\n',
		];
		const texts = {'f.txt': 'a\nc\na\n', 'g.txt': 'a\n'};
		const outcomes = new Set<boolean>();
		fc.assert(fc.property(fc.array(fc.constantFrom(...lines, ...wholeEdits), {maxLength: 14}), pieces => {
			const parsed = parseReply(pieces.join(''));
			if (!parsed.ok) {
				expectRefusal(parsed);
				return;
			}

			const states = new Map(Object.entries(texts).map(([path, content]): [string, FileState] => [path, {kind: 'file', content: new TextEncoder().encode(content)}]));
			const result = applyEdits(parsed.edits, states);
			outcomes.add(result.ok);
			expect(new Map([...states].map(([path, state]) => [path, state.kind === 'file' ? new TextDecoder().decode(state.content) : state.kind]))).toEqual(new Map(Object.entries(texts)));
			if (result.ok) {
				expect(pathsOf(parsed.edits)).toEqual(expect.arrayContaining(result.writes.map(({path}) => path)));
				expect(result.writes.length).toBeGreaterThan(0);
			} else {
				expectRefusal(result);
			}
		}), {numRuns: 5000});
		expect(outcomes).toEqual(new Set([true, false]));
	});
});

function expectRefusal({message, ...refusal}: Refusal): void {
	expect(message.length).toBeGreaterThan(20);
	expect(Object.keys(refusal).filter(key => !['ok', 'code', 'path', 'hunk', 'line'].includes(key))).toEqual([]);
}
