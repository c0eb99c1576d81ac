import {mkdir, rmdir} from 'node:fs/promises';
import path from 'node:path';
import {Directory} from './directory.ts';
import {changed, FileConflictError} from './file-conflict.ts';
import {findOtherSpelling} from './spelling.ts';
import type {UndoLog} from './undo-log.ts';

/**
Why there is no directory at a path: what stands in its place or in that of one above it. `actual` is the path of one that differs in upper and lower case only.
*/
type Obstacle = {reason: 'missing' | 'symlink' | 'spelling' | 'other'; actual?: string};

const maxDirectories = 800;

/**
What opening says if it was a directory a moment ago.
*/
const replacedCodes = new Set<unknown>(['ELOOP', 'EMLINK', 'ENOENT', 'ENOTDIR']);

/**
The directories below a root, each opened once, by its name in the one above it and never through a symbolic link.
*/
export class OpenDirectories {
	static async below(location: string): Promise<OpenDirectories> {
		return new OpenDirectories(await Directory.openRoot(location));
	}

	readonly #root: Directory;
	readonly #opened = new Set<Directory>();
	readonly #lookups = new Map<string, Promise<Directory | Obstacle>>();

	private constructor(root: Directory) {
		this.#root = root;
		this.#opened.add(root);
	}

	async #look(directory: string): Promise<Directory | Obstacle> {
		const parent = await this.find(path.posix.dirname(directory));
		if (!(parent instanceof Directory)) {
			return parent;
		}

		const name = path.posix.basename(directory);
		const stats = await parent.lstat(name);
		if (!stats?.isDirectory()) {
			return {reason: stats ? (stats.isSymbolicLink() ? 'symlink' : 'other') : 'missing'};
		}

		const spelling = await findOtherSpelling(parent, name);
		return spelling === undefined
			? this.#open(parent, name)
			: {reason: 'spelling', actual: path.posix.join(path.posix.dirname(directory), spelling)};
	}

	async #open(parent: Directory, name: string): Promise<Directory> {
		if (this.#opened.size >= maxDirectories) {
			throw new FileConflictError('too_large', path.posix.join(parent.path, name), `is one directory too many: the patch is about more than ${maxDirectories}.`);
		}

		try {
			const directory = await parent.openChild(name);
			this.#opened.add(directory);
			return directory;
		} catch (error) {
			throw error instanceof Error && 'code' in error && replacedCodes.has(error.code) ? changed(path.posix.join(parent.path, name)) : error;
		}
	}

	/**
	The directory at a relative path with slashes; '.' is the root.
	*/
	async find(directory: string): Promise<Directory | Obstacle> {
		const known = this.#lookups.get(directory);
		if (known) {
			return known;
		}

		const lookup = directory === '.' ? Promise.resolve(this.#root) : this.#look(directory);
		this.#lookups.set(directory, lookup);
		return lookup;
	}

	/**
	The directory itself, or the nearest one above it that is there.
	*/
	async nearest(directory: string): Promise<Directory> {
		const found = await this.find(directory);
		return found instanceof Directory ? found : this.nearest(path.posix.dirname(directory));
	}

	/**
	Makes the directory and those above it that are missing.
	*/
	async create(directory: string, undo: UndoLog): Promise<Directory> {
		const found = await this.find(directory);
		if (found instanceof Directory) {
			return found;
		}

		const parent = await this.create(path.posix.dirname(directory), undo);
		const name = path.posix.basename(directory);
		try {
			await parent.use(name, async location => mkdir(location));
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
				throw new FileConflictError('exists', directory, 'cannot be made a directory: there is something else of that name.');
			}

			throw error;
		}

		undo.add(async () => parent.use(name, async location => rmdir(location)));
		const created = this.#open(parent, name);
		this.#lookups.set(directory, created);
		return created;
	}

	async close(): Promise<void> {
		await Promise.all([...this.#opened].map(async directory => directory.close()));
	}
}
