import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {JournalError} from './journal-error.ts';

/**
Makes the directory of a journal. A directory called `.autopack` gets a `.gitignore` that keeps all of it, itself included, out of git.
*/
export async function makeJournalDirectory(journalPath: string): Promise<void> {
	const directory = path.dirname(journalPath);
	try {
		await mkdir(directory, {recursive: true});
		if (path.basename(directory) === '.autopack') {
			await writeFile(path.join(directory, '.gitignore'), '*\n', {flag: 'wx'});
		}
	} catch (error) {
		if (!(error instanceof Error && 'code' in error)) {
			throw error;
		}

		// Another start, or the person, made the file.
		if (error.code !== 'EEXIST' || ('path' in error && error.path === directory)) {
			throw new JournalError(`The journal's directory ${directory} cannot be written: ${error.message}.`, {cause: error});
		}
	}
}
