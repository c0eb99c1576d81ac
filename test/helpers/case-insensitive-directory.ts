import {rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {onTestFinished} from 'vitest';
import {temporaryDirectory} from './temporary-repository.ts';

const mountExfat = [
	'truncate -s 16M "$IMAGE"',
	'mkfs.exfat "$IMAGE" >/dev/null',
	'DEVICE=$(losetup --find --show "$IMAGE")',
	'mount.exfat-fuse "$DEVICE" "$DIRECTORY" >/dev/null || { losetup --detach "$DEVICE"; exit 1; }',
	'printf %s "$DEVICE"',
].join('\n');

/**
A directory on a file system to which upper and lower case are the same, which goes when the test ends: where temporary files are (macOS), else an exFAT of its own,
if we may mount it and exfatprogs and exfat-fuse are there. Undefined when there is none to be had.
*/
export async function caseInsensitiveDirectory(): Promise<string | undefined> {
	const directory = await temporaryDirectory();
	if (await isCaseInsensitive(directory)) {
		return directory;
	}

	const image = path.join(path.dirname(directory), 'image');
	const {failed, stdout: device} = await execa('sh', ['-ec', mountExfat], {reject: false, env: {IMAGE: image, DIRECTORY: directory}});
	if (failed) {
		return undefined;
	}

	onTestFinished(async () => {
		await execa('sh', ['-ec', 'umount "$0"; losetup --detach "$1"', directory, device]);
	});
	return await isCaseInsensitive(directory) ? directory : undefined;
}

async function isCaseInsensitive(directory: string): Promise<boolean> {
	const probe = path.join(directory, 'probe');
	await writeFile(probe, '');
	try {
		await stat(path.join(directory, 'PROBE'));
		return true;
	} catch {
		return false;
	} finally {
		await rm(probe);
	}
}
