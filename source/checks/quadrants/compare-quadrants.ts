import type {CheckResult} from '../../domain/check.ts';
import {functionOf} from '../pytest/find-missing-tests.ts';
import {isBroken, type Measurement} from '../measurement.ts';

const fileOf = (nodeId: string): string => nodeId.split('::', 1)[0]!;

type Part = Pick<CheckResult, 'status' | 'summary' | 'newFailures' | 'fixed'>;

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const isUnder = (file: string, collected: string): boolean => collected === '' || file === collected || file.startsWith(`${collected}/`);

/**
Whether a test's file could not be imported, so that the test could not even begin.
*/
const isUnreadable = (id: string, {collectionErrors}: Measurement): boolean => collectionErrors.some(collected => isUnder(fileOf(id), collected));

/**
The tests that the change edited or deleted, as they were, on the new code (`old`), against what they said of the old code: those that passed there have to pass here.
A test that is not collected any more, though its file is as it was, fails as well.
*/
export function compareOldTests(old: Measurement, base: Measurement | undefined, targets: string[]): Part {
	if (old.problem && !old.problem.isEmpty) {
		return {
			status: old.problem.status, summary: old.problem.text, newFailures: [], fixed: [],
		};
	}

	if (base === undefined || base.problem) {
		return {
			status: 'unknown', summary: 'nobody knows which of the old tests passed on the old code', newFailures: [], fixed: [],
		};
	}

	const passedNow = new Set(old.passed);
	const concerned = base.passed.filter(id => targets.some(target => target === '.' || isUnder(fileOf(id), target)));
	const newFailures = concerned.filter(id => !passedNow.has(id));
	return {
		status: newFailures.length > 0 ? 'failed' : 'passed',
		summary: newFailures.length > 0
			? `${newFailures.length} of ${plural(concerned.length, 'old test')} fail on the new code`
			: `${plural(concerned.length, 'old test')} pass on the new code`,
		newFailures,
		fixed: [],
	};
}

/**
The new tests on the old code (`witness`), against the result: those that pass now and do not there are the witnesses that the change does something.
A parametrized test is one witness.
*/
export function compareWitness(witness: Measurement, result: Measurement, targets: string[]): Part {
	if (result.problem || (witness.problem && !isEmptyOnOldCode(witness))) {
		const {status, text} = (witness.problem ?? result.problem)!;
		return {
			status: status === 'not_run' ? 'unknown' : status, summary: text, newFailures: [], fixed: [],
		};
	}

	const passedThere = new Set(witness.passed);
	const skippedThere = new Set(witness.skipped);
	const concerned = result.passed.filter(id => targets.some(target => target === '.' || isUnder(fileOf(id), target)));
	const failed = new Set(witness.failed);
	const fixed = concerned.filter(id => !passedThere.has(id) && !skippedThere.has(id) && (failed.has(id) || isBroken(witness) || isUnreadable(id, witness)));
	const witnesses = new Set(fixed.map(id => functionOf(id)));
	return {
		status: witnesses.size > 0 ? 'passed' : 'failed',
		summary: witnesses.size > 0
			? `${plural(witnesses.size, 'test')} fail${witnesses.size === 1 ? 's' : ''} on the old code and pass${witnesses.size === 1 ? 'es' : ''} on the new`
			: `the ${plural(concerned.length, 'test')} in the files that it touches pass on the old code as well`,
		newFailures: [],
		fixed,
	};
}

/**
With nothing of the old code to import, no test may run there at all.
*/
const isEmptyOnOldCode = ({problem, collectionErrors}: Measurement): boolean => problem?.isEmpty === true || collectionErrors.length > 0;
