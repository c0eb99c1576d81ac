import {createHash} from 'node:crypto';
import {applyHunks, type HunksOutcome} from './write/apply-hunks.ts';
import {assertSize} from './assert-size.ts';
import type {Edit} from './edit.ts';
import type {FileState, FileWrite} from './file-state.ts';
import {defaultLimits, maxSearchedLines, type PatchLimits} from './limits.ts';
import type {Repair} from './repair.ts';
import {orRefusal, RefusedError, type Refusal} from './refusal.ts';
import {wholeText} from './write/whole-text.ts';
import {readText, WorkTree, type WorkFile} from './write/work-tree.ts';

type Applied = {ok: true; writes: FileWrite[]; notes: string[]; repairs: Repair[]};

/**
`read` holds the SHA-256 (hex) of what the model was shown of each file, by path; undefined when nobody knows.
*/
type Options = {limits?: PatchLimits; read?: ReadonlyMap<string, string>};

type Progress = {tree: WorkTree; notes: string[]; repairs: Repair[]; applied: number; present: string[]; same: string[]; gone: RefusedError[]; searchedLines: number; read: Options['read']};

/**
Applies edits to the files they name, in memory: all of them or none. `files` holds the state of every path of `pathsOf(edits)`.
`notes` says in one sentence each what was lenient, `repairs` names the rung of each hunk that was not applied as it stands; `writes` never names another file than the edits do.
*/
export function applyEdits(edits: readonly Edit[], files: ReadonlyMap<string, FileState>, {limits = defaultLimits, read}: Options = {}): Applied | Refusal {
	return orRefusal(() => {
		assertSize(edits, limits);
		const progress: Progress = {
			tree: new WorkTree(files), notes: [], repairs: [], applied: 0, present: [], same: [], gone: [], searchedLines: 0, read,
		};
		for (const edit of edits) {
			applyEdit(edit, progress);
		}

		assertProgress(progress);
		const writes = progress.tree.writes();
		if (writes.length === 0) {
			throw new RefusedError('unchanged', `The patch changes nothing: ${edits.map(edit => edit.path).slice(0, 5).join(', ')} would stay as it is.`);
		}

		return {
			ok: true, writes, notes: progress.notes, repairs: progress.repairs,
		};
	});
}

function applyEdit(edit: Edit, progress: Progress): void {
	switch (edit.type) {
		case 'update': {
			update(edit, progress);
			break;
		}

		case 'create': {
			create(edit, progress);
			break;
		}

		case 'replace': {
			replace(edit, progress);
			break;
		}

		case 'delete': {
			remove(edit, progress);
		}
	}
}

function update(edit: Extract<Edit, {type: 'update'}>, progress: Progress): void {
	const path = choosePath(edit, progress);
	const file = progress.tree.file(path);
	if (!file.exists) {
		createFromHunks(edit, file, progress);
		return;
	}

	if (edit.moveTo !== undefined && edit.moveTo !== path && progress.tree.exists(edit.moveTo)) {
		throw new RefusedError('exists', `${path} cannot be moved to ${edit.moveTo}: there is a file already.`);
	}

	record(applyToFile(file, edit.hunks, progress), path, progress);
	const moved = edit.moveTo === undefined || edit.moveTo === path ? file : move(file, progress.tree.file(edit.moveTo));
	moved.executable ||= edit.executable ?? false;
	progress.applied += edit.hunks.length === 0 ? 1 : 0;
}

function move(file: WorkFile, target: WorkFile): WorkFile {
	target.text = readText(file);
	target.executable = file.executable;
	target.from = file.from ?? (file.before ? file.path : undefined);
	target.exists = true;
	file.exists = false;
	file.text = undefined;
	return target;
}

/**
`@@ -0,0 +1,9 @@` says that there was no file, whatever the names above it say.
*/
function createFromHunks(edit: Extract<Edit, {type: 'update'}>, file: WorkFile, progress: Progress): void {
	const [hunk] = edit.hunks;
	if (edit.hunks.length !== 1 || hunk!.oldStart !== 0 || hunk!.lines.some(line => line.kind !== 'added') || edit.moveTo !== undefined) {
		throw missing(file.path, 'cannot be edited');
	}

	progress.notes.push(`${file.path}: the diff of a new file did not say /dev/null`);
	const content = hunk!.lines.map(line => `${line.text}\n`).join('');
	create({
		type: 'create', path: file.path, content, lacksFinalNewline: hunk!.lacksFinalNewline.new, executable: edit.executable,
	}, progress);
}

function applyToFile(file: WorkFile, hunks: Extract<Edit, {type: 'update'}>['hunks'], progress: Progress): HunksOutcome {
	if (hunks.length === 0) {
		return {
			notes: [], repairs: [], applied: 0, present: [],
		};
	}

	const text = readText(file);
	progress.searchedLines += text.lines.length * hunks.length;
	if (progress.searchedLines > maxSearchedLines) {
		throw new RefusedError('too_large', `${file.path} has ${text.lines.length} lines, too many for ${hunks.length} hunks. Make the change smaller.`);
	}

	return applyHunks(file.path, text, hunks);
}

