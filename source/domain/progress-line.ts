import {isRelevant, type CheckResult} from './check.ts';
import type {Command} from './command.ts';
import type {
	EventOf,
	EventType,
	RunEvent,
	Stamp,
} from './event.ts';
import type {Review} from './finding.ts';
import {
	formatCost,
	formatDelta,
	formatDuration,
	formatTokens,
	plural,
	shortHash,
} from './format-amounts.ts';
import {oneLine} from './one-line.ts';
import type {RunState} from './run-state.ts';
import {totalTokens, type Usage} from './usage.ts';
import type {Verdict} from './verdict.ts';

type Describe<Type extends EventType> = (event: Stamp & EventOf<Type>, state: RunState) => string | undefined;

const nothing = () => undefined;

const describers: {[Type in EventType]: Describe<Type>} = {
	'run.created': ({plan}) => `Run created: ${plural(plan.phases.length, 'phase')} in ${plural(plan.tiers.length, 'tier')}`,
	'run.started': ({resumed, plan, branch, strictness, auditors}) =>
		`Run ${resumed ? 'resumed' : 'started'}: ${plural(plan.phases.length, 'phase')} on ${branch}, ${strictness} gate, ${reviewers(auditors)}`,
	'plan.updated': ({plan}) => `Plan updated: ${plural(plan.phases.length, 'phase')} now`,
	'run.interrupted': ({signal}) => `Interrupted by ${signal}`,
	'run.ended': ({outcome, reason, exitCode}) => `Run ended, ${outcome}: ${reason} (exit code ${exitCode})`,
	'phase.queued': ({note}) => note === undefined ? 'queued again' : `queued again, with a note: ${oneLine(note, 200)}`,
	'attempt.started': ({phaseId, attempt, feedback}, state) => attemptText({phaseId, attempt, sources: feedback.map(({source}) => source)}, state),
	'builder.started': ({model}) => `building with ${model}`,
	'builder.replied': event => `${event.model} ${finishText(event.finish)}: ${callText(event)}`,
	'builder.failed': ({model, kind, message}) => `builder ${model} failed (${kind}): ${message}`,
	'patch.applied': ({change}) => changeText(change),
	'patch.rejected': ({code, message}) => `patch rejected (${code}): ${message}`,
	'auditor.started': nothing,
	'auditor.reviewed': event => `auditor ${event.auditor} ${reviewText(event.review)}: ${callText(event)}`,
	'auditor.failed': ({auditor, kind, message}) => `auditor ${auditor} failed (${kind}): ${message}`,
	'check.started': nothing,
	'check.finished': ({check}) => isRelevant(check) ? checkText(check) : undefined,
	'checks.finished': nothing,
	'gate.decided': ({verdict}) => verdictText(verdict),
	'decision.needed': ({level}) => `waits for a decision (${level}): approve, skip or retry`,
	'command.received': ({command, by}) => commandText(command, by),
	'landing.intended': nothing,
	'landing.done': ({commit}, {branch}) => `landed as ${shortHash(commit)} on ${branch ?? 'the integration branch'}`,
	'landing.failed': ({message}) => `not landed: ${message}`,
	'phase.ended': ({state, reason}, {phases}) =>
		`${state}: ${reason} (${phases.filter(({stage}) => stage === 'ended').length} of ${plural(phases.length, 'phase')} done)`,
	'budget.exceeded': ({message}) => `Budget used up: ${message}`,
	'supervisor.lost': ({message}) => `Supervisor lost: ${message}`,
	'supervisor.found': () => 'Supervisor is back',
	'report.refused': ({path, status, detail}) => `Supervisor refused ${path} (${status}): ${detail}`,
	'report.received': ({kind, state}) => `reported by its executor: ${kind} ${state}`,
	warning: ({message}) => `Warning: ${message}`,
};

