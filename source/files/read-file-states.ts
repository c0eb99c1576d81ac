import type {FileState} from '../patch/file-state.ts';
import {findEntry} from './find-entry.ts';
import {mapConcurrently} from './map-concurrently.ts';
import {OpenDirectories} from './open-directories.ts';
import {isExecutable} from './permissions.ts';
import {readPlainFile} from './read-plain-file.ts';

/**
What the directory has at each path (relative, with slashes). Names count as they are written, also where the file system takes `README` and `readme` for the same.
*/
export async function readFileStates(directory: string, paths: readonly string[]): Promise<Map<string, FileState>> {
	const directories = await OpenDirectories.below(directory);
	try {
		return new Map(await mapConcurrently(paths, async file => [file, await readFileState(directories, file)] as const));
	} finally {
		await directories.close();
	}
}

async function readFileState(directories: OpenDirectories, file: string): Promise<FileState> {
	const entry = await findEntry(directories, file);
	return entry.kind === 'file'
		? {kind: 'file', content: await readPlainFile(entry.directory, entry.name, file), executable: isExecutable(entry.stats.mode)}
		: {kind: entry.kind};
}
