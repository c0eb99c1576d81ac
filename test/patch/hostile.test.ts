import {expect, test} from 'vitest';
import {defaultLimits} from '../../source/patch/limits.ts';
import {applyReply, block, fence} from './apply.ts';

const size = 1_000_000;
const fill = (unit: string, length = size - 200): string => unit.repeat(Math.floor(length / unit.length));
const header = '--- a/f\n+++ b/f\n';

test.each<[name: string, reply: () => string, file: () => string]>([
	['@', () => fill('@'), () => ''],
	['@@ lines', () => header + fill('@@\n'), () => ''],
	['hunk headers in a fence', () => fence(header + fill('@@ -1 +1 @@\n')), () => ''],
	['spaces on one line', () => `${header}@@ @@\n-${fill(' ')}x\n+y\n`, () => `${fill(' ')}y\n`],
	['indented fences', () => fill('  ```x\n  ```\n'), () => ''],
	['fences that never close', () => fill('  ```x\n'), () => ''],
	['backticks', () => fill('`'), () => ''],
	['path lines', () => fill('**`a/b.py`**\n'), () => ''],
	['search markers', () => `f\n${fill('<<<<<<< SEARCH\n')}`, () => ''],
	['dividers', () => `f.py\n<<<<<<< SEARCH\n${fill('=======\n')}>>>>>>> REPLACE\n`, () => ''],
	['many hunks of one line', () => header + fill('@@ @@\n-a\n+b\n'), () => fill('a\n')],
	['many different hunks', () => header + Array.from({length: 4990}, (_, index) => `@@ @@\n-${index}\n+${index}x\n`).join(''), () => Array.from({length: 4990}, (_, index) => `${index}\n`).join('')],
	['many blocks in a long file', () => `f.py\n${Array.from({length: 4000}, (_, index) => `<<<<<<< SEARCH\n${index}\n=======\n-\n>>>>>>> REPLACE\n`).join('')}`, () => Array.from({length: 150_000}, (_, index) => `${index}\n`).join('')],
	['periodic lines that nearly match', () => `${header}@@ @@\n${fill(' a\n', size / 2)}-b\n+c\n`, () => fill('a\n', size * 2)],
	['periodic lines with other indentation', () => `${header}@@ @@\n${fill(' a\n', size / 2)}-b\n+c\n`, () => `${fill(' a\n', size * 2)}b\n`],
	['a large block with nothing in common', () => block('f', Array.from({length: 60_000}, (_, index) => `a${index}`).join('\n'), Array.from({length: 60_000}, (_, index) => `b${index}`).join('\n')), () => 'a0\n'],
	['words', () => block('f', fill('word other '), 'x'), () => fill('word another ')],
	['deep indentation', () => `${header}@@ def f():\n-x\n+y\n`, () => Array.from({length: 1200}, (_, index) => `${' '.repeat(index)}x\n`).join('')],
	['envelope anchors', () => `*** Begin Patch\n*** Update File: f\n${fill('@@ x\n')}-a\n+b\n*** End Patch\n`, () => fill('a\n')],
	['blank lines', () => header + fill('@@ @@\n-a\n+b\n\n\n\n\n\n\n\n\n'), () => 'a\n'],
	['one line', () => block('f', 'a', fill('# ...x')), () => 'a\n'],
	['ellipses', () => `${header}@@\n zz\n ...\n${' a\n ...\n'.repeat(30_000)}-b\n+c\n`, () => fill('a\nb\nc\n')],
	['blank lines without a prefix', () => `${header}@@\n${'\n'.repeat(40_000)}+x\n${'\n'.repeat(40_000)}-a\n+b\n`, () => `${'\n'.repeat(40_000)}a\n`],
	['beginnings of keys', () => `f.py\n\`\`\`\n${fill('sk-ant-AKIAghp_xoxb-')}\n\`\`\`\n`, () => ''],
	['twins', () => header + Array.from({length: 10}, (_, index) => `@@\n P\n Q\n stale\n S\n-T\n+${index}\n`).join(''), () => Array.from({length: 190}, (_, index) => `P\nQ\nR\nS\nT\n${`${index}\n`.repeat(600)}`).join('')],
	['quotes', () => fill(String.raw`--- "a/\303\274`), () => ''],
])('%s: at most a second per megabyte', (_name, reply, file) => {
	const text = reply();
	const files = {f: file(), 'f.py': file()};
	const start = performance.now();
	const result = applyReply(text, files, {limits: {...defaultLimits, maxBytes: 2 * size}});
	// Two files of up to 2 MB are read beside the reply of 1 MB; a quadratic step would take minutes.
	expect(performance.now() - start).toBeLessThan(5000);
	expect(result).toBeTypeOf('object');
});

test('a patch of 200 lines to a file of 5,000, and 100 files of 5 hunks', () => {
	const lines = Array.from({length: 5000}, (_, index) => `line ${index}\n`);
	const hunks = Array.from({length: 20}, (_, index) => `@@ @@\n${lines.slice(index * 200, (index * 200) + 9).map(line => ` ${line}`).join('')}+new ${index}\n`).join('');
	const many = Array.from({length: 100}, (_, file) => `--- a/f${file}\n+++ b/f${file}\n${hunks.split('@@ @@\n').slice(1, 6).map(hunk => `@@ @@\n${hunk}`).join('')}`).join('');
	const one = fence(`--- a/f0\n+++ b/f0\n${hunks}`, 'diff');
	const files = Object.fromEntries(Array.from({length: 100}, (_, file) => [`f${file}`, lines.join('')]));
	expect(applyReply(one, files)).toMatchObject({ok: true});
	const start = performance.now();
	expect(applyReply(fence(many), files)).toMatchObject({ok: true});
	expect(performance.now() - start).toBeLessThan(2000);
});
