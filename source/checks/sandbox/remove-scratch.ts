import {rm} from 'node:fs/promises';
import {execa} from 'execa';

/**
Removes a directory that a check could write, whatever it did there: took its own rights away, or nested directories deeper than a path can name.
What cannot be removed even so stays: it is no reason to lose the evidence.
*/
export async function removeScratch(directory: string): Promise<void> {
	try {
		await rm(directory, {recursive: true, force: true, maxRetries: 3});
	} catch {
		await execa('chmod', ['-R', 'u+rwX', '--', directory], {reject: false, stdin: 'ignore'});
		await execa('rm', ['-rf', '--', directory], {reject: false, stdin: 'ignore'});
	}
}
