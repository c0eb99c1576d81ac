import process from 'node:process';
import meow from 'meow';
import {commands} from './commands/commands.ts';
import {loadConfig} from './config.ts';
import {exitCodeOf, internalError, UsageError} from './exit-code.ts';
import {
	commandFlagNames, flags, helpText, type CommandFlags,
} from './flags.ts';
import {nearestNames} from './domain/nearest-names.ts';
import type {Settings} from './settings.ts';

/**
Runs one command line and sets the exit code; the one place that turns an error into a sentence and a code.
*/
export async function main(): Promise<void> {
	try {
		process.exitCode = await dispatch();
	} catch (error) {
		process.stderr.write(`autopack: ${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = exitCodeOf(error);
		if (process.exitCode === internalError && error instanceof Error) {
			process.stderr.write(`${error.stack}\nThis is a bug of autopack; nothing that was journalled is lost, and the same command goes on where it stopped.\n`);
		}
	}
}



async function dispatch(): Promise<number> {
	const cli = meow(helpText, {
		importMeta: import.meta, flags, allowUnknownFlags: false, booleanDefault: undefined,
	});
	const [name, ...input] = cli.input;
	if (name === undefined) {
		cli.showHelp(2);
		return 2;
	}

	const command = commands[name];
	if (!command) {
		const [nearest] = nearestNames(name, Object.keys(commands));
		throw new UsageError(`there is no command "${name}"${nearest ? `; did you mean "${nearest}"?` : ''} See autopack --help.`);
	}

	const given = Object.entries(cli.flags).filter(([, value]) => value !== undefined);
	const own = new Set<string>(commandFlagNames);
	const settings: Settings = Object.fromEntries(given.filter(([flag]) => !own.has(flag)));
	const commandFlags: CommandFlags = Object.fromEntries(given.filter(([flag]) => own.has(flag)));
	const config = await loadConfig(settings);
	const run = await command();
	return run({
		config,
		input,
		flags: commandFlags,
		version: cli.pkg.version!,
		stdin: process.stdin,
		stdout: process.stdout,
		stderr: process.stderr,
	});
}
