import path from 'node:path';
import {contains} from './contains.ts';

/**
One thing that is seen in the sandbox, at its own path. Later ones cover earlier ones.
- `read`, `write`: as it is outside, or what is at `source`; one that is gone by then is left out
- `link`: a symbolic link
- `scratch`: an empty directory in memory, for everybody
- `hide-file`, `hide-directory`: there, and nothing of it can be read
*/
export type Mount =
	| {how: 'read' | 'write'; at: string; source?: string}
	| {how: 'link'; at: string; target: string}
	| {how: 'scratch'; at: string; sizeBytes: number}
	| {how: 'hide-file' | 'hide-directory'; at: string};

/**
Every directory above, the highest first, without the root.
*/
function directoriesAbove(location: string): string[] {
	const parent = path.dirname(location);
	return parent === '/' ? [] : [...directoriesAbove(parent), parent];
}

function argumentsOf(mount: Mount): string[] {
	switch (mount.how) {
		case 'read': {
			return ['--ro-bind-try', mount.source ?? mount.at, mount.at];
		}

		case 'write': {
			return ['--bind', mount.source ?? mount.at, mount.at];
		}

		case 'link': {
			return ['--symlink', mount.target, mount.at];
		}

		case 'scratch': {
			return ['--perms', '1777', '--size', String(mount.sizeBytes), '--tmpfs', mount.at];
		}

		case 'hide-file': {
			return ['--ro-bind', '/dev/null', mount.at];
		}

		case 'hide-directory': {
			// Never empty of pages: a size of 0 is no limit at all.
			return ['--perms', '0555', '--size', '4096', '--tmpfs', mount.at];
		}
	}
}

/**
Bubblewrap's arguments for mounts, in order. Directories above a mount point are made first: those that bubblewrap makes by itself are closed to whom the checks run as.
*/
export function mountArguments(mounts: Mount[]): string[] {
	const made = new Set<string>();
	const shown: string[] = [];
	return mounts.flatMap(mount => {
		const missing = directoriesAbove(mount.at).filter(directory => !made.has(directory) && shown.every(each => !contains(each, directory)));
		for (const directory of missing) {
			made.add(directory);
		}

		if (mount.how === 'scratch') {
			made.add(mount.at);
		} else {
			shown.push(mount.at);
		}

		return [...missing.flatMap(directory => ['--perms', '0755', '--dir', directory]), ...argumentsOf(mount)];
	});
}
