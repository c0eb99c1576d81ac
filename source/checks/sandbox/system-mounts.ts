import {
	lstat,
	readdir,
	readlink,
} from 'node:fs/promises';
import path from 'node:path';
import type {Mount} from './mounts.ts';

/**
Where programs and libraries are; what a machine does not have is left out.
*/
export const systemDirectories = [
	'/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/etc', '/opt', '/nix/store', '/gnu/store', '/run/current-system', '/sys/devices/system/cpu',
];

/**
In /etc; besides these, whatever is not open to everybody is hidden.
*/
const secretNames = [
	'docker', 'kubernetes', 'letsencrypt', 'NetworkManager', 'openvpn', 'rancher', 'shadow', 'shadow-', 'ssh', 'ssl/private', 'sudoers', 'sudoers.d', 'vault.d', 'wireguard',
];

async function systemMount(directory: string): Promise<Mount[]> {
	try {
		const stats = await lstat(directory);
		return [stats.isSymbolicLink() ? {how: 'link', at: directory, target: await readlink(directory)} : {how: 'read', at: directory}];
	} catch {
		return [];
	}
}

async function hide(file: string, isHidden: (mode: number) => boolean): Promise<Mount[]> {
	try {
		const stats = await lstat(file);
		return stats.isSymbolicLink() || !isHidden(stats.mode) ? [] : [{how: stats.isDirectory() ? 'hide-directory' : 'hide-file', at: file}];
	} catch {
		return [];
	}
}

async function hiddenInEtc(): Promise<Mount[]> {
	const names = await readdir('/etc').catch((): string[] => []);
	// eslint-disable-next-line no-bitwise -- a permission
	const isClosed = (mode: number) => (mode & 0o004) === 0;
	const hidden = await Promise.all([
		...secretNames.map(async name => hide(path.join('/etc', name), () => true)),
		...names.filter(name => !secretNames.includes(name)).map(async name => hide(path.join('/etc', name), isClosed)),
	]);
	return hidden.flat();
}

/**
What of the system every check sees: programs, libraries and configuration, read-only, without secrets.
*/
export async function systemMounts(): Promise<Mount[]> {
	const [mounts, hidden] = await Promise.all([
		Promise.all(systemDirectories.map(async directory => systemMount(directory))), hiddenInEtc(),
	]);
	return [...mounts.flat(), ...hidden];
}
