import {UsageError} from '../exit-code.ts';
import type {CommandContext} from '../compose/command-context.ts';
import {applyPatch} from './patch-apply.ts';

const usage = 'autopack patch apply [--dir DIR] [--check] [--json] [FILE]';

/**
`autopack patch apply`: the patch engine on its own.
*/
export async function patch(context: CommandContext): Promise<number> {
	const [action, file] = context.input;
	if (action !== 'apply') {
		throw new UsageError(action === undefined
			? `autopack patch needs to be told what to do: ${usage}`
			: `autopack patch cannot "${action}"; there is: ${usage}`);
	}

	return applyPatch(context, file);
}
