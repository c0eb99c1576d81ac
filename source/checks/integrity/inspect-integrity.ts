import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describeEnd} from '../process/describe-end.ts';
import type {Problem} from '../measurement.ts';
import type {ProcessOptions, ProcessResult} from '../process/run-process.ts';
import {readIntegrity, type Integrity} from './read-integrity.ts';

const name = 'the inspection of tests';
const maxOutputBytes = 16 * 1024;

export type InspectOptions = {
	/**
	The interpreter that runs the tests, 3.8 or later: its syntax is what counts.
	*/
	python: string;
	/**
	Holds `autopack_integrity/`.
	*/
	pluginDirectory: string;
	/**
	What is written goes into a new directory here, which is removed.
	*/
	scratch: string;
	timeoutMs: number;
	signal: AbortSignal;
	/**
	Every changed text file with its whole texts. No `before`: added; no `after`: deleted; `from`: its path at the base.
	*/
	files: Array<{path: string; from?: string; before?: string; after?: string}>;
	/**
	Every path of the new tree.
	*/
	paths: string[];
	/**
	`runProcess`, or what puts it into a sandbox.
	*/
	run: (command: string[], options: ProcessOptions) => Promise<ProcessResult>;
};

/**
Compares the syntax trees of what a patch changes. Nothing of the project is run.
An inspection that did not come to its end is a problem, never an empty result; a file that Python cannot parse has no signs.
*/
export async function inspectIntegrity({python, pluginDirectory, scratch, files, paths, run, timeoutMs, signal}: InspectOptions): Promise<{ok: true; integrity: Integrity} | {ok: false; problem: Problem}> {
	const directory = await mkdtemp(path.join(scratch, 'integrity-'));
	try {
		const input = path.join(directory, 'input.json');
		const output = path.join(directory, 'output.json');
		await writeFile(input, JSON.stringify({files, paths}));
		// Isolated and without site-packages: nothing of the project or of its environment is imported.
		const command = [python, '-I', '-S', '-W', 'ignore', path.join(pluginDirectory, 'autopack_integrity'), input, output];
		const result = await run(command, {
			cwd: directory, env: {}, timeoutMs, signal, maxOutputBytes,
		});
		const problem = describeEnd(result, {name, timeoutMs}) ?? describeExit(result);
		return problem ? {ok: false, problem} : await readIntegrity(output);
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}

function describeExit({exitCode, output}: ProcessResult): Problem | undefined {
	const complaint = output.trim().split('\n').at(-1) ?? '';
	return exitCode === 0 ? undefined : {status: 'error', text: `${name} failed (exit code ${exitCode}): ${complaint.slice(0, 200)}`};
}
