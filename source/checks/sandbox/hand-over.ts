import {
	chmod,
	chown,
	lstat,
	readdir,
} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import {droppedId} from './form.ts';

const namesPerCall = 500;

/**
Gives a directory of ours, and all that is in it, to whom the checks run as. Nothing to do when it is theirs already.
*/
export async function handOver(directory: string): Promise<void> {
	const {uid} = await lstat(directory);
	if (uid !== droppedId) {
		await chownAll(directory, [directory]);
	}
}

/**
Gives a tree to whom the checks run as, but for its `.git` and the directory itself, which stay ours: git asks whose they are, and reads nothing of a stranger's. Its group may write.
No check may be at work in the tree.
*/
export async function handOverTree(tree: string): Promise<void> {
	const [names, {mode, uid}] = await Promise.all([readdir(tree), lstat(tree)]);
	await chown(tree, uid, droppedId);
	// eslint-disable-next-line no-bitwise -- permissions
	await chmod(tree, mode | 0o070);
	await chownAll(tree, names.filter(name => name !== '.git'));
}

/**
With chown(1): it follows no symbolic link, and goes as deep as there are directories.
*/
async function chownAll(cwd: string, names: string[]): Promise<void> {
	for (let index = 0; index < names.length; index += namesPerCall) {
		const files = names.slice(index, index + namesPerCall).map(name => path.resolve(cwd, name));
		await execa('chown', ['-hR', `${droppedId}:${droppedId}`, '--', ...files], {cwd, stdin: 'ignore'});
	}
}
