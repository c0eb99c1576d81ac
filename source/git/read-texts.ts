import {openFileReader} from './open-file-reader.ts';

/**
The texts of files at a commit or in a tree; those that are not there, or are no text, are left out.
*/
export async function readTexts(root: string, revision: string, paths: string[]): Promise<Map<string, string>> {
	const texts = new Map<string, string>();
	if (paths.length === 0) {
		return texts;
	}

	const reader = openFileReader(root, revision);
	try {
		for (const path of paths) {
			const text = await reader.read(path);
			if (text !== undefined) {
				texts.set(path, text);
			}
		}
	} finally {
		await reader.close();
	}

	return texts;
}
