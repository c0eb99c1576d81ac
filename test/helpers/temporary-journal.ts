import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';
import {openJournal} from '../../source/journal/open-journal.ts';

/**
Path of a journal in a directory of its own, which goes when the test ends.
*/
export async function temporaryPath(): Promise<string> {
	const directory = await mkdtemp(path.join(os.tmpdir(), 'autopack-journal-'));
	onTestFinished(async () => rm(directory, {recursive: true, force: true}));
	return path.join(directory, '.autopack', 'journal.sqlite');
}

export async function temporaryJournal(journalPath?: string) {
	const journal = await openJournal(journalPath ?? await temporaryPath());
	onTestFinished(async () => journal.close());
	return journal;
}
