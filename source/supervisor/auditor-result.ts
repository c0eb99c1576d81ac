import type {MergedFinding} from '../domain/finding.ts';
import type {Attempt, AuditorState} from '../domain/run-state.ts';
import {
	findingsOf,
	tokensOf,
	type EndedEvent,
	type EndedPhase,
} from './builder-result.ts';
import type {AuditorResult, Issue} from './wire.ts';

/**
The `auditor_result` of a phase that ended: all reviews of its last attempt in one, with the tokens of the reviews of all attempts.
*/
export function auditorResult(event: EndedEvent, {phase, attempt}: EndedPhase): AuditorResult {
	return {
		phase_id: event.phaseId,
		run_id: event.runId,
		review_notes: attempt.auditors.map(auditor => notesOf(auditor)).join('\n\n'),
		recommendation: recommendationOf(event, attempt),
		issues_found: findingsOf(attempt).map(finding => findingIssue(finding)),
		suggested_patches: [],
		auditor_attempts: phase.attempts.filter(({auditors}) => auditors.length > 0).length,
		tokens_used: tokensOf(phase.attempts.flatMap(({auditors}) => auditors)),
		confidence: confidenceOf(attempt.auditors),
	};
}

/**
What the auditors said, not what became of it: a phase that a person approved against them still reads `revise`.
A missing review is never an approval.
*/
function recommendationOf({state}: EndedEvent, {auditors}: Attempt): AuditorResult['recommendation'] {
	if (auditors.every(({review}) => review?.approved)) {
		return 'approve';
	}

	return state === 'BLOCKED' || auditors.some(({review}) => !review) ? 'escalate' : 'revise';
}

function confidenceOf(auditors: AuditorState[]): AuditorResult['confidence'] {
	const verdicts = new Set(auditors.map(({review}) => review?.approved));
	if (verdicts.size > 1 || verdicts.has(undefined)) {
		return 'low';
	}

	return auditors.length > 1 ? 'high' : 'medium';
}

function notesOf({auditor, model, review, error}: AuditorState): string {
	const verdict = review ? (review.approved ? 'approved' : 'not approved') : `no review: ${error ?? 'not finished'}`;
	return [`${auditor} (${model}): ${verdict}`, ...(review?.messages ?? [])].join('\n');
}

/**
Keyed by category and file, as findings merge, so that the same issue has the same key in every attempt and run.
*/
const findingIssue = (finding: MergedFinding): Issue => ({
	issue_key: `${finding.category}:${finding.location.replace(/:\d.*$/v, '')}`.slice(0, 200),
	severity: finding.severity,
	source: finding.sources.join('+'),
	category: finding.category,
	evidence_refs: finding.location ? [finding.location] : [],
	description: finding.suggestion ? `${finding.description}\nSuggestion: ${finding.suggestion}` : finding.description,
});
