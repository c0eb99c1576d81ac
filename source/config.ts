import process from 'node:process';
import {cosmiconfig} from 'cosmiconfig';
import {toDotPath} from 'zod/v4/core';
import {describeIssue} from './describe-issue.ts';
import {optionName} from './flags.ts';
import {
	defaultSettings,
	environmentNames,
	secretNames,
	settingsSchema,
	type ResolvedSettings,
	type SettingName,
	type Settings,
} from './settings.ts';
import {readUserSettings} from './user-settings.ts';

/**
A setting that cannot be used: exit code 2.
*/
class ConfigError extends Error {
	override readonly name = 'ConfigError';
}

export type Layer = {origin: string; values: unknown};

export type Config = {
	settings: ResolvedSettings;
	/**
	Where each setting's value comes from, such as `flag`, `$OPENAI_API_KEY` or a file's path.
	*/
	origins: Partial<Record<SettingName, string>>;
	/**
	The environment of this process. Children get it without its secrets.
	*/
	environment: NodeJS.ProcessEnv;
	cwd: string;
};

/**
Merges the layers, strongest first: flag > environment > .autopackrc > user settings > default. Throws ConfigError naming file and key.
*/
export function resolveSettings(layers: Layer[]): Pick<Config, 'settings' | 'origins'> {
	const settings: Record<string, unknown> = {};
	const origins: Partial<Record<string, string>> = {};
	for (const {origin, values} of layers) {
		for (const [name, value] of Object.entries(parseLayer(origin, values))) {
			if (value === undefined || (name in settings)) {
				continue;
			}

			settings[name] = value;
			origins[name] = name in environmentNames && origin === 'environment' ? `$${environmentNames[name as SettingName]}` : origin;
		}
	}

	return {settings: settings as Config['settings'], origins};
}

function parseLayer(origin: string, values: unknown): Settings {
	const parsed = settingsSchema.safeParse(values);
	if (parsed.success) {
		return parsed.data;
	}

	const problems = parsed.error.issues.map(issue => issue.code === 'unrecognized_keys'
		? `unknown key ${issue.keys.map(key => `"${key}"`).join(', ')}`
		: [nameIn(origin, issue.path), describeIssue(issue)].filter(Boolean).join(': '));
	throw new ConfigError(origin === 'flag'
		? `${problems.join('; ')}. See autopack --help.`
		: `${origin}: ${problems.join('; ')}. Every key is documented in .autopackrc.example.`);
}

/**
A setting as whoever wrote it there calls it.
*/
function nameIn(origin: string, [name, ...rest]: PropertyKey[]): string {
	const setting = String(name ?? '') as SettingName;
	const first = origin === 'flag' ? optionName(setting) : (origin === 'environment' ? environmentNames[setting] ?? setting : setting);
	const path = toDotPath(rest);
	return rest.length === 0 || path.startsWith('[') ? `${first}${path}` : `${first}.${path}`;
}

/**
Reads all sources. `flags` holds what was given on the command line only. `.autopackrc` is looked for in the workspace, then in the directories above it up to the home directory.
*/
export async function loadConfig(flags: Settings, cwd = process.cwd()): Promise<Config> {
	const environment = {...process.env};
	const file = await readConfigFile(flags.workspace ?? cwd);
	const user = readUser(environment.AUTOPACK_CONFIG_DIR);
	const stored = secretNames.filter(name => name in user.values);
	if (stored.length > 0) {
		throw new ConfigError(`${user.path}: keys are never kept in the user settings; remove ${stored.join(', ')} and use the environment.`);
	}

	const resolved = resolveSettings([
		{origin: 'flag', values: flags},
		{origin: 'environment', values: fromEnvironment(environment)},
		...file,
		{origin: user.path, values: user.values},
		{origin: 'default', values: defaultSettings},
	]);
	return {...resolved, environment, cwd};
}

function readUser(directory: string | undefined) {
	try {
		return readUserSettings(directory);
	} catch (error) {
		throw new ConfigError(`The user settings cannot be read: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
	}
}

function fromEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
	const named = Object.entries(environmentNames).map(([name, variable]) => [name, environment[variable]] as const);
	return Object.fromEntries(named.flatMap(([name, value]) => value ? [[name, value]] : []));
}

async function readConfigFile(directory: string): Promise<Layer[]> {
	const explorer = cosmiconfig('autopack', {
		searchPlaces: ['.autopackrc', '.autopackrc.json', '.autopackrc.yaml', '.autopackrc.yml'],
		searchStrategy: 'global',
	});
	try {
		const found = await explorer.search(directory);
		return found && !found.isEmpty ? [{origin: found.filepath, values: found.config}] : [];
	} catch (error) {
		throw new ConfigError(`.autopackrc cannot be read: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
	}
}

/**
Chalk, which Ink draws with, looks at the environment once, as it loads.
*/
export function disableColor(): void {
	process.env.FORCE_COLOR = '0';
}
