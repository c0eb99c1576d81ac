import type {CheckResult} from '../../domain/check.ts';
import type {CheckedChange, CheckObserver} from '../../domain/roles.ts';
import {withOutputFile} from '../process/keep-output.ts';
import {pythonRunOf, withTree, type Conditions} from '../measure-tree.ts';
import type {Measurement} from '../measurement.ts';
import {measureQuadrant} from './measure-quadrant.ts';
import {compareOldTests, compareWitness} from './compare-quadrants.ts';
import {testsOfChange} from './tests-of-change.ts';

type Examination = {
	change: CheckedChange;
	conditions: Conditions;
	signal: AbortSignal;
	observer: CheckObserver;
	/**
	What pytest said of the base; undefined when nobody knows.
	*/
	base: Measurement | undefined;
	/**
	What it says of the changed tree.
	*/
	result: Promise<Measurement | undefined>;
};

const nothing = (name: string, kind: CheckResult['kind'], summary: string): CheckResult => ({
	name, kind, status: 'not_run', summary, newFailures: [], knownFailures: [], fixed: [], brokenAtBase: false, command: [], durationMs: 0, output: '',
});

const toResult = (measurement: Measurement, part: Pick<CheckResult, 'status' | 'summary' | 'newFailures' | 'fixed'>): CheckResult => {
	const {name, kind, flaky, command, tool, exitCode, durationMs, output} = measurement;
	return {
		name,
		kind,
		...part,
		knownFailures: [],
		...(flaky.length > 0 && {flaky}),
		brokenAtBase: false,
		command,
		...(tool && {tool}),
		...(exitCode !== undefined && {exitCode}),
		durationMs,
		output,
	};
};

/**
The files that pytest found tests in.
*/
const collectedFiles = (measurement: Measurement | undefined): Set<string> =>
	new Set(measurement ? [...measurement.passed, ...measurement.failed, ...measurement.skipped, ...measurement.collectionErrors].map(id => id.split('::', 1)[0]!) : []);

/**
The old tests that a change edits or deletes on its new code, where a regression that the edit of a test hides shows.
*/
export async function examineOldTests({change, conditions, signal, observer, base}: Omit<Examination, 'result'>): Promise<CheckResult> {
	const {paths, oldTargets} = testsOfChange(change.change.files, collectedFiles(base));
	if (!conditions.tools) {
		return nothing('old tests', 'regression', 'only pytest\'s tests can be run in their old form');
	}

	if (oldTargets.length === 0) {
		return nothing('old tests', 'regression', 'the change leaves the tests that were there as they are');
	}

	const {directory} = await change.mix({
		side: 'old-tests', onto: change.tree, from: change.baseTree, paths,
	});
	const measurement = await measureIn(directory, {
		conditions, signal, observer, change,
	}, {
		name: 'old tests',
		kind: 'regression',
		targets: oldTargets,
		findSuspects(measured) {
			const failed = new Set(measured.failed);
			return compareOldTests(measured, base, oldTargets).newFailures.filter(id => failed.has(id));
		},
	});
	return withOutputFile(toResult(measurement, compareOldTests(measurement, base, oldTargets)), change.outputDirectory);
}

/**
The tests that a change adds or edits on the old code, where they have to fail.
*/
export async function examineWitness({change, conditions, signal, observer, base, result}: Examination): Promise<CheckResult> {
	const {paths, newTargets} = testsOfChange(change.change.files, collectedFiles(base));
	if (!conditions.tools) {
		return nothing('witness', 'witness', 'only pytest\'s tests can be run on the old code');
	}

	if (newTargets.length === 0) {
		return nothing('witness', 'witness', 'the change adds no test');
	}

	const {directory} = await change.mix({
		side: 'witness', onto: change.baseTree, from: change.tree, paths,
	});
	const measurement = await measureIn(directory, {
		conditions, signal, observer, change,
	}, {name: 'witness', kind: 'witness', targets: newTargets});
	const current = await result;
	return withOutputFile(toResult(measurement, current
		? compareWitness(measurement, current, newTargets)
		: {
			status: 'unknown', summary: 'nobody knows which of the new tests pass', newFailures: [], fixed: [],
		}), change.outputDirectory);
}

async function measureIn(directory: string, {conditions, signal, observer, change: {outputDirectory}}: Pick<Examination, 'conditions' | 'signal' | 'observer' | 'change'>, quadrant: Parameters<typeof measureQuadrant>[1]): Promise<Measurement> {
	const own = {
		onStarted: observer.onStarted, onOutput: observer.onOutput, onMeasured: () => undefined, findSuspects: () => [],
	};
	return withTree({
		directory, signal, observer: own, outputDirectory,
	}, conditions, async run =>
		measureQuadrant(await pythonRunOf(run, {...conditions, tools: conditions.tools!}), quadrant));
}
