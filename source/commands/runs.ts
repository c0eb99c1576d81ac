import {openRun} from '../compose/open-run.ts';
import type {Supervisor} from '../compose/supervisor.ts';
import {formatRuns} from '../output/run-list.ts';
import {createLineWriter} from '../output/write-stream.ts';
import type {CommandContext} from '../compose/command-context.ts';

/**
`autopack runs`: the runs that the Supervisor has, newest first.
*/
export const runs = async (context: CommandContext): Promise<number> =>
	openRun(context, async ({supervisor}) => listRuns(context, supervisor));

/**
Writes the list, as NDJSON with `--json`, with a hint below it.
*/
export async function listRuns({config, stdout}: CommandContext, {client}: Supervisor, hint?: string): Promise<number> {
	const rows = await client.listRuns();
	const writer = createLineWriter(stdout);
	const lines = config.settings.json ? rows.map(row => JSON.stringify(row)) : [...formatRuns(rows), ...hint && rows.length > 0 ? ['', hint] : []];
	for (const line of lines) {
		await writer.write(line);
	}

	await writer.flush();
	return 0;
}
