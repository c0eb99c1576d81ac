/**
`npm run patch:score`: how many of the replies that models write, damaged as models damage them, the patch engine applies exactly as meant.
*/
import process from 'node:process';
import {parseArgs} from 'node:util';
import {generateCases} from './generate.ts';
import {judge, type Verdict} from './judge.ts';
import type {Case} from './case.ts';
import {readChanges} from './sources.ts';
import {summarise, printTable} from './table.ts';
import {isFailure, saveFailure} from './failures.ts';

const {values} = parseArgs({
	options: {
		repo: {type: 'string', multiple: true, default: []},
		seed: {type: 'string', default: '1'},
		cases: {type: 'string'},
		only: {type: 'string', default: ''},
		json: {type: 'boolean', default: false},
		failures: {type: 'string'},
	},
});

const seed = Number(values.seed);
const count = Number(values.cases ?? (values.repo.length > 0 ? 1500 * values.repo.length : 3000));
const changes = await readChanges(values.repo, seed);
const results: Array<{case: Case; verdict: Verdict}> = [];
for (const made of generateCases(changes, {seed, count, only: values.only})) {
	const verdict = judge(made);
	const result = {
		case: {
			...made, reply: '', before: new Map(), after: new Map(),
		}, verdict,
	};
	results.push(result);
	if (values.failures !== undefined && isFailure(made, verdict)) {
		await saveFailure(values.failures, made, verdict);
	}
}

const summary = summarise(results);
process.stdout.write(values.json ? `${JSON.stringify(summary, undefined, '\t')}\n` : printTable(summary));
process.exitCode = summary.total.wrong > 0 ? 1 : 0;
