import {constants} from 'node:fs';
import {open, realpath} from 'node:fs/promises';

const maxBytes = 64 * 1024 * 1024;

/**
The text of a file that a check wrote where the check could put anything: undefined for a symbolic link, at the end of the path or on the way, a pipe, or more than 64 MiB.
Nothing may be at work there any more.
@param file - absolute, without symbolic links unless a check made them
*/
export async function readRegularFile(file: string): Promise<string | undefined> {
	try {
		if (await realpath(file) !== file) {
			return undefined;
		}

		// Without waiting for somebody who writes to a pipe.
		// eslint-disable-next-line no-bitwise -- flags of open(2)
		await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
		const stats = await handle.stat();
		return stats.isFile() && stats.size <= maxBytes ? await handle.readFile('utf8') : undefined;
	} catch {
		return undefined;
	}
}
