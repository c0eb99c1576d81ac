import type {Config} from '../config.ts';
import type {Standing} from '../executor/ports.ts';
import type {Journal} from '../journal/journal.ts';
import type {Phase, Plan} from '../domain/plan.ts';
import type {PhaseRecord, RunRecord} from '../domain/run-record.ts';
import {createSupervisorClient, type SupervisorClient} from '../supervisor/client.ts';
import type {ServerKind} from '../supervisor/render-report.ts';
import {SupervisorError} from '../supervisor/supervisor-error.ts';
import {createModelRouting} from './model-routing.ts';
import {modelSettings} from './module-settings.ts';

export type Supervisor = {client: SupervisorClient; isEmbedded: boolean; url: string};

/**
Reaches the Supervisor of the settings, or the embedded one: the same client over the server's own `fetch`, without a socket.
*/
export async function connectSupervisor({settings}: Config, journal: Journal, version: string): Promise<Supervisor> {
	const {apiUrl, apiKey} = settings;
	if (apiUrl) {
		const client = createSupervisorClient({baseUrl: apiUrl, apiKey});
		await client.connect();
		return {client, isEmbedded: false, url: apiUrl};
	}

	const {createSupervisorApp} = await import('../supervisor/server/app.ts');
	const app = createSupervisorApp({
		journal, version, recordReports: false, integrationStatus: async () => undefined, modelRouting: createModelRouting(journal, modelSettings(settings)),
	});
	const url = 'https://embedded.localhost';
	const client = createSupervisorClient({name: 'This workspace', baseUrl: url, fetch: async (input, init) => app.fetch(new Request(input, init))});
	return {client, isEmbedded: true, url: 'embedded'};
}

/**
The plan of a run as its Supervisor tells it, with what it leaves out (the classic one: descriptions and caps) taken from what the journal knows.
*/
export function planOf(record: RunRecord, known: Plan | undefined): Plan {
	const knownPhases = new Map(known?.phases.map(phase => [phase.phase_id, phase]));
	return {
		run: {
			run_id: record.id,
			safety_profile: record.safety_profile ?? known?.run.safety_profile ?? 'normal',
			run_scope: record.run_scope ?? known?.run.run_scope ?? 'multi_tier',
			token_cap: record.token_cap ?? known?.run.token_cap ?? 5_000_000,
			max_phases: record.max_phases ?? known?.run.max_phases ?? 25,
			max_duration_minutes: record.max_duration_minutes ?? known?.run.max_duration_minutes ?? 120,
		},
		tiers: record.tiers.map(({tier_id, tier_index, name}) => ({tier_id, tier_index, name})),
		phases: record.tiers.flatMap(tier => tier.phases.map(phase => phaseOf(phase, tier.tier_id, knownPhases.get(phase.phase_id)))),
	};
}

function phaseOf(record: PhaseRecord, tierId: string, known: Phase | undefined): Phase {
	const {scope} = record;
	return {
		phase_id: record.phase_id,
		phase_index: record.phase_index,
		tier_id: tierId,
		name: record.name,
		description: record.description ?? known?.description,
		task_category: record.task_category ?? known?.task_category,
		complexity: (['low', 'medium', 'high'] as const).find(level => level === record.complexity) ?? known?.complexity,
		builder_mode: record.builder_mode ?? known?.builder_mode,
		acceptance_criteria: record.acceptance_criteria ?? known?.acceptance_criteria,
		scope: scope ? {paths: scope.paths ?? [], read_only_context: scope.read_only_context ?? []} : known?.scope,
	};
}

/**
A classic server never changes a run's state, many of which were created as PHASE_QUEUEING; ours calls a run with phases that are QUEUED still the same.
Neither promises more phases.
*/
const isPlanning = ({state, tiers}: RunRecord, kind: ServerKind): boolean => kind !== 'classic'
	&& (state === 'PLAN_BOOTSTRAP' || (state === 'PHASE_QUEUEING' && tiers.every(tier => tier.phases.every(phase => phase.state !== 'QUEUED'))));

/**
What is queued now; undefined while the Supervisor is away or slow, which stops no run that is under way.
*/
export async function pollStanding({client}: Supervisor, runId: string, known: Plan): Promise<Standing | undefined> {
	try {
		const record = await client.getRun(runId);
		return {
			plan: planOf(record, known),
			states: record.tiers.flatMap(tier => tier.phases.map(phase => ({phaseId: phase.phase_id, state: phase.state}))),
			isQueueing: isPlanning(record, await client.connect()),
		};
	} catch (error) {
		if (error instanceof SupervisorError) {
			return undefined;
		}

		throw error;
	}
}
