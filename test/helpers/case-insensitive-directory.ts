import {rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
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
which only root can mount. Undefined for other users. Throws when root cannot: exfatprogs and exfat-fuse are missing, which .ci/tools installs.
*/
export async function caseInsensitiveDirectory(): Promise<string | undefined> {
	const directory = await temporaryDirectory();
	if (await isCaseInsensitive(directory)) {
		return directory;
	}

	const image = path.join(path.dirname(directory), 'image');
	const {failed, stdout: device, stderr} = await execa('sh', ['-ec', mountExfat], {reject: false, env: {IMAGE: image, DIRECTORY: directory}});
	if (failed && process.getuid?.() === 0) {
		throw new Error(`No exFAT could be mounted; exfatprogs and exfat-fuse are needed: ${stderr}`);
	}

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
