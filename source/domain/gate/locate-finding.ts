import type {Change} from '../change.ts';
import type {AddedLine} from '../changed-lines.ts';
import {fileOf} from '../findings.ts';

/**
Lines that an auditor may be off by, or mean by what a change does to the code around it: the context of a git diff.
*/
const tolerance = 3;

const looksLikePath = /^[^\s\/]*(?:\/[^\s\/]+)+$|^\S+\.\w+$/v;

/**
False when a location names a file that the change does not touch, or a line of a file far from what it adds. A location that is only a name is taken as it is;
in a file from which the change only removes, every line is near.
*/
export function locateFinding(location: string, {files, added}: {files: Change['files']; added: AddedLine[]}): boolean {
	const name = fileOf(location);
	const line = /\d+/v.exec(location.slice(location.indexOf(name) + name.length))?.[0];
	const file = files.find(({path, from}) => path === name || from === name);
	if (!file) {
		return !looksLikePath.test(name);
	}

	const own = added.filter(({path}) => path === file.path);
	return line === undefined || own.length === 0 || own.some(each => Math.abs(each.line - Number(line)) <= tolerance);
}
