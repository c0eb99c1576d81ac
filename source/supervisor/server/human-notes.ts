import {appendFile} from 'node:fs/promises';
import path from 'node:path';

/**
Appends a note to `human_notes.md` beside the journal and returns the file's path.
*/
export async function appendHumanNote(journalPath: string, {timestamp, note, runId}: {timestamp: string; note: string; runId: string | undefined}): Promise<string> {
	const file = path.join(path.dirname(journalPath), 'human_notes.md');
	await appendFile(file, `\n## ${timestamp}${runId ? ` (Run: ${runId})` : ''}\n\n${note}\n\n---\n`);
	return file;
}
