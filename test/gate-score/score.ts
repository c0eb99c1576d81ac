/**
`npm run gate:score`: what the real checks, sandbox and gate say of every patch in a folder of cases, against what is expected of them.
Exit code 1 if a case is not as expected, 2 if one cannot be judged.
*/
import {availableParallelism} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {CaseError} from './case-error.ts';
import {findCases} from './read-case.ts';
import {decidingReasons, runCases, type Outcome} from './run-cases.ts';
import {createTable, summarise} from './table.ts';

async function main(): Promise<number> {
	const {values} = parseArgs({
		options: {
			dir: {type: 'string', default: path.join(import.meta.dirname, '../fixtures/gate')},
			json: {type: 'boolean', default: false},
			only: {type: 'string', default: ''},
			jobs: {type: 'string', default: String(availableParallelism())},
		},
	});
	const jobs = Number(values.jobs);
	if (!Number.isSafeInteger(jobs) || jobs < 1) {
		return complain(`--jobs must be a whole number from 1 on, not "${values.jobs}".`);
	}

	const found = await findCases(values.dir);
	const folders = found.filter(folder => path.basename(folder).includes(values.only));
	if (folders.length === 0) {
		return complain(`There is no case${values.only === '' ? '' : ` with "${values.only}" in its name`} in ${values.dir}.`);
	}

	const malformed: CaseError[] = [];
	const table = createTable(Math.max(...folders.map(folder => path.basename(folder).length)));
	const print = (line: string) => process.stdout.write(`${line}\n`);
	let hasHead = values.json;
	const outcomes = await runCases(folders, {
		jobs,
		signal: untilInterrupted(),
		onOutcome(outcome) {
			if (!hasHead) {
				hasHead = true;
				print(table.head);
			}

			print(values.json ? JSON.stringify(lineOf(outcome)) : table.lineOf(outcome));
		},
		onMalformed(error) {
			malformed.push(error);
		},
	});
	if (!values.json && outcomes.length > 0) {
		print(['', ...summarise(outcomes)].join('\n'));
	}

	if (malformed.length > 0) {
		return complain(malformed.map(({message}) => message).join('\n'));
	}

	return outcomes.every(({wrong}) => wrong.length === 0) ? 0 : 1;
}

/**
Ctrl-C ends the checks that run, and with them what they started.
*/
function untilInterrupted(): AbortSignal {
	const controller = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM'] as const) {
		process.once(name, () => {
			controller.abort(new CaseError('gate:score', 'interrupted.'));
		});
	}

	return controller.signal;
}

const lineOf = (outcome: Outcome) => ({
	name: outcome.name,
	level: 'judgement' in outcome ? outcome.judgement.level : 'crash',
	reasons: 'judgement' in outcome ? decidingReasons(outcome.judgement) : [],
	seconds: Number(outcome.seconds.toFixed(1)),
	expected: outcome.expected,
	right: outcome.wrong.length === 0,
	wrong: outcome.wrong,
	details: 'judgement' in outcome ? outcome.judgement.reasons : [],
});

function complain(text: string): number {
	process.stderr.write(`${text}\n`);
	return 2;
}

try {
	process.exitCode = await main();
} catch (error) {
	const isOurs = error instanceof CaseError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
	if (!isOurs) {
		throw error;
	}

	process.exitCode = complain(error.message);
}
