import {runGit} from './run-git.ts';

/**
The files of a commit with their sizes; neither symbolic links nor submodules, nor names that are not UTF-8.
*/
export async function listFiles(root: string, commit: string): Promise<Array<{path: string; bytes: number}>> {
	const output = await runGit(root, ['ls-tree', '-r', '-l', '-z', '--full-tree', commit]);
	return output.split('\0').flatMap(line => {
		// Mode, type, hash, size, TAB, path.
		const match = /^100\d{3} blob \w+ +(?<bytes>\d+)\t(?<path>.*)$/sv.exec(line);
		const path = match?.groups?.path;
		return path === undefined || path.includes('\u{FFFD}') ? [] : [{path, bytes: Number(match?.groups?.bytes)}];
	});
}
