import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import type {Phase} from '../domain/plan.ts';
import type {ContextFile, RepositoryContext} from '../domain/roles.ts';
import {redactSecrets} from '../domain/secrets.ts';
import {refusedFiles} from './names-in.ts';
import {type ListedFile, rankFiles} from './rank-files.ts';
import {isNoise, isSecret} from './withheld-files.ts';

const defaultMaxBytes = 200_000;

/**
Share of the budget that files may fill that have nothing to do with the phase by name: a small repository is shown whole, a large one is not paid for.
*/
const shareForRest = 0.25;

/**
What the files of refused patches may take on top, as a share of the budget.
*/
const shareForRefused = 0.5;

type Read = (path: string) => Promise<string | undefined>;

/**
Chooses the files whose content a model gets, best first, within `maxBytes` of UTF-8 (200,000 by default). `paths` lists every file all the same.
Left out: what may hold secrets, binary and generated files, what does not fit, and what `read` does not return. Keys of well-known shapes are redacted.
Files that `refusals` of earlier patches name come after all others and beyond the budget, where they were not chosen anyway: what came before stays as it was,
for the providers' prompt caches.
*/
export async function selectContext({phase, files, read, refusals = [], maxBytes = defaultMaxBytes}: {
	phase: Phase;
	files: ListedFile[];
	read: Read;
	refusals?: string[];
	maxBytes?: number;
}): Promise<RepositoryContext> {
	const open = files.filter(({path}) => !isSecret(path));
	const chosen = await choose(rankFiles(phase, open.filter(({path}) => !isNoise(path))), read, ({reason}, used) =>
		(maxBytes * (reason === 'rest' ? shareForRest : 1)) - used);
	const isRefused = refusedFiles(refusals);
	const known = new Set(chosen.map(({path}) => path));
	const refused = await choose(open.filter(({path}) => isRefused(path) && !known.has(path)), read, (_, used) => (maxBytes * shareForRefused) - used);
	return {paths: files.map(({path}) => path), files: [...chosen, ...refused]};
}

/**
Takes what there is room for. One after the other: how much room is left depends on what the file before turned out to be.
*/
async function choose<File extends ListedFile>(candidates: File[], read: Read, roomFor: (file: File, usedBytes: number) => number): Promise<ContextFile[]> {
	const chosen: ContextFile[] = [];
	let used = 0;
	for (const file of candidates) {
		const room = roomFor(file, used);
		if (file.bytes > room) {
			continue;
		}

		const content = await read(file.path);
		if (content === undefined || content.includes('\0')) {
			continue;
		}

		const clean = redactSecrets(content);
		const bytes = Buffer.byteLength(clean);
		if (bytes > room) {
			continue;
		}

		chosen.push({path: file.path, content: clean, sha256: createHash('sha256').update(content).digest('hex')});
		used += bytes;
	}

	return chosen;
}
