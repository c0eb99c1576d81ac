import {existsSync} from 'node:fs';
import path from 'node:path';
import {addedLines} from '../domain/changed-lines.ts';
import type {CheckResult} from '../domain/check.ts';
import type {CheckedChange, CheckObserver} from '../domain/roles.ts';
import type {Baselines} from './baselines.ts';
import {compareWithBase} from './compare-with-base.ts';
import {examineIntegrity, examineSecrets} from './examine-change.ts';
import {examineOldTests, examineWitness} from './quadrants/examine-tests.ts';
import {withOutputFile} from './process/keep-output.ts';
import {measureTree, type Conditions} from './measure-tree.ts';
import type {Measurement} from './measurement.ts';

export type Context = Conditions & {baselines: Baselines};

const ignore = () => undefined;

type Run = {signal: AbortSignal; observer: CheckObserver};

/**
Gathers the evidence of a change, all of it at once. Each part is told as soon as it is there.
*/
export async function gatherEvidence(change: CheckedChange, context: Context, {signal, observer}: Run): Promise<CheckResult[]> {
	const {directory, tree, baseTree, outputDirectory} = change;
	const {baselines} = context;
	const base = await baselines.read(baseTree);
	const examination = {
		change, conditions: context, signal, observer,
	};
	const {sandbox} = context.settings;
	const told = async (work: Promise<CheckResult>): Promise<CheckResult> => {
		const found = await work;
		const part = found.command.length > 0 && found.kind !== 'integrity' ? {...found, sandbox} : found;
		if (!signal.aborted) {
			observer.onFinished(part);
		}

		return part;
	};

	const integrity = examineIntegrity(examination);
	const added = addedLines(change.change.diff);
	const compare = (current: Measurement, renamed: Awaited<typeof integrity>['renamed']): CheckResult => withOutputFile(compareWithBase(current, base?.find(({name}) => name === current.name), {
		hasFile: file => existsSync(path.join(directory, file)), renamed, added,
	}), outputDirectory);
	const isTests = ({name}: Measurement) => name === 'pytest';
	const tests = Promise.withResolvers<Measurement | undefined>();
	const compared: Array<Promise<CheckResult>> = [];
	const measurements = measureTree({
		directory,
		changedPaths: change.change.files.map(file => file.path),
		outputDirectory,
		signal,
		observer: {
			onStarted: observer.onStarted,
			onOutput: observer.onOutput,
			onMeasured(measurement) {
				if (isTests(measurement)) {
					tests.resolve(measurement);
				}

				const comparison = told(integrity.then(({renamed}) => compare(measurement, renamed)));
				// Who awaits all of them, below, hears of a failure.
				comparison.catch(ignore);
				compared.push(comparison);
			},
			findSuspects(measurement) {
				const failed = new Set(measurement.failed);
				return compare(measurement, []).newFailures.filter(failure => failed.has(failure));
			},
		},
	}, context);
	// Where there is no pytest, nobody waits for it any longer than for the checks.
	void settleWithout(tests, measurements);
	const [measured, ...parts] = await allEnded([
		measurements,
		told(examineOldTests({...examination, base: base?.find(measurement => isTests(measurement))})),
		told(examineWitness({...examination, base: base?.find(measurement => isTests(measurement)), result: tests.promise})),
		told(integrity.then(examined => examined.result)),
		told(examineSecrets(examination)),
	]);
	await baselines.write(tree, measured);
	const results = await allEnded(compared);
	return [...measured.flatMap(({name}) => results.filter(result => result.name === name)), ...parts];
}

async function settleWithout(tests: PromiseWithResolvers<Measurement | undefined>, measurements: Promise<unknown>): Promise<void> {
	await Promise.allSettled([measurements]);
	tests.resolve(undefined);
}

/**
As Promise.all, but nothing goes on in the background when it rejects: who hears of it may remove the worktrees.
*/
async function allEnded<const Work extends ReadonlyArray<Promise<unknown>>>(work: Work) {
	await Promise.allSettled(work);
	return Promise.all(work);
}
