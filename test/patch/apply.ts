import {applyEdits} from '../../source/patch/apply-edits.ts';
import type {FileState} from '../../source/patch/file-state.ts';
import {parseReply} from '../../source/patch/parse-reply.ts';
import {pathsOf} from '../../source/patch/paths-of.ts';
import type {PatchLimits} from '../../source/patch/limits.ts';
import type {RungName} from '../../source/patch/repair.ts';

export type Files = Record<string, string | FileState>;

/**
`read` holds the SHA-256 of what the model was shown of each file.
*/
type Options = {limits?: PatchLimits; read?: ReadonlyMap<string, string>};

/**
A repair of `f.py`, as `[hunk, line, rung]`.
*/
export type RepairOfFile = [hunk: number, line: number, rung: RungName];

const encoder = new TextEncoder();

/**
Reads a reply and applies it to files given as texts or states, asking only for the paths that `pathsOf` names, as the executor does.
*/
export function applyReply(reply: string, files: Files, options: Options = {}) {
	const parsed = parseReply(reply, options.limits);
	if (!parsed.ok) {
		return parsed;
	}

	const states = new Map<string, FileState>();
	for (const path of pathsOf(parsed.edits)) {
		const file = files[path];
		states.set(path, typeof file === 'string' ? {kind: 'file', content: encoder.encode(file)} : file ?? {kind: 'missing'});
	}

	return applyEdits(parsed.edits, states, options);
}

/**
The code of a refusal, or what was written: the texts by path (undefined: deleted).
*/
export function outcomeOf(reply: string, files: Files, options: Options = {}) {
	const result = applyReply(reply, files, options);
	return result.ok ? Object.fromEntries(result.writes.map(({path, content}) => [path, content])) : result.code;
}

/**
What a reply makes of the text of `f.py`, and which of its hunks were repaired; the code of a refusal.
*/
export function landingOf(reply: string, before: string) {
	const result = applyReply(reply, {'f.py': before});
	return result.ok
		? {text: result.writes.map(({content}) => content).join(''), repairs: result.repairs.map(({path, hunk, line, rung}) => path === 'f.py' ? [hunk, line, rung] : path)}
		: result.code;
}

/**
A diff of `f.py` in a fence.
*/
export const diffOf = (hunks: string): string => fence(`--- a/f.py\n+++ b/f.py\n${hunks}`, 'diff');

/**
An envelope that updates `f.py`.
*/
export const envelopeOf = (chunks: string): string => `*** Begin Patch\n*** Update File: f.py\n${chunks}*** End Patch\n`;

export const fence = (text: string, info = ''): string => `\`\`\`${info}\n${text.endsWith('\n') ? text : `${text}\n`}\`\`\`\n`;

export const block = (path: string, search: string, replace: string): string =>
	`${path}\n${fence(`<<<<<<< SEARCH\n${search}${search === '' ? '' : '\n'}=======\n${replace}${replace === '' ? '' : '\n'}>>>>>>> REPLACE`)}`;
