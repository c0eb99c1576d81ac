import {readGit} from './run-git.ts';

/**
The text of a file at a commit; undefined when there is none, or when it is no text: not UTF-8, or with a NUL in it.
*/
export async function readFile(root: string, commit: string, path: string): Promise<string | undefined> {
	const {exitCode, bytes} = await readGit(root, ['cat-file', 'blob', `${commit}:${path}`]);
	return exitCode === 0 && !bytes.includes(0) ? decode(bytes) : undefined;
}

function decode(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		return undefined;
	}
}
