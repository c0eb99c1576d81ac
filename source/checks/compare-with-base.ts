import type {AddedLine} from '../domain/changed-lines.ts';
import type {CheckResult, CheckStatus, Coverage} from '../domain/check.ts';
import {changedCoverage} from './changed-coverage.ts';
import {findMissingTests} from './pytest/find-missing-tests.ts';
import {isBroken, type Measurement} from './measurement.ts';
import {collectionErrorId, summarize} from './summarize.ts';

/**
Splits `items` into those that `others` also has, each as often as it has it, and the rest.
*/
function partition(items: string[], others: string[]): {shared: string[]; rest: string[]} {
	const left = new Map<string, number>();
	for (const other of others) {
		left.set(other, (left.get(other) ?? 0) + 1);
	}

	const shared: string[] = [];
	const rest: string[] = [];
	for (const item of items) {
		const count = left.get(item) ?? 0;
		left.set(item, count - 1);
		(count > 0 ? shared : rest).push(item);
	}

	return {shared, rest};
}

const failuresOf = ({failed, collectionErrors}: Measurement): string[] => [...failed, ...collectionErrors.map(id => collectionErrorId(id))];

function findFixed(current: Measurement, base: Measurement): string[] {
	if (isBroken(current)) {
		return [];
	}

	const {rest} = partition(failuresOf(base), failuresOf(current));
	const passed = new Set(current.passed);
	return current.kind === 'tests' && !current.isOpaque ? rest.filter(id => passed.has(id)) : rest;
}

function statusOf(current: Measurement, newFailures: string[], knownFailures: string[]): CheckStatus {
	const {problem, collectionErrors, isOpaque} = current;
	if (problem) {
		return problem.status;
	}

	const unknown = new Set(newFailures);
	if (collectionErrors.some(id => unknown.has(collectionErrorId(id)))) {
		return 'error';
	}

	if (newFailures.length > 0) {
		return 'failed';
	}

	return collectionErrors.length > 0 || (isOpaque && knownFailures.length > 0) ? 'error' : 'passed';
}

/**
A base without tests is no excuse for a change whose tests hang, and what passes needs nothing to compare it with where there was nothing.
*/
function isBrokenAtBase(current: Measurement, base: Measurement, newFailures: string[]): boolean {
	const isSameEmptiness = !base.problem?.isEmpty || current.problem?.isEmpty === true;
	if (!isBroken(current)) {
		const isStillFailing = current.isOpaque === true && current.failed.length > 0 && newFailures.length === 0;
		return isStillFailing || (isBroken(base) && isSameEmptiness);
	}

	const isSameProblem = (current.problem?.status ?? 'error') === (base.problem?.status ?? 'error');
	return isBroken(base) && isSameEmptiness && isSameProblem && newFailures.length === 0;
}

const toHundredths = (value: number): number => Math.round(value * 100) / 100;

function coverageOf(current: Measurement, base: Measurement | undefined, added: AddedLine[]): Coverage | undefined {
	if (current.percent === undefined) {
		return undefined;
	}

	const percent = toHundredths(current.percent);
	const changed = changedCoverage(current.lines, added);
	return {
		percent,
		...(base?.percent !== undefined && {basePercent: toHundredths(base.percent), delta: toHundredths(current.percent - base.percent)}),
		...(changed && {changed}),
	};
}

type Options = {
	/**
	Whether the changed tree has a file of that path.
	*/
	hasFile: (path: string) => boolean;
	/**
	Tests that have another name now.
	*/
	renamed?: ReadonlyArray<{from: string; to: string}>;
	/**
	What the change adds.
	*/
	added?: AddedLine[];
};

/**
What a measurement means for the change: failures that the base does not have. Without a base's measurement, every failure is new and the coverage delta unknown.
*/
export function compareWithBase(current: Measurement, base: Measurement | undefined, {hasFile, renamed = [], added = []}: Options): CheckResult {
	const {shared: knownFailures, rest: newFailures} = partition(failuresOf(current), base ? failuresOf(base) : []);
	const canMiss = base !== undefined && current.kind === 'tests' && !current.problem && !current.isOpaque;
	const gone = canMiss ? findMissingTests(base, current, {hasFile, renamed}) : [];
	const fixed = base ? findFixed(current, base) : [];
	const coverage = coverageOf(current, base, added);
	const {name, kind, command, tool, exitCode, durationMs, output, passed, failed, errors, skipped, collectionErrors} = current;
	return {
		name,
		kind,
		status: statusOf(current, newFailures, knownFailures),
		summary: summarize(current, {
			newFailures, knownFailures, fixed, coverage, goneCount: gone.length,
		}),
		newFailures,
		knownFailures,
		fixed,
		...(current.flaky.length > 0 && {flaky: current.flaky}),
		...(gone.length > 0 && {gone}),
		brokenAtBase: base !== undefined && isBrokenAtBase(current, base, newFailures),
		...(kind === 'tests' && !current.isOpaque && {
			counts: {
				passed: passed.length, failed: failed.length - errors, errors: errors + collectionErrors.length, skipped: skipped.length,
			},
		}),
		...(coverage && {coverage}),
		command,
		...(tool && {tool}),
		...(exitCode !== undefined && {exitCode}),
		durationMs,
		output,
	};
}
