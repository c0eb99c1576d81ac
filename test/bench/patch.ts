import {createTwoFilesPatch} from 'diff';
import {generateCases} from '../patch-score/generate.ts';
import {judge} from '../patch-score/judge.ts';
import {generatedChanges} from '../patch-score/sources.ts';
import {applyReply} from '../patch/apply.ts';
import {median} from './measure.ts';

type Row = [figure: string, measured: string, target: string];

const turns = 30;

/**
The patch engine alone, reading and applying in memory: a large patch, a wide one, and the median case of the measured corpus.
*/
export async function benchPatch(): Promise<Row[]> {
	const large = versions({lines: 5000, every: 250, height: 5});
	const wide = Array.from({length: 100}, (_, index) => [`src/file${index}.py`, versions({lines: 400, every: 80, height: 1})] as const);
	return [
		['a patch of 200 changed lines to a file of 5,000', `${medianMs(diffOf('src/large.py', large), {'src/large.py': large.before}).toFixed(1)} ms`, '<= 10 ms'],
		['a patch of 100 files with 5 hunks each', `${medianMs(wide.map(([path, file]) => diffOf(path, file)).join(''), Object.fromEntries(wide.map(([path, {before}]) => [path, before]))).toFixed(1)} ms`, '<= 200 ms'],
		['the median reply of the patch corpus', `${(await corpusMedianMs()).toFixed(2)} ms`, '<= 2 ms'],
	];
}

type Versions = {before: string; after: string};

/**
A text and one in which `height` lines in `every` are other ones.
*/
function versions({lines, every, height}: {lines: number; every: number; height: number}): Versions {
	const before = Array.from({length: lines}, (_, index) => `    value_${index} = compute(${index * 7}, "${index.toString(36)}")\n`);
	const after = before.map((line, index) => index % every >= 10 && index % every < 10 + height ? line.replace('compute', 'recompute') : line);
	return {before: before.join(''), after: after.join('')};
}

const diffOf = (path: string, {before, after}: Versions): string => createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {context: 3});

function medianMs(reply: string, files: Record<string, string>): number {
	const times = Array.from({length: turns}, () => {
		const began = performance.now();
		const result = applyReply(reply, files);
		const ms = performance.now() - began;
		if (!result.ok) {
			throw new Error(result.message);
		}

		return ms;
	});
	return median(times.slice(5));
}

/**
Of the second time that each case is judged, when the code is warm.
*/
async function corpusMedianMs(): Promise<number> {
	const cases = generateCases(await generatedChanges({seed: 1, count: 400}), {seed: 1, count: 1500}).toArray();
	const runs = [1, 2].map(() => cases.map(made => judge(made).durationMs));
	return median(runs[1]!);
}
