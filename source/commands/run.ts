import {isDeepStrictEqual} from 'node:util';
import {executeAndShow} from '../compose/execute-and-show.ts';
import {openRun} from '../compose/open-run.ts';
import {readPlanFile} from '../compose/plan-file.ts';
import type {Store} from '../compose/store.ts';
import type {Supervisor} from '../compose/supervisor.ts';
import type {Plan} from '../domain/plan.ts';
import {UsageError} from '../exit-code.ts';
import type {CommandContext} from '../compose/command-context.ts';

/**
`autopack run PLAN`: creates the run of a plan file and executes it. The same command again goes on with it.
*/
export async function run(context: CommandContext): Promise<number> {
	const [file] = context.input;
	if (file === undefined) {
		throw new UsageError('autopack run needs a plan file: autopack run PLAN.json');
	}

	const plan = await readPlanFile(file);
	return openRun(context, async opened => {
		await createRun(opened, plan, file);
		return executeAndShow({...opened, context, runId: plan.run.run_id});
	});
}

/**
Creates the run and remembers its plan, unless this very plan was created before. Throws UsageError for another plan with the same run id.
*/
export async function createRun({store, supervisor}: {store: Store; supervisor: Supervisor}, plan: Plan, file: string): Promise<void> {
	const runId = plan.run.run_id;
	const created = (await store.journal.events(runId)).find(event => event.type === 'run.created');
	if (!created) {
		await supervisor.client.startRun(plan);
		if (!supervisor.isEmbedded) {
			await store.journal.append(runId, {type: 'run.created', plan});
		}
	} else if (!isDeepStrictEqual(created.plan, plan)) {
		throw new UsageError(`run ${runId} exists already with another plan. Give ${file} another run_id, or go on with the run: autopack tui --run-id ${runId}`);
	}
}
