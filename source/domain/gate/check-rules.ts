import {isProjectCheck, type CheckResult} from '../check.ts';
import {
	count,
	listed,
	plain,
	type Found,
	type GateRule,
} from './rule.ts';
import type {GateFacts} from './facts.ts';

/**
What the checks on the new code say.
*/
export const checkRules: readonly GateRule[] = [
	{
		id: 'checks_failed',
		find: ({checks}) => plain(checks
			.filter(check => check.status === 'failed' && isProjectCheck(check))
			.map(check => `${check.name} failed: ${check.summary}`)),
	},
	{id: 'checks_missing', find: findMissing},
	{
		id: 'flaky_tests',
		find: ({checks, changedPaths}) => checks.flatMap(({flaky = []}) => flaky).map(test => changedPaths.includes(fileOf(test))
			? {message: `${test}, which this change touches, failed, then passed when run alone.`, weight: 'issue'}
			: {message: `${test} failed, then passed when run alone: flaky.`, weight: 'warning'}),
	},
	{
		id: 'coverage_regression',
		find: ({coverageDelta, policy}) => coverageDelta !== undefined && coverageDelta < -policy.coverageTolerance
			? plain([`Coverage fell by ${Math.abs(coverageDelta)} points.`])
			: [],
	},
	{
		id: 'coverage_unknown',
		find: ({checks}) => plain(checks
			.filter(check => ['passed', 'unknown'].includes(check.status) && (check.kind === 'coverage' || check.coverage) && check.coverage?.delta === undefined)
			.map(check => `${check.name} cannot tell how coverage changed: one of the two reports is missing.`)),
	},
	{id: 'uncovered_lines', find: findUncovered},
];

const fileOf = (nodeId: string): string => nodeId.split('::', 1)[0]!;

/**
True for what should have said something. A patch that touches no test has none to run in its old or new form.
*/
const isWithoutResult = (check: CheckResult): boolean =>
	['error', 'timeout'].includes(check.status)
	|| (check.status === 'not_run' && isProjectCheck(check))
	|| (check.status === 'unknown' && check.kind !== 'coverage');

function findMissing({checks, policy}: GateFacts): Found[] {
	const own = checks.filter(check => isProjectCheck(check));
	const names = new Set(checks.filter(({status}) => status === 'passed').map(({name}) => name));
	const known = new Set(checks.map(({name}) => name));
	return [
		...own.length === 0 ? plain(['No check ran, so nothing but the reviews speaks for this change.']) : [],
		...plain(policy.required.filter(name => !names.has(name) && !known.has(name)).map(name => `${name} is required and did not run.`)),
		...plain(checks.filter(check => isWithoutResult(check)).map(check => `${check.name} is no evidence (${check.status.replace('_', ' ')}): ${check.summary}`)),
		...own
			.filter(check => check.status === 'passed' && check.brokenAtBase)
			.map((check): Found => ({message: `${check.name} passed, but gave no result at the base, so there is nothing to compare it with.`, weight: 'issue'})),
	];
}

function findUncovered({checks, policy}: GateFacts): Found[] {
	return checks.flatMap(({coverage}) => coverage?.changed ? [coverage.changed] : [])
		.filter(({lines, covered}) => covered < lines)
		.map(({lines, covered, uncovered}): Found => {
			const places = listed(uncovered.map(({path, from, to}) => `${path}:${from === to ? from : `${from}-${to}`}`), 5);
			const message = `${count(lines - covered, 'changed line')} of ${lines} not covered by a test: ${places}`;
			return 100 * covered / lines < policy.changedLinesCovered ? {message} : {message, weight: 'warning'};
		});
}