/**
What an event means for a person, in one line that begins with the phase it is about; undefined for events that another one tells better.
All words but names and messages of others are ASCII; control characters and escape sequences are removed.
@param event what happened
@param state the run after the event
*/
export function progressLine(event: RunEvent, state: RunState): string | undefined {
	// TypeScript cannot see that the entry at `event.type` takes this very event.
	const describe = describers[event.type] as (event: RunEvent, state: RunState) => string | undefined;
	const text = describe(event, state);
	return text === undefined ? undefined : oneLine('phaseId' in event ? `${event.phaseId}: ${text}` : text, 2000);
}

const reviewers = (auditors: string[]): string => auditors.length === 0 ? 'no auditor' : `${plural(auditors.length, 'auditor')} (${auditors.join(', ')})`;

function attemptText({phaseId, attempt, sources}: {phaseId: string; attempt: number; sources: string[]}, {phases}: RunState): string {
	const progress = phases.find(({phase}) => phase.phase_id === phaseId);
	const limit = progress ? ` of ${progress.attemptsAllowed}` : '';
	const name = progress && attempt === 1 ? ` (${progress.phase.name})` : '';
	return `attempt ${attempt}${limit}${name}${sources.length === 0 ? '' : `, after feedback from ${[...new Set(sources)].join(' and ')}`}`;
}

const callText = ({usage, costUsd, durationMs}: {usage: Usage; costUsd?: number; durationMs: number}): string =>
	`${formatTokens(totalTokens(usage))} tokens, ${costUsd === undefined ? 'cost unknown' : formatCost(costUsd, false)}, ${formatDuration(durationMs)}`;

const finishTexts = {
	stop: 'replied', length: 'was cut off at its token limit', refusal: 'refused', other: 'did not finish its reply',
} as const;

const finishText = (finish: keyof typeof finishTexts): string => finishTexts[finish];

function changeText({files, notes, repairs = []}: EventOf<'patch.applied'>['change']): string {
	const added = files.reduce((sum, file) => sum + file.linesAdded, 0);
	const removed = files.reduce((sum, file) => sum + file.linesRemoved, 0);
	const rungs = [...new Set(repairs.map(({rung}) => rung))].join(', ');
	return [`patch applied: ${plural(files.length, 'file')}, +${added} -${removed}`, ...(rungs === '' ? [] : [`repaired (${rungs})`]), ...notes].join('; ');
}

function reviewText({approved, issues}: Review): string {
	const majors = issues.filter(({severity}) => severity === 'major').length;
	const counts = [[majors, 'major'], [issues.length - majors, 'minor']].filter(([count]) => count !== 0).map(part => part.join(' '));
	return [approved ? 'approves' : 'does not approve', ...counts].join(', ');
}

function checkText({name, status, summary, newFailures, durationMs}: CheckResult): string {
	const shown = newFailures.slice(0, 3).map(failure => oneLine(failure, 120)).join(', ');
	const rest = newFailures.length > 3 ? ` and ${newFailures.length - 3} more` : '';
	return `check ${name} ${status}: ${summary} (${formatDuration(durationMs)})${shown === '' ? '' : `; new: ${shown}${rest}`}`;
}

function verdictText({level, reasons, risk, coverageDelta}: Verdict): string {
	const facts = [`risk ${risk.score} ${risk.level}`, ...(coverageDelta === undefined ? [] : [`coverage ${formatDelta(coverageDelta)} points`])];
	const issues = reasons.filter(({weight}) => weight !== 'warning').map(({message}) => message);
	const warnings = reasons.filter(({weight}) => weight === 'warning').map(({message}) => `(warning) ${message}`);
	return [`gate ${level}, ${facts.join(', ')}`, ...issues, ...warnings].map(text => oneLine(text, 300)).join(' | ');
}

function commandText(command: Command, by: string): string {
	const note = command.type === 'retry' && command.note !== undefined ? `, with a note: ${oneLine(command.note, 200)}` : '';
	return 'phaseId' in command ? `${command.phaseId}: ${command.type} (${by})${note}` : `${command.type} (${by})`;
}
