import Conf from 'conf';

type UserSettings = {path: string; values: Record<string, unknown>};

/**
The settings of this user on this machine, kept by `conf` as JSON; the path is where to edit them. Throws an error that names the file when it cannot be read.
*/
export function readUserSettings(directory?: string): UserSettings {
	try {
		const store = new Conf({
			projectName: 'autopack', projectSuffix: '', cwd: directory, clearInvalidConfig: false,
		});
		return {path: store.path, values: store.store};
	} catch (error) {
		// `conf` makes the directory even to read: where it may not, there is none, and so no settings.
		if (error instanceof Error && 'syscall' in error && error.syscall === 'mkdir' && 'path' in error) {
			return {path: String(error.path), values: {}};
		}

		throw error;
	}
}
