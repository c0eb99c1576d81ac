import type {Plan} from '../domain/plan.ts';
import type {Attempt, PhaseProgress, RunState} from '../domain/run-state.ts';
import type {TuiOptions} from './options.ts';
import type {StreamLine} from './store/classify-line.ts';
import type {Glyphs} from './theme.ts';
import type {UiState} from './ui-state.ts';

export type AttemptRef = {phaseId: string; attempt: Attempt};

/**
What is kept outside of React, read while a frame is made.
*/
export type Streams = {
	builderLines: (ref: AttemptRef) => readonly StreamLine[];
	/**
	Estimated; undefined while nothing streams.
	*/
	tokensPerSecond: (ref: AttemptRef, now: number) => number | undefined;
	/**
	Output of a check that still runs, or the end of what it printed.
	*/
	checkOutput: (ref: AttemptRef, name: string) => readonly string[];
};

/**
Everything that a frame is a function of. `now` is in milliseconds since the epoch.
*/
export type View = {
	run: RunState;
	ui: UiState;
	streams: Streams;
	now: number;
	options: TuiOptions;
	glyphs: Glyphs;
	hasMotion: boolean;
};

export const phaseById = (run: RunState, phaseId: string | undefined): PhaseProgress | undefined =>
	run.phases.find(({phase}) => phase.phase_id === phaseId);

/**
The phase that the run is at: one that asks, else one that is worked on, else the last that ended, else the first.
*/
const activePhase = (run: RunState): PhaseProgress | undefined =>
	run.phases.find(({stage}) => stage === 'deciding')
	?? run.phases.find(({stage}) => stage !== 'queued' && stage !== 'ended')
	?? run.phases.findLast(({stage}) => stage === 'ended')
	?? run.phases[0];

export const selectedPhase = ({run, ui}: Pick<View, 'run' | 'ui'>): PhaseProgress | undefined =>
	phaseById(run, ui.selectedId) ?? activePhase(run);

/**
The phase that approve, skip and retry act on: the selected one if it asks, else the first that does.
*/
export function askingPhase({run, ui}: Pick<View, 'run' | 'ui'>): PhaseProgress | undefined {
	const selected = phaseById(run, ui.selectedId);
	return selected?.stage === 'deciding' ? selected : run.phases.find(({stage}) => stage === 'deciding');
}

const retryableStates = new Set(['FAILED', 'BLOCKED', 'SKIPPED']);

/**
The phase that a retry would be for: the one that asks, else the selected one if it ended without landing.
*/
export function retryablePhase(view: Pick<View, 'run' | 'ui'>): PhaseProgress | undefined {
	const selected = selectedPhase(view);
	return askingPhase(view) ?? (selected?.end && retryableStates.has(selected.end.state) ? selected : undefined);
}

export const lastAttempt = (progress: PhaseProgress | undefined): AttemptRef | undefined => {
	const attempt = progress?.attempts.at(-1);
	return progress && attempt ? {phaseId: progress.phase.phase_id, attempt} : undefined;
};

/**
The attempt whose evidence is shown: the newest, or the one before while the newest has nothing to review or check yet.
*/
export function evidenceAttempt(progress: PhaseProgress | undefined): Attempt | undefined {
	const [newest, before] = progress?.attempts.toReversed() ?? [];
	const hasEvidence = newest !== undefined && (newest.change !== undefined || newest.auditors.length > 0 || newest.checks.length > 0);
	return hasEvidence ? newest : before ?? newest;
}

/**
The newest attempt of a phase that has a diff.
*/
export const attemptWithChange = (progress: PhaseProgress | undefined): Attempt | undefined =>
	progress?.attempts.findLast(({change}) => change !== undefined);

export const isWorking = (run: RunState): boolean => run.outcome === undefined && run.startedAt !== undefined;

/**
Milliseconds that the run was worked on, up to now.
*/
export function elapsedMs({run, now}: Pick<View, 'run' | 'now'>): number {
	const isBusy = isWorking(run) && run.phases.some(({stage}) => stage !== 'queued' && stage !== 'ended' && stage !== 'deciding');
	return run.activeMs + (isBusy && run.workedAt ? Math.max(0, now - Date.parse(run.workedAt)) : 0);
}

const prefixLengths = new WeakMap<Plan, number>();

/**
Length of what all ids of a plan start with, up to a dash.
*/
function prefixLength(plan: Plan): number {
	const known = prefixLengths.get(plan);
	if (known !== undefined) {
		return known;
	}

	const [first = '', ...others] = plan.phases.map(phase => phase.phase_id);
	let length = others.length > 0 ? first.length : 0;
	for (const other of others) {
		while (!other.startsWith(first.slice(0, length))) {
			length--;
		}
	}

	const upToDash = first.slice(0, length).lastIndexOf('-') + 1;
	prefixLengths.set(plan, upToDash);
	return upToDash;
}

/**
An id without what all of them start with: `fileorg-p2-auth` reads `auth`.
*/
export const shortName = (run: RunState, phaseId: string): string =>
	(run.plan ? phaseId.slice(prefixLength(run.plan)) : '') || phaseId;
