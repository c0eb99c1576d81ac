import {openStore} from '../compose/store.ts';
import {nearestNames} from '../domain/nearest-names.ts';
import {fold} from '../domain/reduce.ts';
import type {RunState} from '../domain/run-state.ts';
import {UsageError} from '../exit-code.ts';
import {formatPhase} from '../output/phase-report.ts';
import {formatSummary} from '../output/summary.ts';
import {createLineWriter} from '../output/write-stream.ts';
import type {CommandContext} from '../compose/command-context.ts';

/**
`autopack show X [PHASE]`: a run, or a phase with its evidence, as the journal of this workspace has it. With `--json`, the run's state as one line of JSON.
*/
export async function show({config, input, stdout}: CommandContext): Promise<number> {
	const [runId, phaseId] = input;
	if (runId === undefined) {
		throw new UsageError('autopack show needs a run id: autopack show X [PHASE]');
	}

	const {journal} = await openStore(config);
	try {
		const events = await journal.events(runId);
		if (events.length === 0) {
			throw unknown(`run "${runId}" is not in the journal of this workspace`, nearestNames(runId, await journal.runIds()));
		}

		const writer = createLineWriter(stdout);
		for (const line of linesOf(fold(runId, events), phaseId, config.settings.json)) {
			await writer.write(line);
		}

		await writer.flush();
		return 0;
	} finally {
		await journal.close();
	}
}

function linesOf(state: RunState, phaseId: string | undefined, json: boolean): string[] {
	if (phaseId === undefined) {
		return json ? [JSON.stringify(state)] : formatSummary(state);
	}

	const progress = state.phases.find(({phase}) => phase.phase_id === phaseId);
	if (!progress) {
		throw unknown(`run "${state.runId}" has no phase "${phaseId}"`, nearestNames(phaseId, state.phases.map(({phase}) => phase.phase_id)));
	}

	return json ? [JSON.stringify(progress)] : formatPhase(progress);
}

const unknown = (what: string, nearest: string[]): UsageError =>
	new UsageError(`${what}${nearest.length > 0 ? `; the nearest: ${nearest.join(', ')}` : ''}. See autopack runs.`);
