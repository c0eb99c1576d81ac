import {
	newLines,
	oldLines,
	type Edit,
	type Hunk,
} from '../edit.ts';
import {RefusedError} from '../refusal.ts';
import {
	gitLineMove,
	gitLineNames,
	headerName,
	resolveNames,
	type DiffNames,
} from './diff-names.ts';
import {isDiffCommand, isIndexLine} from './diff-start.ts';
import {isHunkHeader} from './hunk-header.ts';
import {withoutDot} from './path-line.ts';
import {readHunk} from './read-hunk.ts';
import type {Reply} from './reply.ts';

type DiffHeader = {
	git?: string;
	/**
	Names after `---` and `+++`; an undefined name inside is /dev/null.
	*/
	before?: {name: string | undefined};
	after?: {name: string | undefined};
	renameFrom?: string;
	renameTo?: string;
	/**
	Per cent, of a rename: less than 100 has hunks.
	*/
	similarity?: number;
	index?: string;
	/**
	Nothing follows in the reply.
	*/
	isLast: boolean;
	isNew: boolean;
	isDeleted: boolean;
	oldMode?: string;
	mode?: string;
};

/**
Reads the diff of one file: a git or plain header and its hunks.
*/
export function readDiff(reply: Reply): void {
	const line = reply.at + 1;
	const header = readHeader(reply);
	noteMove(header);
	const names = namesOf(header, line);
	reply.edits.push(toEdit(header, names, readHunks(reply, names.path)));
}

/**
Reads all hunks that follow each other from `reply.at` on.
*/
export function readHunks(reply: Reply, path: string): Hunk[] {
	const hunks: Hunk[] = [];
	for (;;) {
		let next = reply.at;
		while (reply.lines[next]?.trim() === '') {
			next++;
		}

		if (!isHunkHeader(reply.lines[next])) {
			return hunks;
		}

		reply.at = next;
		hunks.push(readHunk(reply, path));
	}
}

function readHeader(reply: Reply): DiffHeader {
	const header: DiffHeader = {isNew: false, isDeleted: false, isLast: false};
	const first = reply.lines[reply.at]!;
	if (isDiffCommand(first)) {
		header.git = first.startsWith('diff --git ') ? first : undefined;
		reply.at++;
	} else if (isIndexLine(reply.lines, reply.at)) {
		reply.at += 2;
	}

	while (reply.at < reply.lines.length && didTakeHeaderLine(reply.lines[reply.at]!.trimEnd(), header)) {
		reply.at++;
	}

	header.isLast = !reply.fence && reply.lines.slice(reply.at, reply.at + 50).every(line => line.trim() === '');
	return header;
}

/**
Lines of git's extended header; each is read once, so that the next file's header is not taken for this one's.
*/
function didTakeHeaderLine(line: string, header: DiffHeader): boolean {
	if (line.startsWith('--- ') && !header.before && !header.after) {
		header.before = {name: headerName(line.slice(4))};
		return true;
	}

	if (line.startsWith('+++ ') && !header.after) {
		header.after = {name: headerName(line.slice(4))};
		return true;
	}

	if (header.before ?? header.after) {
		return false;
	}

	if (/^(?:GIT binary patch|Binary files )/v.test(line)) {
		throw new RefusedError('binary', `The patch changes a binary file (${header.git ?? line}). Only text files can be changed.`);
	}

	if (line.startsWith('copy from ')) {
		throw new RefusedError('malformed', 'The diff copies a file. Send the new file in full instead.');
	}

	return didTakeExtendedLine(line, header);
}

function didTakeExtendedLine(line: string, header: DiffHeader): boolean {
	const match = /^(?<key>old mode|new mode|new file mode|deleted file mode|rename from|rename to|similarity index|dissimilarity index|index) (?<value>.{1,4000})$/v.exec(line);
	if (!match) {
		return false;
	}

	const {key, value} = match.groups as {key: string; value: string};
	header.isNew ||= key === 'new file mode';
	header.isDeleted ||= key === 'deleted file mode';
	switch (key) {
		case 'rename from': {
			header.renameFrom = headerName(value);

			break;
		}

		case 'rename to': {
			header.renameTo = headerName(value);

			break;
		}

		case 'similarity index': {
			header.similarity = Number(/^\d{1,3}/v.exec(value)?.[0] ?? 100);

			break;
		}

		case 'old mode': {
			header.oldMode = value;

			break;
		}

		default: {if (key.endsWith('mode')) {
			header.mode = value;
		} else if (key === 'index') {
			header.index = value;
			header.mode ??= / (?<mode>\d{6})$/v.exec(value)?.groups!.mode;
		}}
	}

	return true;
}

