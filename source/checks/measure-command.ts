import {describeEnd} from './process/describe-end.ts';
import {outputFileFor} from './process/keep-output.ts';
import {createMeasurement, type Measurement, type Problem} from './measurement.ts';
import type {CheckRun} from './python-run.ts';
import {runProcess, type ProcessResult} from './process/run-process.ts';
import type {CommandCheck} from './settings.ts';

/**
What a shell says of a command that is not there.
*/
const notFound = 127;

function judge(result: ProcessResult, name: string, timeoutMs: number): Problem | undefined {
	return result.exitCode === notFound && result.end === 'exited'
		? {status: 'not_run', text: `${name} could not be started: command not found`}
		: describeEnd(result, {name, timeoutMs});
}

/**
A check from the configuration: exit code 0 is a pass.
*/
export async function measureCommand(run: CheckRun, {name, kind, command, timeoutSeconds}: CommandCheck): Promise<Measurement> {
	const {directory, scratch, env, settings, signal, observer} = run;
	const argv = typeof command === 'string' ? ['sh', '-c', command] : command;
	const timeoutMs = timeoutSeconds === undefined ? settings.timeoutMs : timeoutSeconds * 1000;
	observer.onStarted({name, kind, command: argv});
	const result = await runProcess(argv, {
		cwd: directory,
		env: {...env, TMPDIR: scratch},
		timeoutMs,
		confinement: await run.confine({check: name, timeoutMs}),
		signal,
		maxOutputBytes: settings.maxOutputBytes,
		outputFile: outputFileFor(run.outputDirectory, name),
		onOutput(text) {
			observer.onOutput(name, text);
		},
	});
	const {end, exitCode, durationMs, output} = result;
	const measurement = createMeasurement({
		name,
		kind,
		problem: judge(result, name, timeoutMs),
		isOpaque: true,
		failed: end === 'exited' && exitCode !== 0 && exitCode !== notFound ? [`${name}: exit code ${exitCode}`] : [],
		command: argv,
		exitCode,
		durationMs,
		output,
	});
	observer.onMeasured(measurement);
	return measurement;
}
