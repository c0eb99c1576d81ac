import {JournalError} from './journal-error.ts';

const busy = 5;

/**
What SQLite's primary result codes mean for whoever runs the program. Source: https://sqlite.org/rescode.html
*/
const sentences = new Map<number, (path: string) => string>([
	[busy, path => `The journal ${path} has been locked by another process for more than 5 seconds. End that process or try again.`],
	[8, path => `The journal ${path} cannot be written: the file or its file system is read-only. Make it writable or use another workspace.`],
	[10, path => `Reading or writing the journal ${path} failed. Check the disk: is it full, over quota or faulty?`],
	[11, path => `The journal ${path} is damaged. Move it away; a new one is made at the next start.`],
	[13, path => `The journal ${path} cannot be written: the disk is full. Free some space and start again; what was written before is safe.`],
	[14, path => `The journal ${path} cannot be opened. Check that it is a file, and that you may read and write it and its directory.`],
	[26, path => `${path} is not a journal of autopack. Move it away; a new one is made at the next start.`],
]);

const hasResultCode = (error: unknown): error is Error & {errcode: number} =>
	error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';

// The low byte is the primary code, the rest details it.
const primaryCode = (error: {errcode: number}) => error.errcode % 256;

export const isBusy = (error: unknown): boolean => hasResultCode(error) && primaryCode(error) === busy;

/**
What SQLite threw as a JournalError that names the file; anything else as it is.
*/
export function clearFailure(path: string, error: unknown): unknown {
	if (!hasResultCode(error)) {
		return error;
	}

	const sentence = sentences.get(primaryCode(error))?.(path) ?? `The journal ${path} cannot be used: ${error.message}.`;
	return new JournalError(sentence, {cause: error});
}

export function withClearFailure<T>(path: string, use: () => T): T {
	try {
		return use();
	} catch (error) {
		throw clearFailure(path, error);
	}
}
