import type {BigIntStats} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';

/**
What a file may be used for: `mode` as chmod(2) has it. Without an owner it is a new file's, from which the umask takes its part.
*/
export type Permissions = {mode: number; owner?: {uid: number; gid: number}};

const newMode = 0o666;

/**
The owner's bit is the one that git keeps.
*/
export const isExecutable = (mode: bigint): boolean => Math.floor(Number(mode) / 0o100) % 2 === 1;

/**
Those of the file that is replaced, else a new file's; whoever may read it may execute it too if it is to be executable.
*/
export function permissionsFor(isToBeExecutable: boolean, replaced: BigIntStats | undefined): Permissions {
	const mode = replaced ? Number(replaced.mode) % 0o1_0000 : newMode;
	return {
		mode: isToBeExecutable && !isExecutable(BigInt(mode)) ? withExecutable(mode) : mode,
		...replaced && {owner: {uid: Number(replaced.uid), gid: Number(replaced.gid)}},
	};
}

function withExecutable(mode: number): number {
	const digits = [0o100, 0o10, 1].filter(place => {
		const bits = Math.floor(mode / place) % 0o10;
		return bits >= 4 && bits % 2 === 0;
	});
	return mode + digits.reduce((sum, place) => sum + place, 0);
}

/**
Gives an open file its owner, where we may (root may), and then its mode, which a change of owner would reduce. Without the owner it does not act in their name either (setuid).
File systems without owners and modes refuse both.
*/
export async function setPermissions(handle: FileHandle, {mode, owner}: Required<Permissions>): Promise<void> {
	const stats = await handle.stat();
	const isOwned = (stats.uid === owner.uid && stats.gid === owner.gid) || await isPermitted(async () => handle.chown(owner.uid, owner.gid));
	await isPermitted(async () => handle.chmod(isOwned ? mode : mode % 0o1000));
}

async function isPermitted(act: () => Promise<void>): Promise<boolean> {
	try {
		await act();
		return true;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'EPERM') {
			return false;
		}

		throw error;
	}
}
