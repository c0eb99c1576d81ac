import {Buffer} from 'node:buffer';
import type {Random} from './random.ts';
import {runGit} from './git.ts';
import {editText} from './generated-edits.ts';

type Entry = {path: string; text?: string; executable?: boolean};

/**
Makes a bare repository at `directory` with `count` commits, each of one to four generated edits to `texts`: changed, new, deleted and renamed files, and executable bits.
*/
export async function makeRepository(directory: string, texts: ReadonlyMap<string, string>, {random, count}: {random: Random; count: number}): Promise<void> {
	await runGit('.', ['init', '--quiet', '--bare', directory]);
	const parts = ['feature done\n', commit('refs/heads/base', {mark: 1, entries: [...texts].map(([path, text]) => ({path, text}))})];
	const paths = texts.keys().toArray();
	for (let index = 0; index < count; index++) {
		const chosen = random.shuffle(paths).slice(0, random.pick([1, 1, 1, 2, 2, 3, 4]));
		parts.push(commit(`refs/heads/change-${index}`, {mark: index + 2, from: 1, entries: chosen.flatMap(path => changeOf(path, texts.get(path)!, random))}));
	}

	await runGit(directory, ['fast-import', '--quiet', '--done'], `${parts.join('')}done\n`);
}

function changeOf(path: string, text: string, random: Random): Entry[] {
	const kind = random.int(0, 29);
	switch (kind) {
		case 0:
		case 1: {
			return [{path: path.replace(/(?=\.\w+$)/v, '_extra'), text: withEnd(text.split('\n').slice(0, random.int(1, 40)).join('\n'), random), executable: random.chance(0.2)}];
		}

		case 2: {
			return text.length < 20_000 ? [{path}] : [{path, text: editText(text, random)}];
		}

		case 3:
		case 4: {
			return [{path}, {path: `${random.pick(['core', 'moved/here'])}${path.slice(path.indexOf('/'))}`, text: random.chance(0.3) ? text : editText(text, random)}];
		}

		case 5: {
			return [{path, text: random.chance(0.3) ? text : editText(text, random), executable: true}];
		}

		default: {
			return [{path, text: kind === 6 ? withEnd(editText(text, random).slice(0, -1), random) : editText(text, random)}];
		}
	}
}

const withEnd = (text: string, random: Random): string => random.chance(0.7) ? `${text}\n` : text;

function commit(ref: string, {mark, from, entries}: {mark: number; from?: number; entries: Entry[]}): string {
	const message = 'A change';
	const files = entries.map(({path, text, executable}) => text === undefined ? `D ${path}\n` : `M ${executable ? '100755' : '100644'} inline ${path}\n${data(text)}`);
	return `commit ${ref}\nmark :${mark}\ncommitter Score <score@autopack.invalid> 0 +0000\n${data(message)}${from === undefined ? '' : `from :${from}\n`}${files.join('')}\n`;
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
