import process from 'node:process';
import meow from 'meow';
import {argumentLimits, commands} from './commands/commands.ts';
import {loadConfig} from './config.ts';
import {exitCodeOf, internalError, UsageError} from './exit-code.ts';
import {
	commandFlagNames,
	flags,
	helpText,
	optionName,
	type CommandFlags,
} from './flags.ts';
import {nearestNames} from './domain/nearest-names.ts';
import type {Settings} from './settings.ts';

/**
Runs one command line and sets the exit code; the one place that turns an error into a sentence and a code.
*/
export async function main(): Promise<void> {
	// With a listener, a write beyond `ulimit -f` fails like one to a full disk; without, it ends the process where it stands.
	process.on('SIGXFSZ', () => undefined);
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
		importMeta: import.meta, flags, booleanDefault: undefined, allowUnknownFlags: true,
	});
	const {help, version, ...cliFlags} = cli.flags as Record<string, unknown>;
	refuseBadFlags(cliFlags);
	if (version) {
		cli.showVersion();
	}

	const [name, ...input] = cli.input;
	if (help || name === undefined) {
		cli.showHelp(help ? 0 : 2);
		return 2;
	}

	const command = commands[name];
	if (!command) {
		throw new UsageError(`there is no command "${name}"${didYouMean(name, Object.keys(commands))} See autopack --help.`);
	}

	const [surplus] = input.slice(argumentLimits[name] ?? 0);
	if (surplus !== undefined) {
		throw new UsageError(`autopack ${name} has no use for "${surplus}"${name === 'tui' ? `; did you mean: autopack tui --run-id ${surplus}?` : '.'} See autopack --help.`);
	}

	const given = Object.entries(cliFlags).filter(([, value]) => value !== undefined);
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

function refuseBadFlags(given: Record<string, unknown>): void {
	const unknown = Object.keys(given).find(name => !Object.hasOwn(flags, name));
	if (unknown !== undefined) {
		throw new UsageError(`there is no option ${optionName(unknown)}${didYouMean(optionName(unknown), Object.keys(flags).map(name => optionName(name)))} See autopack --help.`);
	}

	const empty = Object.keys(given).find(name => given[name] === '');
	if (empty !== undefined) {
		throw new UsageError(`${optionName(empty)} needs a value. See autopack --help.`);
	}
}

function didYouMean(name: string, candidates: string[]): string {
	const [nearest] = nearestNames(name, candidates);
	return nearest === undefined ? '.' : `; did you mean ${nearest}?`;
}
