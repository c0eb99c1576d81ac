import type {Config} from '../config.ts';
import type {CommandFlags} from '../flags.ts';

/**
What a command gets: everything it may touch of the process.
*/
export type CommandContext = {
	config: Config;
	/** Arguments after the command's name. */
	input: string[];
	flags: CommandFlags;
	version: string;
	stdin: NodeJS.ReadStream;
	stdout: NodeJS.WriteStream;
	stderr: NodeJS.WriteStream;
};

/**
Resolves to the exit code. Rejects with an error whose message is a sentence for a person.
*/
export type Command = (context: CommandContext) => Promise<number>;

/**
Each command is loaded when it is asked for: `--help` and `runs` load no UI.
*/
export const commands: Record<string, () => Promise<Command>> = {
	tui: async () => (await import('./tui.ts')).tui,
	run: async () => (await import('./run.ts')).run,
	demo: async () => (await import('./demo.ts')).demo,
	runs: async () => (await import('./runs.ts')).runs,
	show: async () => (await import('./show.ts')).show,
	serve: async () => (await import('./serve.ts')).serve,
	doctor: async () => (await import('./doctor.ts')).doctor,
};
