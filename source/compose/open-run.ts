import {secretNames} from '../settings.ts';
import type {CommandContext} from './command-context.ts';
import {openStore, type Store} from './store.ts';
import {connectSupervisor, type Supervisor} from './supervisor.ts';

/**
Opens the workspace's store and reaches its Supervisor, for as long as `use` takes.
*/
export async function openRun<Result>(context: CommandContext, use: (opened: {store: Store; supervisor: Supervisor}) => Promise<Result>): Promise<Result> {
	warnOfKeysInFlags(context);
	const store = await openStore(context.config);
	try {
		return await use({store, supervisor: await connectSupervisor(context.config, store.journal, context.version)});
	} finally {
		await store.journal.close();
	}
}

function warnOfKeysInFlags({config, stderr}: CommandContext): void {
	const given = secretNames.filter(name => config.origins[name] === 'flag');
	if (given.length > 0) {
		stderr.write('autopack: a key given on the command line is visible to other users of this machine; the environment is not.\n');
	}
}
