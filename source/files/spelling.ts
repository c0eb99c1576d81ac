import {readdir} from 'node:fs/promises';
import type {Directory} from './directory.ts';

/**
Where upper and lower case are the same to the file system, an entry can be found by a name that is not its own.
@returns the entry's own name, if it is another than the `name` it was found by; undefined where they are the same, as always where case counts
*/
export async function findOtherSpelling(directory: Directory, name: string): Promise<string | undefined> {
	const variant = swapCase(name);
	if (variant === name || await directory.lstat(variant) === undefined) {
		return undefined;
	}

	const names = await directory.use('.', async location => readdir(location));
	// A file system that composes characters its own way still has the name that was asked for.
	const composed = name.normalize();
	return names.some(other => other.normalize() === composed)
		? undefined
		: names.find(other => foldName(other) === foldName(name)) ?? name;
}

/**
A name that only a file system on which case does not count takes for the same. ASCII letters will do; all agree on them.
*/
function swapCase(name: string): string {
	const swapped = name.replaceAll(/[a-z]/giv, letter => letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase());
	const lower = name.toLowerCase();
	return swapped === name && lower === name ? name.toUpperCase() : (swapped === name ? lower : swapped);
}

const foldName = (name: string): string => name.normalize('NFKC').toLowerCase();
