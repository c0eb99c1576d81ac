import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import path from 'node:path';
import type {Directory} from './directory.ts';

/**
Private directories in which files wait that are about to be renamed to their places, and those that had to make room: one a file system, made at its top below the root.
Nobody else can read them, and each is new. In them it is `.git` that holds the files: nothing of that name is ever a file to git, even if this process is killed.
*/
export class Stagings {
	readonly #byMount = new Map<string, Promise<Directory>>();
	readonly #opened: Directory[] = [];
	readonly #made: Array<{parent: Directory; name: string}> = [];

	async #make(below: Directory, mount: string): Promise<Directory> {
		let top = below;
		while (top.parent && await top.parent.mount() === mount) {
			top = top.parent;
		}

		const location = await top.use('.autopack-patch-', async prefix => mkdtemp(prefix));
		const name = path.basename(location);
		this.#made.push({parent: top, name});
		const shell = await this.#open(top, name);
		await shell.use('.git', async hidden => mkdir(hidden));
		return this.#open(shell, '.git');
	}

	async #open(parent: Directory, name: string): Promise<Directory> {
		const directory = await parent.openChild(name);
		this.#opened.push(directory);
		return directory;
	}

	/**
	The one that files can be renamed to and from if they are in `directory`.
	*/
	async for(directory: Directory): Promise<Directory> {
		const mount = await directory.mount();
		const known = this.#byMount.get(mount);
		if (known) {
			return known;
		}

		const made = this.#make(directory, mount);
		this.#byMount.set(mount, made);
		return made;
	}

	/**
	Where they are, as absolute paths.
	*/
	get locations(): string[] {
		return this.#made.map(({parent, name}) => path.join(parent.location, name, '.git'));
	}

	/**
	Needs no further descriptor: having run out of them may be why.
	*/
	async remove(): Promise<void> {
		await this.close();
		for (const {parent, name} of this.#made) {
			await parent.use(name, async location => rm(location, {recursive: true, force: true}));
		}
	}

	async close(): Promise<void> {
		await Promise.all(this.#opened.map(async directory => directory.close()));
	}
}
