import {executeAndShow} from '../compose/execute-and-show.ts';
import {openRun} from '../compose/open-run.ts';
import {watchRun} from '../compose/watch-run.ts';
import type {CommandContext} from '../compose/command-context.ts';
import {listRuns} from './runs.ts';

/**
`autopack tui --run-id X`: executes a run with the live terminal UI, or watches it with `--read-only`. Without a run id it lists the runs there are.
*/
export async function tui(context: CommandContext): Promise<number> {
	const {runId} = context.flags;
	return openRun(context, async opened => {
		if (runId === undefined) {
			return listRuns(context, opened.supervisor, 'Choose one: autopack tui --run-id X');
		}

		return context.config.settings.readOnly
			? watchRun({...opened, context, runId})
			: executeAndShow({...opened, context, runId});
	});
}
