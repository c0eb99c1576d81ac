import {RefusedError} from '../refusal.ts';
import {withoutDot} from './path-line.ts';

/**
The file that a diff's header is about. `alternatives` are other readings of the path.
*/
export type DiffNames = {path: string; alternatives: string[]};

const escapes = new Map([['n', '\n'], ['t', '\t'], ['r', '\r'], ['a', '\u{7}'], ['b', '\b'], ['f', '\f'], ['v', '\v']]);
const nowhere = '/dev/null';
const prefixes = new Set(['a', 'b', 'c', 'i', 'o', 'w', 'old', 'new', 'orig']);

/**
A name as it stands after `---` or `+++`: without quotes and time stamp. Undefined for /dev/null.
*/
export function headerName(text: string): string | undefined {
	if (text.length > 4000) {
		throw new RefusedError('malformed', 'A file header of the diff is longer than any path.');
	}

	const name = text.split('\t', 1)[0]!.trim().replace(/ {1,9}\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*$/v, '');
	return name === nowhere ? undefined : unquote(name);
}

/**
Decodes git's C-style quotes, such as `"a/f\303\274r.py"`.
*/
function unquote(name: string): string {
	const groups = /^(?:"(?<quoted>.*)"|`(?<code>.*)`)$/v.exec(name)?.groups;
	if (groups?.quoted === undefined) {
		return groups?.code ?? name;
	}

	const encoder = new TextEncoder();
	const bytes: number[] = [];
	for (const [token] of groups.quoted.matchAll(/\\[0-7]{3}|\\.|[\s\S]/gv)) {
		if (/^\\[0-7]{3}$/v.test(token)) {
			bytes.push(Number.parseInt(token.slice(1), 8) % 256);
		} else {
			bytes.push(...encoder.encode(token.length === 1 ? token : escapes.get(token[1]!) ?? token.slice(1)));
		}
	}

	return new TextDecoder().decode(new Uint8Array(bytes));
}

/**
Which file two header names mean, whose prefixes may be right, wrong or missing. At least one name must be there.
*/
export function resolveNames(oldName: string | undefined, newName: string | undefined): DiffNames {
	if (oldName === undefined || newName === undefined) {
		const name = withoutDot((oldName ?? newName)!);
		const bare = oldName === undefined && !/^[abciow]\//v.test(name) ? undefined : withoutPrefix(name);
		return bare === undefined ? {path: name, alternatives: []} : {path: bare, alternatives: oldName === undefined ? [] : [name]};
	}

	const isBackup = !/\.(?:orig|bak|old)$/v.test(newName);
	const [before, after] = [withoutDot(isBackup ? oldName.replace(/\.(?:orig|bak|old)$/v, '') : oldName), withoutDot(newName)];
	const [bareBefore, bareAfter] = [withoutPrefix(before), withoutPrefix(after)];
	if (before === after) {
		return sameNames(after, bareAfter);
	}

	if (bareAfter !== undefined && bareAfter === bareBefore) {
		return {path: bareAfter, alternatives: []};
	}

	if (bareAfter === before || bareBefore === after) {
		return {path: bareAfter === before ? before : after, alternatives: []};
	}

	if (dropFirst(before) !== undefined && dropFirst(before) === dropFirst(after)) {
		return {path: dropFirst(after)!, alternatives: []};
	}

	throw new RefusedError('ambiguous', `The diff's headers name two files, ${oldName} and ${newName}. To rename a file, say so with "*** Move to:"; else use one name.`);
}

/**
`--- src/x.py` and `+++ src/x.py`: no prefix, unless no such file exists and the rest of the path does.
*/
function sameNames(name: string, bare: string | undefined): DiffNames {
	if (bare !== undefined) {
		return {path: bare, alternatives: [name]};
	}

	const rest = dropFirst(name);
	return {path: name, alternatives: rest === undefined ? [] : [rest]};
}

function withoutPrefix(name: string): string | undefined {
	const slash = name.indexOf('/');
	return slash > 0 && slash < name.length - 1 && prefixes.has(name.slice(0, slash)) ? name.slice(slash + 1) : undefined;
}

function dropFirst(name: string): string | undefined {
	const slash = name.indexOf('/');
	return slash > 0 && slash < name.length - 1 ? name.slice(slash + 1) : undefined;
}

/**
The name in `diff --git a/x b/x`, when both halves agree.
*/
export function gitLineNames(line: string): DiffNames | undefined {
	const rest = line.slice('diff --git '.length).trim();
	const middle = (rest.length - 1) / 2;
	if (!Number.isSafeInteger(middle) || rest[middle] !== ' ') {
		return undefined;
	}

	const [before, after] = [headerName(rest.slice(0, middle)), headerName(rest.slice(middle + 1))];
	return before === undefined || after === undefined ? undefined : resolveNames(before, after);
}

/**
The two files of `diff --git a/x b/y`, if that is what the line says.
*/
export function gitLineMove(line: string, {before, after}: {before: string; after: string}): {from: string; to: string} | undefined {
	const isSame = line.trim() === `diff --git ${before} ${after}`;
	return isSame && before.startsWith('a/') && after.startsWith('b/') ? {from: before.slice(2), to: after.slice(2)} : undefined;
}