function record({notes, repairs, applied, present}: HunksOutcome, path: string, progress: Progress): void {
	progress.applied += applied;
	progress.repairs.push(...repairs);
	for (const note of notes) {
		progress.notes.push(note);
	}

	for (const {hunk, line} of present) {
		progress.present.push(`${path}: the result of hunk ${hunk} is already there, at line ${line}`);
	}
}

function create(edit: Extract<Edit, {type: 'create'}>, {tree, ...progress}: Progress): void {
	const file = tree.file(edit.path);
	const text = wholeText(edit.content, undefined);
	text.hasFinalNewline &&= !edit.lacksFinalNewline;
	if (file.exists) {
		const old = readText(file);
		if (old.toString() === text.toString()) {
			progress.present.push(`${edit.path} is already there, with the same text`);
			return;
		}

		if (old.toString() !== '') {
			throw new RefusedError('exists', `${edit.path} exists already, with other text (${old.lines.length} lines). To change it, send SEARCH/REPLACE blocks or the whole new file; to start it anew, delete it first in the same reply.`);
		}
	}

	file.exists = true;
	file.text = text;
	file.executable ||= edit.executable ?? false;
}

function replace({path, content}: Extract<Edit, {type: 'replace'}>, {tree, same}: Progress): void {
	const file = tree.file(path);
	const before = file.exists ? readText(file).toString() : undefined;
	file.text = wholeText(content, file.exists ? {path, text: readText(file)} : undefined);
	file.exists = true;
	if (file.text.toString() === before) {
		same.push(`${path} is already there, with the same text`);
	}
}

function remove(edit: Extract<Edit, {type: 'delete'}>, progress: Progress): void {
	const path = choosePath(edit, progress);
	const file = progress.tree.file(path);
	if (!file.exists) {
		progress.gone.push(missing(path, 'cannot be deleted'));
		return;
	}

	assertRead(file, edit, progress.read);
	record(applyToFile(file, edit.hunks, progress), path, progress);
	const left = edit.hunks.length > 0 ? readText(file).lines.length : 0;
	if (left > 0) {
		throw new RefusedError('not_found', `The diff deletes ${path}, but ${left} of its lines are not in the diff. Use "*** Delete File: ${path}" in a *** Begin Patch envelope.`);
	}

	file.exists = false;
	file.text = undefined;
	progress.applied++;
}

/**
A deletion that quotes no text is meant for the text that the model has read.
*/
function assertRead(file: WorkFile, {hunks}: Extract<Edit, {type: 'delete'}>, read: Options['read']): void {
	if (hunks.length > 0 || !read || !file.before) {
		return;
	}

	const hash = read.get(file.path);
	if (hash === undefined) {
		throw new RefusedError('unread', `${file.path} was not shown to you in full, so it is not deleted unseen. Leave it, or send a diff that removes its lines.`, {path: file.path});
	}

	if (hash !== createHash('sha256').update(file.before.content).digest('hex')) {
		throw new RefusedError('stale', `${file.path} is not what you were shown any more, so it is not deleted. Read it again.`, {path: file.path});
	}
}

/**
Of the readings of a header's path, the one that exists.
*/
function choosePath({path, alternatives}: Extract<Edit, {hunks: unknown}>, {tree, notes}: Progress): string {
	const others = alternatives.filter(other => tree.exists(other));
	if (tree.exists(path) && others.length > 0) {
		throw new RefusedError('ambiguous', `The header of ${path} may mean ${others[0]!} as well: both exist. Name the file with "a/" and "b/" before its path.`, {path});
	}

	if (!tree.exists(path) && others.length === 1) {
		notes.push(`${others[0]!}: the diff's header calls it ${path}`);
		return others[0]!;
	}

	return path;
}

const missing = (path: string, cannot: string): RefusedError =>
	new RefusedError('missing_file', `${path} does not exist, so it ${cannot}. Check the path; to create the file, send it whole, with its path on the line before the fence.`);

/**
Refuses a patch that is in the files already, in whole or in part. A file that is to be deleted and is not there counts as such only if all else is there too;
a whole file that stays as it is does no harm beside others.
*/
function assertProgress({applied, present, same, gone, tree}: Progress): void {
	const isChanging = applied > 0 || tree.writes().length > 0;
	const there = isChanging ? present : [...present, ...same];
	if (gone.length > 0 && (isChanging || there.length === 0)) {
		throw gone[0]!;
	}

	const list = there.slice(0, 10).join('\n');
	if (there.length > 0) {
		throw isChanging
			? new RefusedError('partly_applied', `A part of the patch is in the files already, another is not. Send only what is missing.\n${list}`)
			: new RefusedError('already_applied', `All of the patch is in the files already.\n${list}`);
	}
}
