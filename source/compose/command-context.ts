import type {Config} from '../config.ts';
import type {CommandFlags} from '../flags.ts';

/**
What a command gets: everything it may touch of the process.
*/
export type CommandContext = {
	config: Config;
	/**
	Arguments after the command's name.
	*/
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
