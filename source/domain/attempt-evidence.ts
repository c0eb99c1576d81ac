import type {AuditorReview} from './findings.ts';
import type {Evidence} from './gate/facts.ts';
import {isHighRisk} from './plan.ts';
import type {CheckResult} from './check.ts';
import type {Attempt, PhaseProgress, RunState} from './run-state.ts';

/**
The auditors that review this phase: all for high-risk categories, else the first.
*/
export const expectedAuditors = (phase: PhaseProgress, facts: Pick<RunState, 'auditors'>): string[] =>
	isHighRisk(phase.phase) ? facts.auditors : facts.auditors.slice(0, 1);

export const reviewsOf = (attempt: Attempt): AuditorReview[] =>
	attempt.auditors.flatMap(({auditor, review}) => review ? [{auditor, review}] : []);

export const checksOf = (attempt: Attempt): CheckResult[] => attempt.checks.flatMap(({result}) => result ? [result] : []);

/**
What the gate has to go on for an attempt whose patch was applied.
*/
export function evidenceOf(phase: PhaseProgress, attempt: Attempt, facts: Pick<RunState, 'auditors' | 'strictness'>): Evidence {
	const reviews = reviewsOf(attempt);
	const reviewed = new Set(reviews.map(({auditor}) => auditor));
	return {
		phase: phase.phase,
		change: attempt.change!,
		reviews,
		missingReviews: expectedAuditors(phase, facts).filter(auditor => !reviewed.has(auditor)),
		checks: checksOf(attempt),
		strictness: facts.strictness,
		told: attempt.feedback.flatMap(({reason}) => reason ?? []),
	};
}
