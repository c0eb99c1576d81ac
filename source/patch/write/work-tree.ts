import type {FileState, FileWrite} from '../file-state.ts';
import {RefusedError} from '../refusal.ts';
import {decodeText, FileText} from './file-text.ts';
import {assertWritable} from './written-text.ts';

/**
A file while a patch is applied: what it was, and what it is to be.
*/
export type WorkFile = {
	path: string;
	/**
	Undefined when there was no file.
	*/
	before?: {content: Uint8Array; executable: boolean};
	exists: boolean;
	/**
	The text, once it was read or written.
	*/
	text?: FileText;
	executable: boolean;
	from?: string;
};

/**
The files that a patch names, in memory. Each edit sees what those before it did; `writes` tells the difference at the end.
*/
export class WorkTree {
	readonly #states: ReadonlyMap<string, FileState>;
	readonly #files = new Map<string, WorkFile>();

	constructor(states: ReadonlyMap<string, FileState>) {
		this.#states = states;
	}

	/**
	The file at a path, or one that does not exist yet. Refuses what is no plain file.
	*/
	file(path: string): WorkFile {
		const known = this.#files.get(path);
		if (known) {
			return known;
		}

		const file = openFile(path, this.#states.get(path));
		this.#files.set(path, file);
		return file;
	}

	exists(path: string): boolean {
		const known = this.#files.get(path);
		return known ? known.exists : (this.#states.get(path)?.kind ?? 'missing') !== 'missing';
	}

	/**
	What has to be written, deletions first. Files that ended as they were are left out.
	*/
	writes(): FileWrite[] {
		const changed: WorkFile[] = [];
		for (const file of this.#files.values()) {
			if (isChanged(file)) {
				changed.push(file);
			}
		}

		assertDistinct(changed);
		assertNoFileIsDirectory(changed, path => this.#files.get(path)?.exists === true);
		const deleted = changed.filter(file => !file.exists).map(({path}) => ({path, content: undefined}));
		return [...deleted, ...changed.filter(file => file.exists).map(file => toWrite(file, this.#files.get(file.from ?? file.path)))];
	}
}

/**
The text of a file that exists.
*/
export function readText(file: WorkFile): FileText {
	file.text ??= new FileText(decodeText(file.path, file.before!.content));
	return file.text;
}

/**
On a file system that does not tell case or Unicode forms apart, one of two such files would replace the other.
*/
function assertDistinct(changed: readonly WorkFile[]): void {
	const known = new Map<string, WorkFile>();
	const written = changed.filter(({exists}) => exists);
	for (const file of written) {
		const folded = file.path.normalize('NFC').toLowerCase();
		const other = known.get(folded);
		if (other && !(other.before && file.before)) {
			throw new RefusedError('unsafe_path', `${JSON.stringify(other.path)} and ${JSON.stringify(file.path)} differ only in case or in the form of their letters, which some file systems take for one file. Use one of them.`, {path: file.path});
		}

		known.set(folded, file);
	}
}

function assertNoFileIsDirectory(changed: readonly WorkFile[], isFile: (path: string) => boolean): void {
	const created = changed.filter(file => file.exists && !file.before);
	for (const {path} of created) {
		for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
			if (isFile(path.slice(0, slash))) {
				throw new RefusedError('exists', `${path} cannot be created: ${path.slice(0, slash)} is a file.`);
			}
		}
	}
}

function openFile(path: string, state: FileState | undefined): WorkFile {
	switch (state?.kind) {
		case 'symlink':
		case 'behind-symlink': {
			throw new RefusedError('unsafe_path', `${path} ${state.kind === 'symlink' ? 'is a symbolic link' : 'lies behind a symbolic link'}; only plain files inside the repository can be changed.`);
		}

		case 'submodule': {
			throw new RefusedError('unsafe_path', `${path} is a submodule, which a patch must not change.`);
		}

		case 'directory': {
			throw new RefusedError('exists', `${path} is a directory, not a file.`);
		}

		case 'file': {
			const isExecutable = state.executable ?? false;
			return {
				path, exists: true, executable: isExecutable, before: {content: state.content ?? new Uint8Array(), executable: isExecutable},
			};
		}

		default: {
			return {path, exists: false, executable: false};
		}
	}
}

function isChanged(file: WorkFile): boolean {
	return file.exists === (file.before !== undefined) ? file.exists && (file.executable !== file.before!.executable || (file.text !== undefined && file.text.toString() !== originalText(file))) : true;
}

const originalText = (file: WorkFile): string => file.before ? decodeText(file.path, file.before.content) : '';

/**
`source` is the file that the text comes from: the same one, or the one that was renamed.
*/
function toWrite(file: WorkFile, source: WorkFile | undefined): FileWrite {
	const text = readText(file);
	assertWritable(file.path, source ? new FileText(originalText(source)).lines : [], text.lines);
	return {
		path: file.path,
		content: text.toString(),
		...(file.executable && {executable: true}),
		...(file.from !== undefined && {from: file.from}),
	};
}
