import {measureCoverage, unmeasured} from '../measure-coverage.ts';
import {createMeasurement, type Measurement} from '../measurement.ts';
import type {PythonRun} from '../python-run.ts';
import {runPytest} from './run-pytest.ts';

const maxSuspects = 20;

type Suspicion = {
	measurement: Measurement;
	findSuspects: (measurement: Measurement) => string[];
	/**
	What the measured session ran; all when empty.
	*/
	selection?: string[];
};

/**
Runs new failures once more, alone. What passes then is flaky, and not the change's fault, unless it fails again beside the other tests: then something that they share has changed.
A change that breaks many tests is taken at its word.
*/
export async function withoutFlaky(run: PythonRun, python: string, {measurement, findSuspects, selection}: Suspicion): Promise<Measurement> {
	const suspects = measurement.problem ? [] : findSuspects(measurement);
	if (suspects.length === 0 || suspects.length > maxSuspects) {
		return measurement;
	}

	const {measurement: again} = await runPytest(run, {python, isMeasured: false, selection: suspects});
	const passedAlone = new Set(again.problem ? [] : again.passed);
	const unsteady = suspects.filter(id => passedAlone.has(id));
	const whole = unsteady.length > 0 ? await runPytest(run, {python, isMeasured: false, selection}) : undefined;
	const passedBeside = new Set(whole?.measurement.passed);
	const flaky = unsteady.filter(id => passedBeside.has(id));
	const flakySet = new Set(flaky);
	const failed = measurement.failed.filter(id => !flakySet.has(id));
	return {
		...measurement,
		failed,
		errors: Math.min(measurement.errors, failed.length),
		passed: [...measurement.passed, ...flaky],
		flaky,
		durationMs: measurement.durationMs + again.durationMs + (whole?.measurement.durationMs ?? 0),
	};
}

const noPytest = (): Measurement => createMeasurement({
	name: 'pytest',
	kind: 'tests',
	problem: {status: 'not_run', text: 'no Python with pytest was found: install pytest, or name the interpreter as "python" in .autopackrc ("autopack doctor" shows what was tried)'},
	command: [],
});

/**
One session that measures coverage, or a plain one when coverage cannot even start pytest (its configuration may name a plugin that is not there).
*/
async function runSession(run: PythonRun, {python, canMeasure}: {python: string; canMeasure: boolean}) {
	const starts = {name: 'pytest', kind: 'tests'} as const;
	const session = await runPytest(run, {python, isMeasured: canMeasure, starts});
	const hasCoverageFailed = canMeasure && !session.hasStarted && session.measurement.exitCode === 1 && !run.signal.aborted;
	return hasCoverageFailed
		? {...await runPytest(run, {python, isMeasured: false, starts}), isMeasured: false}
		: {...session, isMeasured: canMeasure};
}

/**
Pytest, and coverage from the same session.
*/
export async function measureTests(run: PythonRun): Promise<Measurement[]> {
	const {settings, observer, tools: {tests}} = run;
	const coverage = async (measure: () => Promise<Measurement>) => {
		const measurements = settings.coverage ? [await measure()] : [];
		for (const measurement of measurements) {
			observer.onMeasured(measurement);
		}

		return measurements;
	};

	if (!tests) {
		observer.onMeasured(noPytest());
		return [noPytest(), ...await coverage(async () => unmeasured({status: 'not_run', text: 'no coverage: there is no pytest'}))];
	}

	const {python, tools} = tests;
	const session = await runSession(run, {python, canMeasure: settings.coverage && tools.coverage !== undefined});
	const measurement = await withoutFlaky(run, python, {measurement: session.measurement, findSuspects: observer.findSuspects});
	observer.onMeasured(measurement);
	return [measurement, ...await coverage(async () => {
		if (measurement.problem) {
			return unmeasured({status: 'not_run', text: 'no coverage: the tests gave no result'});
		}

		return session.isMeasured ? measureCoverage(run, python) : unmeasured({status: 'not_run', text: `no coverage: ${tools.coverage ? 'it could not start' : 'it is not installed for'} ${python}`});
	})];
}
