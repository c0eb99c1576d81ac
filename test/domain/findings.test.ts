import {expect, test} from 'vitest';
import {mergeFindings} from '../../source/domain/findings.ts';
import {finding, review} from '../helpers/evidence.ts';

test('merges by category and file, with the higher severity, all texts and both sources', () => {
	const merged = mergeFindings([
		{
			auditor: 'gpt', review: review({
				issues: [
					finding({
						severity: 'minor', category: 'style', location: 'src/a.py:3', description: 'long line',
					}),
					finding({
						severity: 'minor', category: 'Bug ', location: './src/a.py:10', description: 'off by one', suggestion: 'use <=',
					}),
				],
			}),
		},
		{
			auditor: 'claude', review: review({
				issues: [
					finding({
						category: 'bug', location: 'src/a.py#L61', description: 'crashes on empty input', suggestion: 'return early',
					}),
					finding({
						severity: 'minor', category: 'bug', location: 'src/b.py', description: 'unused',
					}),
				],
			}),
		},
	]);
	expect(merged).toEqual({
		findings: [
			{
				severity: 'major', category: 'bug', location: 'src/a.py#L61',
				description: 'crashes on empty input\n./src/a.py:10: off by one', suggestion: 'return early\nuse <=', sources: ['gpt', 'claude'],
			},
			{
				severity: 'minor', category: 'style', location: 'src/a.py:3', description: 'long line', sources: ['gpt'],
			},
			{
				severity: 'minor', category: 'bug', location: 'src/b.py', description: 'unused', sources: ['claude'],
			},
		],
		disagreements: 1,
	});
});

test.each([
	['src/a.py', 1],
	['src/a.py:1', 1],
	['src/a.py:1:5', 1],
	['src/a.py:10-20', 1],
	['src/a.py#L7', 1],
	['src/a.py, line 7', 1],
	['src/a.py (lines 7-9)', 1],
	['src/a.pyi', 2],
	['class Parser', 2],
])('a finding at %s and one at src/a.py:1 are %i', (location, count) => {
	const merged = mergeFindings([{auditor: 'gpt', review: review({issues: [finding({location: 'src/a.py:1'}), finding({location})]})}]);
	expect(merged.findings).toHaveLength(count);
});

const major = review({approved: false, issues: [finding()]});
const minor = review({issues: [finding({severity: 'minor'})]});

test.each([
	['one review', [major], 0],
	['two that agree', [major, major], 0],
	['a minor finding that one has', [minor, review()], 0],
	['approval', [review({approved: false}), review()], 1],
	['severity, both approve', [review({issues: [finding()]}), minor], 1],
	['a major finding and approval', [major, review()], 2],
	['two of three', [major, major, minor], 2],
])('disagreements: %s', (_, reviews, count) => {
	expect(mergeFindings(reviews.map((given, index) => ({auditor: `auditor ${index}`, review: given}))).disagreements).toBe(count);
});
