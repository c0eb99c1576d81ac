import {describeRepairs} from '../domain/describe-repairs.ts';
import {mergeFindings} from '../domain/findings.ts';
import {
	formatCost,
	formatDelta,
	formatDuration,
	formatTokens,
} from '../domain/format-amounts.ts';
import {cleanLines} from '../domain/one-line.ts';
import type {
	Attempt,
	AuditorState,
	CallState,
	PhaseProgress,
} from '../domain/run-state.ts';
import {totalTokens} from '../domain/usage.ts';

/**
A phase with all of its evidence, attempt by attempt, as lines: what was asked, built, found, checked and decided, then the last diff.
*/
export function formatPhase({phase, stage, attempts, end, approvedBy}: PhaseProgress): string[] {
	const facts = [phase.task_category, phase.complexity && `complexity ${phase.complexity}`].filter(Boolean).join(', ');
	const state = end ? `${end.state}: ${end.reason}` : stage;
	return [
		`${phase.phase_id}  ${phase.name}${facts ? `  (${facts})` : ''}`,
		...phase.description ? [phase.description] : [],
		`State      ${state}${approvedBy ? `, approved by ${approvedBy}` : ''}`,
		...end?.commit ? [`Commit     ${end.commit}`] : [],
		...attempts.flatMap(attempt => ['', ...formatAttempt(attempt)]),
		...diffOf(attempts),
	].flatMap(line => cleanLines(line));
}

function formatAttempt(attempt: Attempt): string[] {
	const {builder, change, rejection, auditors, checks, verdict} = attempt;
	return [
		`Attempt ${attempt.attempt}`,
		...attempt.feedback.map(({source, text}) => `  sent back   ${source}: ${text.split('\n', 1)[0]}`),
		...builder ? [`  builder     ${builder.model}  ${callFigures(builder)}`] : [],
		...rejection ? [`  patch       rejected (${rejection.code}): ${rejection.message}`] : [],
		...change ? [`  patch       ${change.files.map(file => `${file.path} +${file.linesAdded} -${file.linesRemoved}`).join(', ')}`] : [],
		...(change ? [...describeRepairs(change), ...change.notes] : []).map(note => `              ${note}`),
		...auditors.map(auditor => `  auditor     ${auditor.model}  ${reviewOf(auditor)}  ${callFigures(auditor)}`),
		...findingsOf(auditors),
		...checks.flatMap(({name, result}) => result ? [`  ${name.padEnd(11)} ${result.status}: ${result.summary}`, ...result.newFailures.map(id => `              new failure: ${id}`), ...result.outputFile === undefined ? [] : [`              output: ${result.outputFile}`]] : []),
		...verdict
			? [
				`  gate        ${verdict.level}; risk ${verdict.risk.score} ${verdict.risk.level}; coverage ${verdict.coverageDelta === undefined ? 'unknown' : `${formatDelta(verdict.coverageDelta)} points`}`,
				...verdict.reasons.flatMap(({id, weight, message, clearedBy}) => [
					`              ${weight} ${id}: ${message}`,
					...weight === 'warning' || clearedBy === undefined ? [] : [`                cleared by: ${clearedBy}`],
				]),
			]
			: [],
	];
}

function callFigures({usage, costUsd, durationMs, error}: CallState): string {
	if (error) {
		return `failed: ${error}`;
	}

	return usage
		? `${formatTokens(totalTokens(usage))} tokens, ${formatCost(costUsd ?? 0, costUsd === undefined)}, ${formatDuration(durationMs ?? 0)}`
		: 'under way';
}

const reviewOf = ({review}: AuditorState): string => review ? (review.approved ? 'approved' : 'not approved') : 'no review';

function findingsOf(auditors: AuditorState[]): string[] {
	const {findings} = mergeFindings(auditors.flatMap(({auditor, review}) => review ? [{auditor, review}] : []));
	return findings.map(({severity, category, location, description, sources}) =>
		`              ${severity} ${category} ${location}: ${description} (${sources.join(', ')})`);
}

function diffOf(attempts: Attempt[]): string[] {
	const change = attempts.findLast(attempt => attempt.change)?.change;
	return change ? ['', change.diff.trimEnd()] : [];
}
