import {isDeepStrictEqual} from 'node:util';
import {executeAndShow} from '../compose/execute-and-show.ts';
import {openRun} from '../compose/open-run.ts';
import {readPlanFile} from '../compose/plan-file.ts';
import {refuseUnexecutable} from '../compose/refuse-unexecutable.ts';
import type {Store} from '../compose/store.ts';
import {planOf, type Supervisor} from '../compose/supervisor.ts';
import {orderedPhases, type Plan} from '../domain/plan.ts';
import {UsageError} from '../exit-code.ts';
import type {CommandContext} from '../compose/command-context.ts';
import {SupervisorError} from '../supervisor/supervisor-error.ts';

/**
`autopack run PLAN`: creates the run of a plan file and executes it. The same command again goes on with it.
*/
export async function run(context: CommandContext): Promise<number> {
	const [file] = context.input;
	if (file === undefined) {
		throw new UsageError('autopack run needs a plan file: autopack run PLAN.json');
	}

	const plan = await readPlanFile(file);
	await refuseUnexecutable(context);
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
		await startUnlessThere(supervisor, plan, file);
		await store.journal.append(runId, {type: 'run.created', plan});
	} else if (!isDeepStrictEqual(created.plan, plan)) {
		throw otherPlanError(runId, file);
	}
}

const otherPlanError = (runId: string, file: string): UsageError =>
	new UsageError(`run ${runId} exists already with another plan. Give ${file} another run_id, or go on with the run: autopack tui --run-id ${runId}`);

/**
A kill between the Supervisor's answer and our journal leaves the run there: this very plan's is gone on with.
*/
async function startUnlessThere({client}: Supervisor, plan: Plan, file: string): Promise<void> {
	try {
		await client.startRun(plan);
	} catch (error) {
		const isRefused = error instanceof SupervisorError && error.kind === 'invalid';
		const record = isRefused ? await client.getRun(plan.run.run_id).catch(() => undefined) : undefined;
		if (!record) {
			throw error;
		}

		if (!isDeepStrictEqual(comparable(planOf(record, plan)), comparable(plan))) {
			throw otherPlanError(plan.run.run_id, file);
		}
	}
}

/**
Without what is undefined in one and left out in the other. A classic server has every phase with a complexity.
*/
const comparable = (plan: Plan): unknown => orderedPhases(plan).map(phase =>
	Object.fromEntries(Object.entries({...phase, complexity: phase.complexity ?? 'medium'}).filter(([, value]) => value !== undefined)));
