import {existsSync} from 'node:fs';
import {
	cp,
	mkdtemp,
	rename,
	rm,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

/**
What mypy knows of the standard library, from the first case to all that follow: reading it takes longer than anything else in a case.
A user's second run has it too. The files of a case are in no other's cache: mypy knows them by their full paths, which differ.
*/
export type Warmth = {
	/**
	Puts it into a new state directory.
	*/
	bring: (state: string) => Promise<void>;
	/**
	Takes it from a used state directory, unless it is there.
	*/
	keep: (state: string) => Promise<void>;
	remove: () => Promise<void>;
};

const cacheIn = (state: string) => path.join(state, 'cache', 'mypy');

export async function createWarmth(): Promise<Warmth> {
	const directory = await mkdtemp(path.join(tmpdir(), 'autopack-gate-cache-'));
	const kept = path.join(directory, 'mypy');
	let isKept = false;
	return {
		async bring(state) {
			if (existsSync(kept)) {
				await cp(kept, cacheIn(state), {recursive: true, preserveTimestamps: true});
			}
		},
		async keep(state) {
			if (!isKept && existsSync(cacheIn(state))) {
				isKept = true;
				await cp(cacheIn(state), `${kept}.new`, {recursive: true, preserveTimestamps: true});
				await rename(`${kept}.new`, kept);
			}
		},
		remove: async () => rm(directory, {recursive: true, force: true}),
	};
}
