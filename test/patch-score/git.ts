import {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';

const settings = ['-c', 'core.quotePath=false', '-c', 'diff.algorithm=myers', '-c', 'diff.noprefix=false', '-c', 'diff.mnemonicPrefix=false', '-c', 'core.autocrlf=false'];

/**
Runs git with nobody's settings but ours and gives what it printed. Throws with git's own words if it fails.
*/
export async function runGit(directory: string, args: readonly string[], input: string | Uint8Array = ''): Promise<Uint8Array> {
	const child = spawn('git', [...settings, '-C', directory, ...args], {
		env: {
			...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C',
		},
	});
	const output: Uint8Array[] = [];
	const errors: Uint8Array[] = [];
	child.stdout.on('data', (chunk: Uint8Array) => {
		output.push(chunk);
	});
	child.stderr.on('data', (chunk: Uint8Array) => {
		errors.push(chunk);
	});
	child.stdin.on('error', () => undefined);
	child.stdin.end(input);
	const [code] = await once(child, 'close') as [number];
	if (code !== 0) {
		throw new Error(`git ${args.join(' ')}: ${Buffer.concat(errors).toString()}`);
	}

	return Buffer.concat(output);
}

/**
The contents of blobs by object name, by one `git cat-file --batch`.
*/
export async function readBlobs(directory: string, names: readonly string[]): Promise<Map<string, Uint8Array>> {
	const output = Buffer.from(await runGit(directory, ['cat-file', '--batch'], names.map(name => `${name}\n`).join('')));
	const blobs = new Map<string, Uint8Array>();
	let at = 0;
	while (at < output.length) {
		const end = output.indexOf(10, at);
		const [name, type, size] = output.toString('latin1', at, end).split(' ', 3);
		at = end + 1;
		if (type === 'blob') {
			blobs.set(name!, output.subarray(at, at + Number(size)));
		}

		at += type === 'missing' ? 0 : Number(size) + 1;
	}

	return blobs;
}
