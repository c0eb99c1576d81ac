import path from 'node:path';
import type {Config} from '../config.ts';
import {inspectRepository, type Repository} from '../git/inspect-repository.ts';
import type {Journal} from '../journal/journal.ts';
import {openJournal} from '../journal/open-journal.ts';

export type Store = {repository: Repository; journal: Journal; directory: string};

/**
The repository of the settings' workspace and its journal, in `.autopack/` at the repository's root. Rejects with GitError or JournalError.
*/
export async function openStore({settings, cwd}: Config): Promise<Store> {
	const repository = await inspectRepository(path.resolve(cwd, settings.workspace));
	const directory = path.join(repository.root, '.autopack');
	return {repository, directory, journal: await openJournal(path.join(directory, 'journal.sqlite'))};
}
