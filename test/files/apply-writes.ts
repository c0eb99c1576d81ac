import {readFileStates} from '../../source/files/read-file-states.ts';
import {writeFiles} from '../../source/files/write-files.ts';
import type {FileWrite} from '../../source/patch/file-state.ts';

/**
Reads the states of the paths, as whoever works out the writes does, and writes.
*/
export async function applyWrites(directory: string, writes: FileWrite[]): Promise<void> {
	const before = await readFileStates(directory, writes.flatMap(({path, from}) => from === undefined ? [path] : [path, from]));
	await writeFiles(directory, {writes, before});
}
