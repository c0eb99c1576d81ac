import {expect, test} from 'vitest';
import {initialState} from '../../source/domain/reduce.ts';
import {formatSummary} from '../../source/output/summary.ts';
import {bodies, stamped} from '../helpers/run-events.ts';

test('a table of the phases, totals, and what to do next', () => {
	expect(formatSummary(stamped().at(-1)!.state)).toEqual([
		'phase   state     gate           attempts   time  tokens             cost  commit',
		'uk      COMPLETE  needs_review*         1  15.0s   13.7k  $0.03 + unknown  8f3c2a1',
		'auth    BLOCKED   -                     1   2.0s    1.2k          unknown  -',
		'search  queued    -                     -      -       -                -  -',
		'* approved: uk (terminal)',
		'',
		'3 phases: 1 COMPLETE, 1 BLOCKED, 1 queued; 16.0s of work, 14.9k of 200k tokens, $0.03 + unknown',
		'The run ended: one phase is BLOCKED',
		'Branch:        autonomous/demo at 8f3c2a1; your own branch and checkout are as they were',
		'Look at it:    git log --stat abc1234..autonomous/demo',
		'Take it over:  git merge autonomous/demo',
		'See why:       autopack show demo auth',
		'Go on:         autopack tui --run-id demo',
	]);
});

test('a run where nothing landed yet', () => {
	expect(formatSummary(stamped(bodies.slice(0, 4)).at(-1)!.state)).toEqual([
		'phase   state     gate  attempts  time  tokens  cost  commit',
		'uk      building  -            1  1.0s       -     -  -',
		'auth    queued    -            -     -       -     -  -',
		'search  queued    -            -     -       -     -  -',
		'',
		'3 phases: 1 building, 2 queued; 1.0s of work, 0 of 200k tokens, $0.00',
		'Nothing landed: autonomous/demo is where it began, at abc1234.',
		'Go on:         autopack tui --run-id demo',
	]);
});

test('a run of which nothing is known', () => {
	expect(formatSummary(initialState('demo'))).toEqual([
		'phase  state  gate  attempts  time  tokens  cost  commit',
		'',
		'0 phases; 0.0s of work, 0 tokens, $0.00',
	]);
});

test('columns stay aligned with wide letters, and a phase id is quoted for the shell', () => {
	const events = structuredClone(bodies).map(body => JSON.parse(JSON.stringify(body).replaceAll('"auth"', '"it\'s 大学"')) as typeof body);
	const lines = formatSummary(stamped(events).at(-1)!.state);
	expect(lines.slice(1, 3).map(line => line.replace(/(?:COMPLETE|BLOCKED).*/v, '').length)).toEqual([11, 9]);
	expect(lines).toContain(String.raw`See why:       autopack show demo 'it'\''s 大学'`);
});
