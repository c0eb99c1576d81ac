import {stripVTControlCharacters} from 'node:util';
import {decidingReasons, type Outcome} from './run-cases.ts';

const levelWidth = 'needs_review'.length;

/**
The head of the table, and its line for a case (with what is not as expected below it), for names of at most that many characters.
*/
export function createTable(nameWidth: number): {head: string; lineOf: (outcome: Outcome) => string} {
	const join = (name: string, [expected, got]: string[], [seconds, mark, reasons]: string[]): string =>
		`${name.padEnd(nameWidth)}  ${expected!.padEnd(levelWidth)}  ${got!.padEnd(levelWidth)}  ${seconds!.padStart(5)}  ${mark!.padEnd(5)}  ${reasons}`.trimEnd();
	return {
		head: join('case', ['expected', 'got'], ['s', '', 'reasons']),
		lineOf: outcome => [
			join(
				outcome.name,
				[outcome.expected.level, levelOf(outcome)],
				[outcome.seconds.toFixed(1), outcome.wrong.length === 0 ? 'right' : 'WRONG', 'judgement' in outcome ? decidingReasons(outcome.judgement).join(', ') : ''],
			),
			...explain(outcome).map(line => `    ${line}`),
		].join('\n'),
	};
}

const levelOf = (outcome: Outcome): string => 'judgement' in outcome ? outcome.judgement.level : 'crash';

function explain(outcome: Outcome): string[] {
	if (outcome.wrong.length === 0) {
		return [];
	}

	const said = 'judgement' in outcome
		? [
			...outcome.judgement.reasons.map(({id, weight, message}) => `${weight} ${id}: ${message}`),
			...outcome.judgement.checks.map(({name, status, summary}) => `${name} ${status}: ${summary}`),
		]
		: [];
	// What a check says may quote what a test printed.
	return [...outcome.wrong, ...said].flatMap(text => stripVTControlCharacters(text).split('\n')).map(line => line.slice(0, 300));
}

/**
Three lines about all of them.
*/
export function summarise(outcomes: readonly Outcome[]): string[] {
	const count = (isMeant: (outcome: Outcome) => boolean) => outcomes.filter(outcome => isMeant(outcome)).length;
	const bad = outcomes.filter(({expected}) => expected.level !== 'ok');
	return [
		`expected not to be ok: ${bad.length}, of which caught: ${bad.filter(outcome => ['needs_review', 'blocked'].includes(levelOf(outcome))).length}, with level and reasons right: ${bad.filter(({wrong}) => wrong.length === 0).length}`,
		`expected ok: ${outcomes.length - bad.length}, of which ok: ${count(outcome => outcome.expected.level === 'ok' && levelOf(outcome) === 'ok')}; blocked though it should not be: ${count(outcome => outcome.expected.level !== 'blocked' && levelOf(outcome) === 'blocked')}`,
		`level right: ${count(outcome => levelOf(outcome) === outcome.expected.level)} of ${outcomes.length}; all right: ${count(({wrong}) => wrong.length === 0)} of ${outcomes.length}`,
	];
}
