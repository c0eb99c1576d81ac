import {existsSync} from 'node:fs';
import path from 'node:path';
import type {CheckKind} from '../../domain/check.ts';
import {withoutFlaky} from '../pytest/measure-tests.ts';
import {createMeasurement, type Measurement} from '../measurement.ts';
import type {PythonRun} from '../python-run.ts';
import {runPytest} from '../pytest/run-pytest.ts';

type Quadrant = {
	name: string;
	kind: CheckKind;
	/**
	What pytest is to run of the tree.
	*/
	targets: string[];
	/**
	The failures that are to be tried once more, alone.
	*/
	findSuspects?: (measurement: Measurement) => string[];
};

/**
Runs some tests of a tree that is part old and part new.
*/
export async function measureQuadrant(run: PythonRun, {name, kind, targets, findSuspects = () => []}: Quadrant): Promise<Measurement> {
	const {tools: {tests}, directory} = run;
	// A name that begins with a hyphen is no option of pytest's.
	const selection = targets.filter(target => existsSync(path.join(directory, target))).map(target => `./${target}`);
	if (!tests) {
		return createMeasurement({
			name, kind, problem: {status: 'not_run', text: 'no Python with pytest was found'}, command: [],
		});
	}

	if (selection.length === 0) {
		return createMeasurement({
			name, kind, problem: {status: 'not_run', text: 'there is no such test', isEmpty: true}, command: [],
		});
	}

	const {python} = tests;
	const {measurement} = await runPytest(run, {
		python, isMeasured: false, selection, starts: {name, kind},
	});
	return {...await withoutFlaky(run, python, {measurement, findSuspects, selection}), name, kind};
}
