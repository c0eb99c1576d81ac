import {isRelevant, type CheckResult} from '../domain/check.ts';
import {describeRepairs} from '../domain/describe-repairs.ts';
import type {EventOf, RunEvent} from '../domain/event.ts';
import {mergeFindings} from '../domain/findings.ts';
import type {MergedFinding} from '../domain/finding.ts';
import type {Attempt, CallState, PhaseProgress} from '../domain/run-state.ts';
import {totalTokens} from '../domain/usage.ts';
import type {BuilderResult, Issue, ProbeResult} from './wire.ts';

export type EndedEvent = RunEvent & EventOf<'phase.ended'>;
export type EndedPhase = {phase: PhaseProgress; attempt: Attempt};

/**
The `builder_result` of a phase that ended: its last attempt, with the tokens and minutes of all attempts.
*/
export function builderResult(event: EndedEvent, {phase, attempt}: EndedPhase): BuilderResult {
	const files = attempt.change?.files ?? [];
	const checks = resultsOf(attempt);
	return {
		phase_id: event.phaseId,
		run_id: event.runId,
		status: statusOf(event),
		...(attempt.change?.diff && {patch_content: attempt.change.diff}),
		files_changed: files.map(({path}) => path),
		lines_added: files.reduce((sum, {linesAdded}) => sum + linesAdded, 0),
		lines_removed: files.reduce((sum, {linesRemoved}) => sum + linesRemoved, 0),
		builder_attempts: attempt.attempt,
		tokens_used: tokensOf(phase.attempts.map(({builder}) => builder)),
		duration_minutes: minutesBetween(phase.startedAt ?? attempt.startedAt, event.at),
		probe_results: checks.map(check => probeResult(check)),
		suggested_issues: checks.filter(check => check.status !== 'passed').map(check => checkIssue(check)),
		notes: notesOf(event, attempt),
	};
}

/**
What was not built to the end but waits for or had a person's judgement is `needs_review`, so that no server takes it for done or failed before the status comes.
*/
function statusOf({state}: EndedEvent): BuilderResult['status'] {
	if (state === 'COMPLETE') {
		return 'success';
	}

	return state === 'FAILED' ? 'failed' : 'needs_review';
}

const resultsOf = (attempt: Attempt): CheckResult[] => attempt.checks.flatMap(({result}) => result && isRelevant(result) ? [result] : []);

/**
`exit_code` says what the check proves, because that is what a Supervisor reads it for: 0 only for a check that passed.
*/
function probeResult(check: CheckResult): ProbeResult {
	return {
		probe_type: check.name,
		exit_code: exitCodeFor(check),
		stdout: [`${check.status}: ${check.summary}`, check.output].filter(Boolean).join('\n\n'),
		stderr: '',
		duration_seconds: check.durationMs / 1000,
	};
}

function exitCodeFor({status, exitCode = 1}: CheckResult): number {
	if (status === 'passed') {
		return 0;
	}

	return exitCode === 0 ? 1 : exitCode;
}

const checkIssue = (check: CheckResult): Issue => ({
	issue_key: `check:${check.name}:${check.status}`,
	severity: check.status === 'not_run' ? 'minor' : 'major',
	source: 'checks',
	category: check.kind,
	evidence_refs: check.newFailures.slice(0, 50),
	description: check.summary,
});

function notesOf(event: EndedEvent, attempt: Attempt): string {
	const {builder} = attempt;
	return [
		`${event.state}: ${event.reason}`,
		...(builder ? [`Built by ${builder.provider} ${builder.model}, attempt ${attempt.attempt}.`] : []),
		...(event.commit ? [`Landed as ${event.commit}.`] : []),
		...(builder?.error ? [`Builder failed: ${builder.error}`] : []),
		...(attempt.rejection ? [`Patch rejected: ${attempt.rejection.message}`] : []),
		...(attempt.change ? [...describeRepairs(attempt.change), ...attempt.change.notes] : []),
	].join('\n');
}

/**
Tokens of the calls, cached ones included.
*/
export const tokensOf = (calls: Array<CallState | undefined>): number =>
	calls.reduce((sum, call) => sum + (call?.usage ? totalTokens(call.usage) : 0), 0);

/**
Findings of the reviews of an attempt, merged.
*/
export const findingsOf = (attempt: Attempt): MergedFinding[] =>
	mergeFindings(attempt.auditors.flatMap(({auditor, review}) => review ? [{auditor, review}] : [])).findings;

/**
What a phase has used and found so far; the findings are those of its last attempt.
*/
export function countsOf({attempts}: PhaseProgress) {
	const last = attempts.at(-1);
	const findings = last ? findingsOf(last) : [];
	return {
		builder_attempts: last?.attempt ?? 0,
		tokens_used: tokensOf(attempts.flatMap(({builder, auditors}) => [builder, ...auditors])),
		minor_issues_count: findings.filter(({severity}) => severity === 'minor').length,
		major_issues_count: findings.filter(({severity}) => severity === 'major').length,
	};
}

const minutesBetween = (from: string, to: string): number =>
	Math.round(Math.max(0, Date.parse(to) - Date.parse(from)) / 600) / 100;
