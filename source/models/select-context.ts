import {Buffer} from 'node:buffer';
import type {Phase} from '../domain/plan.ts';
import type {ContextFile, RepositoryContext} from '../domain/roles.ts';
import {redactSecrets} from '../domain/secrets.ts';
import {type ListedFile, type RankedFile, rankFiles} from './rank-files.ts';
import {isNoise, isSecret} from './withheld-files.ts';

const defaultMaxBytes = 200_000;

/**
Share of the budget that files may fill that have nothing to do with the phase by name: a small repository is shown whole, a large one is not paid for.
*/
const shareForRest = 0.25;

/**
Chooses the files whose content a model gets, best first, within `maxBytes` of UTF-8 (200,000 by default). `paths` lists every file all the same.
Left out: what may hold secrets, binary and generated files, what does not fit, and what `read` does not return. Keys of well-known shapes are redacted.
*/
export async function selectContext({phase, files, read, maxBytes = defaultMaxBytes}: {
	phase: Phase;
	files: ListedFile[];
	read: (path: string) => Promise<string | undefined>;
	maxBytes?: number;
}): Promise<RepositoryContext> {
	const candidates = rankFiles(phase, files.filter(file => !isSecret(file.path) && !isNoise(file.path)));
	const chosen: ContextFile[] = [];
	let bytesLeft = maxBytes;
	for (const file of candidates) {
		if (file.bytes > room(file, {maxBytes, bytesLeft})) {
			continue;
		}

		// One after the other: how much room is left depends on what the file before turned out to be.

		const content = await read(file.path);
		if (content === undefined || content.includes('\0')) {
			continue;
		}

		const clean = redactSecrets(content);
		const bytes = Buffer.byteLength(clean);
		if (!(bytes <= room(file, {maxBytes, bytesLeft}))) {
			continue;
		}

		chosen.push({path: file.path, content: clean});
		bytesLeft -= bytes;
	}

	return {paths: files.map(file => file.path), files: chosen};
}

const room = ({reason}: RankedFile, {maxBytes, bytesLeft}: {maxBytes: number; bytesLeft: number}): number =>
	reason === 'rest' ? bytesLeft - (maxBytes * (1 - shareForRest)) : bytesLeft;
