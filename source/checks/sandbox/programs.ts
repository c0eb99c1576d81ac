import {constants} from 'node:fs';
import {access, realpath} from 'node:fs/promises';
import path from 'node:path';
import type {SandboxForm} from './form.ts';

/**
Absolute paths, without symbolic links.
*/
export type SandboxPrograms = {bwrap: string; prlimit: string; setpriv?: string};

const standardPath = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:/run/current-system/sw/bin';

async function findProgram(name: string, searchPath: string): Promise<string | undefined> {
	const directories = searchPath.split(path.delimiter).filter(entry => path.isAbsolute(entry));
	for (const directory of directories) {
		try {
			const file = await realpath(path.join(directory, name));
			await access(file, constants.X_OK);
			return file;
		} catch {
			// The next directory may have it.
		}
	}

	return undefined;
}

/**
Finds what a form needs in the system's directories, then on the PATH; or names what is not there.
*/
export async function findPrograms(form: SandboxForm, searchPath = ''): Promise<SandboxPrograms | {missing: string[]}> {
	const names = ['bwrap', 'prlimit', ...(form === 'dropped' ? ['setpriv'] : [])];
	const found = await Promise.all(names.map(async name => findProgram(name, `${standardPath}:${searchPath}`)));
	const [bwrap, prlimit, setpriv] = found;
	return bwrap === undefined || prlimit === undefined || (form === 'dropped' && setpriv === undefined)
		? {missing: names.filter((_, index) => found[index] === undefined)}
		: {bwrap, prlimit, setpriv};
}
