import type {CheckResult} from './check.ts';
import type {Feedback} from './event.ts';
import type {MergedFinding} from './finding.ts';
import {isBuildersFault} from './gate/decide.ts';
import {specOf, type ReasonId} from './gate/reasons.ts';
import type {GateReason, Verdict} from './verdict.ts';

type Judged = {verdict: Pick<Verdict, 'reasons'>; checks: CheckResult[]; findings: MergedFinding[]};

const maxOutput = 4000;
const maxFailures = 30;

/**
What was wrong with an attempt that the gate did not call ok, in words for the Builder: first what each check that the change broke printed at its end
(at most 4,000 characters), then what the auditors found. Minor findings and lost coverage are told when they kept the level from being ok.
*/
export function feedbackFrom({verdict, checks, findings}: Judged): Feedback[] {
	const weighty = verdict.reasons.filter(({weight}) => weight !== 'warning');
	const issues = (id: ReasonId) => weighty.filter(reason => reason.id === id);
	const told = findings.filter(({severity}) => severity === 'major' || issues('minor_finding').length > 0);
	return [
		...checks.filter(check => isBuildersFault(check)).map(check => ({source: 'checks' as const, text: checkText(check)})),
		...issues('coverage_regression').map(({message}) => ({source: 'checks' as const, text: `${message} Add tests for the new code.`})),
		...told.map(finding => ({source: 'auditor' as const, text: findingText(finding)})),
		...weighty.filter(({id}) => !saidElsewhere.has(id) && specOf(id).mend).map(reason => reasonFeedback(reason)),
		...issues('not_approved').map(({message}) => ({source: 'auditor' as const, text: message})),
	];
}

/**
Told by the checks' output, by the findings, or in words of their own.
*/
const saidElsewhere = new Set<ReasonId>(['checks_failed', 'checks_missing', 'major_finding', 'minor_finding', 'coverage_regression', 'not_approved']);

/**
What may be just what the phase asks for is told as such: if the Builder does it again, a person decides.
*/
function reasonFeedback({id, message, clearedBy}: GateReason): Feedback {
	const isOnce = specOf(id).mend === 'once';
	const advice = isOnce ? 'Do it differently, unless the task itself asks for this: then send the same change again, and a person will decide.' : '';
	return {
		source: 'checks', ...(isOnce && {reason: id}), text: [message, `What clears it: ${clearedBy ?? specOf(id).clearedBy}.`, advice].filter(Boolean).join(' '),
	};
}

function checkText(check: CheckResult): string {
	const failures = check.newFailures.slice(0, maxFailures).map(failure => `- ${failure}`);
	const rest = check.newFailures.length - failures.length;
	const output = tailOf(check.output);
	return [
		`${headline(check)} ${check.summary}`,
		...(failures.length > 0 ? ['Failing now, not before your change:', ...failures] : []),
		...(rest > 0 ? [`- and ${rest} more`] : []),
		...(output === '' ? [] : ['The end of its output:', output]),
	].join('\n');
}

function headline({name, status, durationMs}: CheckResult): string {
	if (status === 'timeout') {
		return `The check "${name}" was killed at its time limit, after ${Math.round(durationMs / 1000)} s; without your change it ends.`;
	}

	return status === 'error'
		? `The check "${name}" could not run to its end; without your change it does.`
		: `The check "${name}" fails because of your change.`;
}

/**
The last whole lines that fit; of a longer last line, its end.
*/
function tailOf(output: string): string {
	const text = output.trim();
	const tail = text.slice(-maxOutput);
	return tail === text ? text : tail.slice(tail.indexOf('\n') + 1).toWellFormed();
}

const findingText = ({severity, category, location, description, suggestion, sources}: MergedFinding): string => [
	`${severity} finding of ${sources.join(' and ')} (${category}) at ${location}: ${description}`,
	...(suggestion === undefined ? [] : [`Suggestion: ${suggestion}`]),
].join('\n');
