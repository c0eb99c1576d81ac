import {expect, test} from 'vitest';
import {feedbackFrom} from '../../source/domain/feedback.ts';
import {mergeFindings} from '../../source/domain/findings.ts';
import {decide} from '../../source/domain/gate/decide.ts';
import type {Evidence} from '../../source/domain/gate/facts.ts';
import {
	check,
	coverageCheck,
	evidence,
	finding,
	review,
} from '../helpers/evidence.ts';

function feedback(overrides: Partial<Evidence>) {
	const given = evidence(overrides);
	return feedbackFrom({verdict: decide(given), checks: given.checks, findings: mergeFindings(given.reviews).findings});
}

test('tells the Builder what its change broke and what the auditors found', () => {
	expect(feedback({
		checks: [
			check({
				status: 'failed', summary: '40 passed, 1 failed (1 new)', newFailures: ['tests/test_a.py::test_b'], output: 'E   assert None == 1\n1 failed, 40 passed\n',
			}),
			check({name: 'mypy', status: 'passed'}),
			check({
				name: 'lint', status: 'timeout', summary: 'no result', durationMs: 120_000,
			}),
			check({name: 'docs', status: 'error', summary: 'exit code 2'}),
			check({name: 'slow', status: 'timeout', brokenAtBase: true}),
			check({name: 'absent', status: 'not_run'}),
			coverageCheck(-5),
		],
		reviews: [
			{auditor: 'gpt', review: review({approved: false, issues: [finding({suggestion: 'use compare_digest'}), finding({severity: 'minor', category: 'style'})], messages: ['Unsafe.']})},
			{auditor: 'claude', review: review()},
		],
	})).toEqual([
		{
			source: 'checks', text: [
				'The check "pytest" fails because of your change. 40 passed, 1 failed (1 new)',
				'Failing now, not before your change:',
				'- tests/test_a.py::test_b',
				'The end of its output:',
				'E   assert None == 1\n1 failed, 40 passed',
			].join('\n'),
		},
		{source: 'checks', text: 'The check "lint" was killed at its time limit, after 120 s; without your change it ends. no result'},
		{source: 'checks', text: 'The check "docs" could not run to its end; without your change it does. exit code 2'},
		{source: 'auditor', text: 'major finding of gpt (bug) at auth/session.py:61: token compared with ==\nSuggestion: use compare_digest'},
		{source: 'auditor', text: 'gpt does not approve: Unsafe.'},
	]);
});

test('a strict run tells minor findings and lost coverage too', () => {
	expect(feedback({
		strictness: 'strict',
		checks: [check(), coverageCheck(-5)],
		reviews: [{auditor: 'gpt', review: review({issues: [finding({severity: 'minor'})]})}],
	})).toEqual([
		{source: 'checks', text: 'Coverage fell by 5 points. Add tests for the new code.'},
		{source: 'auditor', text: 'minor finding of gpt (bug) at auth/session.py:61: token compared with =='},
	]);
});

test('long lists and outputs are cut, outputs at a line', () => {
	const output = Array.from({length: 2000}, (_, index) => `line ${index}`).join('\n');
	const newFailures = Array.from({length: 500}, (_, index) => `test_${index}`);
	const {text} = feedback({checks: [check({status: 'failed', output, newFailures})]})[0]!;
	const tail = text.split('The end of its output:\n', 2)[1]!;
	expect(tail.length).toBeLessThanOrEqual(4000);
	expect(tail.length).toBeGreaterThan(3900);
	expect(tail).toMatch(/^line \d+\n[\s\S]*line 1999$/v);
	expect(text).toContain('- test_29\n- and 470 more\n');
	const {text: oneLine} = feedback({checks: [check({status: 'failed', output: 'x'.repeat(9000)})]})[0]!;
	expect(oneLine.split('output:\n', 2)[1]).toBe('x'.repeat(4000));
});

test('nothing wrong is no feedback', () => {
	expect(feedback({})).toEqual([]);
});
