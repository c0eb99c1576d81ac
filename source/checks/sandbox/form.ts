/**
How bubblewrap confines:
- `user`: in a user namespace, as whom autopack runs; what an ordinary user can do
- `dropped`: root makes the mounts, then gives up its uid, and a second, inner call closes user namespaces. Root's own uid without capabilities would still own root's files, and no limit of processes counts for it.
*/
export type SandboxForm = 'user' | 'dropped';

/**
Whom checks run as where autopack is root: a number that neither distributions nor systemd give away, so no daemon's files are in reach, and its processes are counted alone.
*/
export const droppedId = 65_530;

/**
What root needs to give files and processes away, and to have a say in them still: CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_KILL, CAP_SETGID, CAP_SETUID, CAP_SYS_ADMIN. See capabilities(7).
*/
const neededCapabilities = [0, 1, 3, 5, 6, 7, 21];

/**
Root of a user namespace that has no such id (a rootless container's, `unshare -r`), or without its rights, is an ordinary user in truth.
@param uid - ours
@param uidMap - the text of /proc/self/uid_map: lines of first id inside, first id outside, count
@param status - the text of /proc/self/status
*/
export function chooseForm(uid: number, uidMap: string, status: string): SandboxForm {
	const effective = BigInt(`0x${/^CapEff:\s*(?<mask>[\da-f]+)$/mv.exec(status)?.groups?.mask ?? '0'}`);
	// eslint-disable-next-line no-bitwise -- a mask
	const hasRights = neededCapabilities.every(capability => (effective >> BigInt(capability)) & 1n);
	const hasId = uidMap.split('\n').some(line => {
		const [first = NaN, , count = 0] = line.trim().split(/\s+/v).map(Number);
		return droppedId >= first && droppedId < first + count;
	});
	return uid === 0 && hasId && hasRights ? 'dropped' : 'user';
}
