import type {CheckResult} from '../domain/check.ts';
import type {Measurement} from './measurement.ts';

type Compared = Pick<CheckResult, 'newFailures' | 'knownFailures' | 'fixed' | 'coverage'> & {goneCount: number};

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const joined = (parts: Array<string | false>): string => parts.filter(Boolean).join(', ');

function summarizeTests({passed, failed, errors, skipped, flaky, collectionErrors}: Measurement, {newFailures, fixed, goneCount}: Compared): string {
	const unknown = new Set(newFailures);
	const failing = [...failed, ...collectionErrors.map(id => collectionErrorId(id))];
	return joined([
		`${passed.length} passed`,
		failed.length > errors && `${failed.length - errors} failed`,
		errors > 0 && plural(errors, 'error'),
		collectionErrors.length > 0 && plural(collectionErrors.length, 'collection error'),
	]) + joinedTail([
		failing.length > 0 && ` (${failing.filter(id => unknown.has(id)).length} new)`,
		skipped.length > 0 && `, ${skipped.length} skipped`,
		fixed.length > 0 && `, ${fixed.length} fixed`,
		flaky.length > 0 && `, ${flaky.length} flaky (failed, then passed alone)`,
		goneCount > 0 && `, ${plural(goneCount, 'test')} of the base ${goneCount === 1 ? 'is' : 'are'} gone or skipped`,
	]);
}

const joinedTail = (parts: Array<string | false>): string => parts.filter(Boolean).join('');

function summarizeTypes({failed}: Measurement, {newFailures, fixed}: Compared): string {
	const count = failed.length === 0 ? 'no errors' : `${plural(failed.length, 'error')} (${newFailures.length} new)`;
	return joined([count, fixed.length > 0 && `${fixed.length} fixed`]);
}

function summarizeCoverage({coverage}: Compared): string {
	const {percent = 0, delta} = coverage ?? {};
	const change = delta === undefined ? 'base unknown' : `${delta < 0 ? '−' : '+'}${Math.abs(delta)} points`;
	return `${percent} % of the lines (${change})`;
}

/**
The identity of a file that pytest could not import.
*/
export const collectionErrorId = (nodeId: string): string => `${nodeId} (collection error)`;

/**
One line for a person, such as `41 passed, 1 failed (1 new)`.
*/
export function summarize(current: Measurement, compared: Compared): string {
	const {problem, kind, isOpaque, exitCode} = current;
	if (problem) {
		return problem.text;
	}

	if (isOpaque) {
		const remark = compared.knownFailures.length > 0 ? ', as at the base' : '';
		return exitCode === 0 ? 'exit code 0' : `exit code ${exitCode}${remark}`;
	}

	switch (kind) {
		case 'types': {
			return summarizeTypes(current, compared);
		}

		case 'coverage': {
			return summarizeCoverage(compared);
		}

		default: {
			return summarizeTests(current, compared);
		}
	}
}
