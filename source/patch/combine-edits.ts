import {namedPaths, type Edit, type Hunk} from './edit.ts';

type Update = Extract<Edit, {type: 'update'}>;

/**
The same edits, each once: one that repeats the one before it of the same file word for word is left out, and updates of one file become one, so that their hunks are numbered and placed together.
*/
export function combineEdits(edits: readonly Edit[]): Edit[] {
	const combined: Edit[] = [];
	const last = new Map<string, string>();
	const open = new Map<string, Update>();
	for (const edit of edits) {
		const key = JSON.stringify(edit);
		const first = edit.type === 'update' ? open.get(edit.path) : undefined;
		if (edit.type === 'update' && first && edit.moveTo === undefined) {
			for (const hunk of edit.hunks) {
				first.hunks.push(hunk);
			}

			first.executable ??= edit.executable;
		} else if (last.get(edit.path) !== key) {
			combined.push(edit);
			for (const path of namedPaths(edit)) {
				open.delete(path);
			}

			if (edit.type === 'update' && edit.moveTo === undefined) {
				open.set(edit.path, edit);
			}
		}

		for (const path of namedPaths(edit)) {
			last.set(path, key);
		}
	}

	return combined;
}

/**
Tells every hunk whether blank context has its prefix in the reply.
*/
export function noteBlanks(edits: readonly Edit[]): void {
	const hunks = edits.flatMap((edit): Hunk[] => 'hunks' in edit ? edit.hunks : []).filter(({hasPrefixes}) => hasPrefixes);
	const blanksHavePrefix = hunks.some(({lines}) => lines.some(line => line.kind === 'context' && !line.isBare && line.text.trim() === ''));
	for (const hunk of hunks) {
		hunk.blanksHavePrefix = blanksHavePrefix;
	}
}
