import type {CommandContext} from './command-context.ts';
import type {Store} from './store.ts';
import type {Supervisor} from './supervisor.ts';

/**
What the displays of a run share.
*/
export type RunParts = {
	context: CommandContext;
	store: Store;
	supervisor: Supervisor;
	runId: string;
	/**
	Said in the header of the UI, such as that models are scripted.
	*/
	notice?: string;
	/**
	The command that goes on with the run, where it is not `autopack tui`.
	*/
	goOn?: string;
};
