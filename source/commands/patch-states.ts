import {lstat, realpath} from 'node:fs/promises';
import path from 'node:path';
import {readFileStates} from '../files/read-file-states.ts';
import type {FileState} from '../patch/file-state.ts';

/**
What the directory has at each path. In a checkout git is asked which of them are submodules, if there is a git.
*/
export async function readStates(directory: string, paths: readonly string[]): Promise<Map<string, FileState>> {
	if (!await isInCheckout(await realpath(directory))) {
		return readFileStates(directory, paths);
	}

	const {readCheckoutStates} = await import('../git/read-checkout-states.ts');
	try {
		return await readCheckoutStates(directory, paths);
	} catch (error) {
		// Not a command of git that failed, but git itself is missing.
		if (error instanceof Error && error.name === 'GitError') {
			return readFileStates(directory, paths);
		}

		throw error;
	}
}

async function isInCheckout(directory: string): Promise<boolean> {
	const stats = await lstat(path.join(directory, '.git')).catch(() => undefined);
	const parent = path.dirname(directory);
	return stats !== undefined || (parent !== directory && await isInCheckout(parent));
}