/**
A git diff from one file to another is a rename, also without the lines that say so.
*/
function noteMove(header: DiffHeader): void {
	const [before, after] = [header.before?.name, header.after?.name];
	const move = header.git === undefined || before === undefined || after === undefined || before.slice(2) === after.slice(2) ? undefined : gitLineMove(header.git, {before, after});
	header.renameFrom ??= move?.from;
	header.renameTo ??= move?.to;
}

function namesOf(header: DiffHeader, line: number): DiffNames {
	if (header.renameFrom !== undefined && header.renameTo !== undefined) {
		return {path: withoutDot(header.renameFrom), alternatives: []};
	}

	const [before, after] = [header.before?.name, header.after?.name];
	const names = before === undefined && after === undefined
		? (header.git === undefined ? undefined : gitLineNames(header.git))
		: resolveNames(before ?? (header.before ? undefined : after), after ?? (header.after ? undefined : before));
	if (!names) {
		throw new RefusedError('malformed', `Line ${line} of the reply begins a diff that names no file. Name it in "--- a/path" and "+++ b/path" lines.`);
	}

	return names;
}

function toEdit(header: DiffHeader, names: DiffNames, hunks: Hunk[]): Edit {
	const {path, alternatives} = names;
	const executable = executableOf(header, path);
	if (header.isDeleted || (header.after && header.after.name === undefined)) {
		assertBody(header.isDeleted || hunks.length > 0, path);
		return {
			type: 'delete', path, alternatives, hunks,
		};
	}

	if (header.isNew || (header.before && header.before.name === undefined)) {
		assertBody(hunks.length > 0 || (header.git !== undefined && !header.before && isEmptyBlob(header)), path);
		return {
			type: 'create', path, executable, ...newContent(path, hunks),
		};
	}

	const moveTo = header.renameTo === undefined ? undefined : withoutDot(header.renameTo);
	assertBody(hunks.length > 0 || isPureRename(header) || (executable !== undefined && header.oldMode !== undefined && header.index === undefined), path);
	return {
		type: 'update', path, alternatives, hunks, moveTo, executable,
	};
}

/**
A rename without hunks, whose header is whole: nothing follows it, it does not say that the files differ, and its last path is the one that it began with.
*/
function isPureRename({git, before, renameTo, similarity = 100}: DiffHeader): boolean {
	return renameTo !== undefined && !before && similarity === 100 && (git === undefined || git.trim().endsWith(`/${renameTo}`) || git.trimEnd().endsWith('"'));
}

/**
Whether a new file without hunks is an empty one: git's name of the empty text, unless the header is not the last of the reply.
*/
const isEmptyBlob = ({index, isLast}: DiffHeader): boolean => index === undefined ? !isLast : index.includes('..e69de29');

function assertBody(hasBody: boolean, path: string): void {
	if (!hasBody) {
		throw new RefusedError('truncated', `The diff of ${path} has a header and no hunk. Send the patch again, complete.`);
	}
}

function executableOf({mode, oldMode}: DiffHeader, path: string): boolean | undefined {
	const kinds = new Map([['120000', 'a symbolic link'], ['160000', 'a submodule']]);
	for (const bits of [mode, oldMode]) {
		if (bits !== undefined && bits !== '100644' && bits !== '100755') {
			throw new RefusedError('mode', `The patch would make or change ${path} as ${kinds.get(bits) ?? `a file of mode ${bits}`}. Only plain files (100644) and executable ones (100755) are allowed.`);
		}
	}

	if (oldMode === '100755' && mode === '100644') {
		throw new RefusedError('mode', `The patch takes the executable bit from ${path}; it can only be given.`);
	}

	return mode === '100755' ? true : undefined;
}

/**
Text of a file that a diff creates. Blank lines without their `+` are blank lines of the file.
*/
function newContent(path: string, hunks: readonly Hunk[]): {content: string; lacksFinalNewline: boolean} {
	if (hunks.some(hunk => oldLines(hunk.lines).some(text => text.trim() !== ''))) {
		throw new RefusedError('malformed', `The diff creates ${path}, but has lines that are not added ones. Every line of a new file begins with "+".`);
	}

	const lines = hunks.flatMap(hunk => newLines(hunk.lines));
	return {
		content: lines.map(line => `${line}\n`).join(''),
		lacksFinalNewline: hunks.at(-1)?.lacksFinalNewline.new ?? false,
	};
}
