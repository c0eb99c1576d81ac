import {constants, type BigIntStats} from 'node:fs';
import {
	lstat,
	open,
	readFile,
	realpath,
	stat,
	type FileHandle,
} from 'node:fs/promises';
import path from 'node:path';
import {FileConflictError} from './file-conflict.ts';

const {O_DIRECTORY, O_NOFOLLOW, O_RDONLY} = constants;

/**
An open directory. On Linux a name in it is looked up through its descriptor (`/proc/self/fd/N/name`, which is openat(2)): whatever becomes of the directories above meanwhile,
it is this one. Elsewhere the path is used, and proven before and after to lead here still.
*/
export class Directory {
	/**
	The directory that everything is below of. It may be reached through symbolic links itself.
	*/
	static async openRoot(location: string): Promise<Directory> {
		const root = await realpath(location);
		const handle = await open(root, O_RDONLY + O_DIRECTORY);
		return new Directory(handle, {
			location: root, path: '.', parent: undefined, name: '', isPinned: await isReachable(handle),
		});
	}

	readonly #handle: FileHandle;
	readonly #pinned: string | undefined;
	#mount: Promise<string> | undefined;
	/**
	Absolute path, as a person calls it.
	*/
	readonly location: string;
	/**
	From the root, with slashes; '.' is the root.
	*/
	readonly path: string;
	readonly parent: Directory | undefined;
	readonly name: string;

	private constructor(handle: FileHandle, place: Pick<Directory, 'location' | 'path' | 'parent' | 'name'> & {isPinned: boolean}) {
		this.#handle = handle;
		this.location = place.location;
		this.path = place.path;
		this.parent = place.parent;
		this.name = place.name;
		this.#pinned = place.isPinned ? `/proc/self/fd/${handle.fd}` : undefined;
	}

	async #findMount(): Promise<string> {
		const {dev} = await this.#handle.stat({bigint: true});
		const information = this.#pinned === undefined ? '' : await readFile(`/proc/self/fdinfo/${this.#handle.fd}`, 'utf8');
		return `${dev} ${/^mnt_id:\s*(?<id>\d+)/mv.exec(information)?.groups?.id ?? ''}`;
	}

	/**
	Names the file in an error as a person calls it.
	*/
	#describe(error: unknown, name: string): unknown {
		if (error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG') {
			return new FileConflictError('unsafe_path', path.posix.join(this.path, name), 'is too long a name for this file system.');
		}

		if (error instanceof Error && this.#pinned !== undefined) {
			error.message = error.message.replaceAll(`${this.#pinned}/`, () => `${this.location}${path.sep}`);
		}

		return error;
	}

	async #assertInPlace(): Promise<void> {
		const [found, own] = await Promise.all([lstatOrUndefined(this.location), this.#handle.stat({bigint: true})]);
		if (found?.dev !== own.dev || found.ino !== own.ino) {
			throw new FileConflictError('changed', this.path, 'was moved or replaced while the patch was applied.');
		}

		if (this.parent) {
			await this.parent.#assertInPlace();
		}
	}

	/**
	Rejects with ENOTDIR or ELOOP for a symbolic link.
	*/
	async openChild(name: string): Promise<Directory> {
		const handle = await this.open(name, O_RDONLY + O_DIRECTORY);
		return new Directory(handle, {
			location: path.join(this.location, name), path: path.posix.join(this.path, name), parent: this, name, isPinned: this.#pinned !== undefined,
		});
	}

	/**
	Runs a system call on the entry `name`, or with '.' on the directory itself. What is at the name is not followed by this; `act` has to see to that.
	*/
	async use<Result>(name: string, act: (location: string) => Promise<Result>): Promise<Result> {
		try {
			if (this.#pinned !== undefined) {
				return await act(`${this.#pinned}/${name}`);
			}

			await this.#assertInPlace();
			const result = await act(path.join(this.location, name));
			await this.#assertInPlace();
			return result;
		} catch (error) {
			throw this.#describe(error, name);
		}
	}

	/**
	As open(2), of the entry `name`, if it is no symbolic link.
	*/
	async open(name: string, flags: number, mode?: number): Promise<FileHandle> {
		let handle: FileHandle | undefined;
		try {
			return await this.use(name, async location => {
				handle = await open(location, flags + O_NOFOLLOW, mode);
				return handle;
			});
		} catch (error) {
			await handle?.close();
			throw error;
		}
	}

	/**
	Of the entry `name`; undefined when there is none.
	*/
	async lstat(name: string): Promise<BigIntStats | undefined> {
		return this.use(name, async location => lstatOrUndefined(location));
	}

	/**
	The same for directories between which files can be renamed. A device can be mounted twice, so where the system tells, it is the mount.
	*/
	async mount(): Promise<string> {
		this.#mount ??= this.#findMount();
		return this.#mount;
	}

	/**
	Brings the names in it to disk, where the file system can.
	*/
	async sync(): Promise<void> {
		try {
			await this.#handle.sync();
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && (error.code === 'EINVAL' || error.code === 'ENOTSUP'))) {
				throw error;
			}
		}
	}

	async close(): Promise<void> {
		await this.#handle.close();
	}
}

async function isReachable(handle: FileHandle): Promise<boolean> {
	const [own, found] = await Promise.all([
		handle.stat({bigint: true}), stat(`/proc/self/fd/${handle.fd}`, {bigint: true}).catch(() => undefined),
	]);
	return found?.dev === own.dev && found.ino === own.ino;
}

async function lstatOrUndefined(location: string): Promise<BigIntStats | undefined> {
	try {
		return await lstat(location, {bigint: true});
	} catch (error) {
		if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENAMETOOLONG')) {
			return undefined;
		}

		throw error;
	}
}
