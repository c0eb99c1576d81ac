import {findSecrets} from '../domain/secrets.ts';
import type {Secret} from '../domain/secret.ts';
import {lintSecrets} from './secretlint.ts';

/**
What a text holds that looks like a secret: by our own shapes and by secretlint's, each place once, in order. `path` is the file that it is of, which some rules look at.
*/
export async function findAllSecrets(text: string, path: string): Promise<Secret[]> {
	const found = [...findSecrets(text, path), ...await lintSecrets(text, path)].toSorted((a, b) => a.index - b.index || b.text.length - a.text.length);
	let end = 0;
	return found.filter(secret => {
		const isNext = secret.index >= end;
		end = isNext ? secret.index + secret.text.length : end;
		return isNext;
	});
}
