import Conf from 'conf';

/**
The settings of this user on this machine, kept by `conf` as JSON; the path is where to edit them. Throws an error that names the file when it cannot be read.
*/
export function readUserSettings(directory?: string): {path: string; values: Record<string, unknown>} {
	const store = new Conf({
		projectName: 'autopack', projectSuffix: '', cwd: directory, clearInvalidConfig: false,
	});
	return {path: store.path, values: store.store};
}
