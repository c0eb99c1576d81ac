import type {RunEvent} from '../domain/event.ts';
import type {PhaseState} from '../domain/run-record.ts';
import type {PhaseProgress, RunState} from '../domain/run-state.ts';
import {auditorResult} from './auditor-result.ts';
import {builderResult, countsOf} from './builder-result.ts';
import type {PhaseUpdateBody, Report} from './report.ts';

/**
What a Supervisor is to be told of an event, in order. `state` is the fold up to and with the event. Most events are nobody else's business: no reports.

The status comes last: classic servers move a phase on a builder's or auditor's result, and the executor's verdict has to stand.
*/
export function reportsOf(event: RunEvent, state: RunState): Report[] {
	const phase = 'phaseId' in event ? state.phases.find(({phase}) => phase.phase_id === event.phaseId) : undefined;
	const isSettledElsewhere = event.type === 'phase.ended' && event.cause === 'supervisor';
	if (!phase || isSettledElsewhere) {
		return [];
	}

	const report = {runId: event.runId, phaseId: phase.phase.phase_id};
	const progress = (name: PhaseState, body: Partial<PhaseUpdateBody> = {}): Report[] =>
		[{...report, kind: 'progress', body: {state: name, ...body}}];
	switch (event.type) {
		case 'attempt.started': {
			return progress('EXECUTING', {builder_attempts: event.attempt});
		}

		case 'patch.applied': {
			return progress('CI_RUNNING');
		}

		case 'gate.decided': {
			return progress('GATE', {quality_level: event.verdict.level, ...countsOf(phase)});
		}

		case 'decision.needed': {
			return progress('GATE', {quality_level: event.level, quality_blocked: event.level === 'blocked'});
		}

		case 'phase.ended': {
			return [...resultsOf(event, phase), {
				...report, kind: 'status', body: {
					state: event.state,
					...countsOf(phase),
					...qualityOf(phase, event.state),
					reason: event.reason,
				},
			}];
		}

		default: {
			return [];
		}
	}
}

/**
A phase that ended without an attempt (skipped while queued) has no results to report.
*/
function resultsOf(event: RunEvent & {type: 'phase.ended'}, phase: PhaseProgress): Report[] {
	const attempt = phase.attempts.at(-1);
	if (!attempt) {
		return [];
	}

	const {runId, phaseId} = event;
	const builder: Report = {
		runId, phaseId, kind: 'builder_result', body: builderResult(event, {phase, attempt}),
	};
	return attempt.auditors.length === 0
		? [builder]
		: [builder, {
			runId, phaseId, kind: 'auditor_result', body: auditorResult(event, {phase, attempt}),
		}];
}

function qualityOf(phase: PhaseProgress, state: PhaseState): Partial<PhaseUpdateBody> {
	const level = phase.attempts.at(-1)?.verdict?.level;
	return {...(level && {quality_level: level}), quality_blocked: state === 'BLOCKED'};
}
