import {RefusedError} from './refusal.ts';

const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9\u{B2}\u{B3}\u{B9}]|lpt[0-9\u{B2}\u{B3}\u{B9}])\s{0,255}(?:\.|$)/iv;
const isolatedSurrogate = /\p{Surrogate}/v;
const controlOrFormat = /[\p{Control}\p{Format}\u{2028}\u{2029}]/v;

/**
Refuses every path that could lead out of the work tree or into git's or our own data, on any file system: absolute, `..`,
`.git` in any case, spelling or depth (git's own list: HFS ignorables, NTFS short names, trailing dots), Windows device names, control characters.
Symbolic links are the file states' matter.
*/
export function assertSafePath(path: string): void {
	const fault = faultOf(path);
	if (fault !== undefined) {
		throw new RefusedError('unsafe_path', `The path ${JSON.stringify(path.slice(0, 300))} ${fault}. Use a relative path inside the repository, with forward slashes.`);
	}
}

function faultOf(path: string): string | undefined {
	if (controlOrFormat.test(path) || isolatedSurrogate.test(path)) {
		return 'has control or invisible characters in it';
	}

	if (path.startsWith('/') || path.startsWith('\\') || /^[a-z]:/iv.test(path)) {
		return 'is absolute';
	}

	if (path.length > 1000) {
		return 'is too long';
	}

	for (const part of path.split(/[\/\\]/v)) {
		const fault = partFault(part);
		if (fault !== undefined) {
			return fault;
		}
	}

	return path.includes('\\') ? 'has backslashes' : firstPartFault(path);
}

function firstPartFault(path: string): string | undefined {
	const first = path.split('/', 1)[0]!.toLowerCase();
	if (first === '.autopack') {
		return 'lies in the directory of this program\'s own journal';
	}

	if (first.startsWith('.autopackrc')) {
		return 'holds the settings of the program that runs you';
	}

	return first === '~' ? 'starts with "~"' : undefined;
}

function partFault(part: string): string | undefined {
	if (part === '' || part === '.') {
		return 'has an empty part';
	}

	if (part === '..') {
		return 'leaves its directory with ".."';
	}

	if (isGitName(part)) {
		return 'leads into git\'s own data';
	}

	if (part.includes(':')) {
		return 'has a colon, which Windows reads as a stream or a drive';
	}

	if (deviceName.test(part.trimEnd())) {
		return 'is a device name on Windows';
	}

	return /[ .]$/v.test(part) || part.startsWith(' ') ? 'has a part that starts with a space or ends with a dot or a space' : undefined;
}

function isGitName(part: string): boolean {
	const folded = part.normalize('NFKC').toLowerCase().split(':', 1)[0]!.replace(/[ .]{0,1000}$/v, '');
	return folded === '.git' || /^git~\d{1,9}$/v.test(folded);
}
