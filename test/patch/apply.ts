import {applyEdits} from '../../source/patch/apply-edits.ts';
import type {FileState} from '../../source/patch/file-state.ts';
import {parseReply} from '../../source/patch/parse-reply.ts';
import {pathsOf} from '../../source/patch/paths-of.ts';
import type {PatchLimits} from '../../source/patch/limits.ts';

export type Files = Record<string, string | FileState>;

const encoder = new TextEncoder();

/**
Reads a reply and applies it to files given as texts or states, asking only for the paths that `pathsOf` names, as the executor does.
*/
export function applyReply(reply: string, files: Files, limits?: PatchLimits) {
	const parsed = parseReply(reply, limits);
	if (!parsed.ok) {
		return parsed;
	}

	const states = new Map<string, FileState>();
	for (const path of pathsOf(parsed.edits)) {
		const file = files[path];
		states.set(path, typeof file === 'string' ? {kind: 'file', content: encoder.encode(file)} : file ?? {kind: 'missing'});
	}

	return applyEdits(parsed.edits, states, limits);
}

/**
The code of a refusal, or what was written: the texts by path (undefined: deleted).
*/
export function outcomeOf(reply: string, files: Files, limits?: PatchLimits) {
	const result = applyReply(reply, files, limits);
	return result.ok ? Object.fromEntries(result.writes.map(({path, content}) => [path, content])) : result.code;
}

export const fence = (text: string, info = ''): string => `\`\`\`${info}\n${text.endsWith('\n') ? text : `${text}\n`}\`\`\`\n`;

export const block = (path: string, search: string, replace: string): string =>
	`${path}\n${fence(`<<<<<<< SEARCH\n${search}${search === '' ? '' : '\n'}=======\n${replace}${replace === '' ? '' : '\n'}>>>>>>> REPLACE`)}`;
