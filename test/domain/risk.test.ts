import {describe, expect, test} from 'vitest';
import {assessRisk} from '../../source/domain/risk.ts';
import {file} from '../helpers/evidence.ts';

const tests = file('tests/test_a.py');

describe('assessRisk', () => {
	test('a small change with tests has no risk', () => {
		expect(assessRisk({files: [file('src/a.py'), tests], diff: ''})).toEqual({score: 0, level: 'low', parts: []});
	});

	test.each([[200, 0], [201, 10], [500, 10], [501, 20], [1000, 20], [1001, 25]])('%i changed lines are %i points', (lines, points) => {
		const files = [file('src/a.py', {linesAdded: lines - 101, linesRemoved: 100}), tests];
		expect(assessRisk({files, diff: ''}).score).toBe(points);
	});

	test('critical paths are 15 each and at most 30', () => {
		const paths = ['db/Migrations/0001.py', 'app/auth.py', '.github/workflows/ci.json', 'infra/main.tf'];
		expect([1, 2, 4].map(count => assessRisk({files: [...paths.slice(0, count).map(path => file(path)), tests], diff: ''}))).toEqual([
			{score: 15, level: 'low', parts: [{points: 15, reason: 'critical path: db/Migrations/0001.py'}]},
			{score: 30, level: 'medium', parts: [{points: 30, reason: 'critical path: db/Migrations/0001.py, app/auth.py'}]},
			{
				score: 30, level: 'medium', parts: [{
					points: 30, reason: 'critical path: db/Migrations/0001.py, app/auth.py, .github/workflows/ci.json and 1 more',
				}],
			},
		]);
	});

	test.each([
		['deploy/run.sh', true],
		['deployment/chart.json', true],
		['Dockerfile', true],
		['backend.Dockerfile', true],
		['Dockerfile.prod', true],
		['auth/login.py', true],
		['src/auth.config.ts', true],
		['infra', true],
		['author/list.py', false],
		['src/authors.py', false],
		['infrared.py', false],
		['docs/dockerfile-tips.md', false],
		['tests/auth/test_login.py', false],
		['auth/login_test.go', false],
		['src/auth.test.ts', false],
	])('%s is critical: %s', (path, isCritical) => {
		expect(assessRisk({files: [file(path)], diff: ''}).parts.map(part => part.reason)).toEqual(isCritical ? [`critical path: ${path}`] : []);
	});

	test('a file that is moved out of a critical path counts', () => {
		expect(assessRisk({files: [file('src/login.py', {from: 'auth/login.py', status: 'renamed'})], diff: ''}).score).toBe(15);
	});

	test('risky file types are 5 each and at most 15', () => {
		const paths = ['a.sql', 'b.yaml', '.env', 'prod.env', '.env.local', 'c.YML'];
		expect([1, 3, 6].map(count => assessRisk({files: paths.slice(0, count).map(path => file(path)), diff: ''}).score)).toEqual([5, 15, 15]);
		expect(assessRisk({files: [file('src/environment.py'), file('yaml.py')], diff: ''}).score).toBe(0);
	});

	test('more than 50 lines without an added test line are 20 points', () => {
		const source = file('src/a.py', {linesAdded: 51});
		const deletedTest = file('tests/test_a.py', {status: 'deleted', linesAdded: 0, linesRemoved: 5});
		expect([
			[file('src/a.py', {linesAdded: 50})], [source], [source, tests], [source, deletedTest],
		].map(files => assessRisk({files, diff: ''}).score)).toEqual([0, 20, 0, 20]);
	});

	test('markers count on added lines only, 3 each and at most 10', () => {
		const diff = [
			'diff --git a/TODO.md b/TODO.md',
			'--- a/TODO.md',
			'+++ b/TODO.md',
			'@@ -1,3 +1,6 @@ TODO in the heading',
			' # TODO kept',
			'-# FIXME removed',
			'+# TODO one',
			'+++ HACK looks like a header',
			'+# XXX and FIXME',
			'+TODOS is another word',
			' end',
		].join('\n');
		expect(assessRisk({files: [], diff}).parts).toEqual([{points: 10, reason: 'marker left: TODO, HACK, XXX and 1 more'}]);
		expect(assessRisk({files: [], diff: '@@ -0,0 +1 @@\n+# TODO\n'}).score).toBe(3);
	});

	test.each([
		[24, 'low'], [25, 'medium'], [45, 'medium'], [50, 'high'], [65, 'high'], [70, 'critical'], [100, 'critical'],
	])('a score of %i is %s', (score, level) => {
		const change = changeOfScore(score);
		expect(assessRisk(change)).toMatchObject({score, level});
	});
});

/**
A change with the score, made of the parts that add up to it.
*/
function changeOfScore(score: number) {
	const parts: Record<number, {lines: number; critical: number; risky: number; markers: number; hasTests: boolean}> = {
		24: {
			lines: 10, critical: 1, risky: 0, markers: 3, hasTests: true,
		},
		25: {
			lines: 2000, critical: 0, risky: 0, markers: 0, hasTests: true,
		},
		45: {
			lines: 2000, critical: 0, risky: 0, markers: 0, hasTests: false,
		},
		50: {
			lines: 600, critical: 2, risky: 0, markers: 0, hasTests: true,
		},
		65: {
			lines: 600, critical: 2, risky: 3, markers: 0, hasTests: true,
		},
		70: {
			lines: 600, critical: 2, risky: 0, markers: 0, hasTests: false,
		},
		100: {
			lines: 2000, critical: 2, risky: 3, markers: 4, hasTests: false,
		},
	};
	const {lines, critical, risky, markers, hasTests} = parts[score]!;
	return {
		files: [
			file('src/a.py', {linesAdded: lines}),
			...Array.from({length: critical}, (_, index) => file(`auth/${index}.py`)),
			...Array.from({length: risky}, (_, index) => file(`data/${index}.sql`)),
			...(hasTests ? [tests] : []),
		],
		diff: `@@ -0,0 +1,${markers} @@\n${'+TODO\n'.repeat(markers)}`,
	};
}
