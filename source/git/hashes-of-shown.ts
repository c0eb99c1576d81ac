import {createHash} from 'node:crypto';
import type {ShownFile} from '../domain/event.ts';
import type {FileState} from '../patch/file-state.ts';
import {openFileReader} from './open-file-reader.ts';

/**
The SHA-256 in hexadecimal of what a model was shown of each file in `states`, which are those of a worktree at `commit`. Where `.gitattributes` convert a file at checkout,
and it was shown as the commit has it, the hash is that of the worktree's file: it was read as it is.
*/
export async function hashesOfShown(root: string, commit: string, {shown, states}: {
	shown: readonly ShownFile[];
	states: ReadonlyMap<string, FileState>;
}): Promise<ReadonlyMap<string, string>> {
	const files = shown.flatMap(({path, sha256}) => {
		const content = states.get(path)?.content;
		return content === undefined ? [] : [{path, sha256, found: hashOf(content)}];
	});
	const differing = files.filter(({sha256, found}) => found !== sha256).map(({path}) => path);
	const committed = differing.length === 0 ? undefined : await hashesAt(root, commit, differing);
	return new Map(files.map(({path, sha256, found}) => [path, committed?.get(path) === sha256 ? found : sha256]));
}

async function hashesAt(root: string, commit: string, paths: readonly string[]): Promise<Map<string, string>> {
	const reader = openFileReader(root, commit);
	const hashes = new Map<string, string>();
	try {
		for (const path of paths) {
			const text = await reader.read(path);
			hashes.set(path, text === undefined ? '' : hashOf(text));
		}
	} finally {
		await reader.close();
	}

	return hashes;
}

const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
