import {describe, expect, test} from 'vitest';
import {changedCoverage} from '../../source/checks/changed-coverage.ts';
import {compareOldTests, compareWitness} from '../../source/checks/quadrants/compare-quadrants.ts';
import {createMeasurement, type Measurement} from '../../source/checks/measurement.ts';
import {testsOfChange} from '../../source/checks/quadrants/tests-of-change.ts';
import {file} from '../helpers/evidence.ts';

const measured = (rest: Partial<Measurement>): Measurement => createMeasurement({
	name: 'pytest', kind: 'tests', command: [], ...rest,
});

describe('the tests of a change', () => {
	const split = (...files: Array<Parameters<typeof file>>) => testsOfChange(files.map(each => file(...each)));

	test('are the modules that it edits, adds, deletes or moves', () => {
		expect(split(['src/a.py'], ['tests/test_a.py'], ['tests/test_b.py', {status: 'added'}], ['tests/test_c.py', {status: 'deleted'}], ['tests/test_e.py', {status: 'renamed', from: 'tests/test_d.py'}])).toEqual({
			paths: ['tests/test_a.py', 'tests/test_c.py', 'tests/test_d.py', 'tests/test_b.py', 'tests/test_e.py'],
			oldTargets: ['tests/test_a.py', 'tests/test_c.py', 'tests/test_d.py'],
			newTargets: ['tests/test_a.py', 'tests/test_b.py', 'tests/test_e.py'],
		});
	});

	test('are all below a conftest.py, and all that may read data', () => {
		expect(split(['tests/unit/conftest.py'], ['tests/unit/test_a.py']).oldTargets).toEqual(['tests/unit']);
		expect(split(['conftest.py'], ['tests/test_a.py']).oldTargets).toEqual(['.']);
		expect(split(['pkg/tests/data/deep/golden.json']).oldTargets).toEqual(['pkg/tests']);
	});

	test('are what pytest collected, whatever the name; a module that it did not is code', () => {
		const files = [file('checks/check_prices.py'), file('acme/ab_test.py'), file('tests/helpers.py')];
		expect(testsOfChange(files, new Set(['checks/check_prices.py', 'tests/test_a.py']))).toEqual({
			paths: ['checks/check_prices.py', 'tests/helpers.py'], oldTargets: ['checks/check_prices.py', 'tests'], newTargets: ['checks/check_prices.py', 'tests'],
		});
	});

	test('are none where it touches none', () => {
		expect(split(['src/a.py'], ['tests/test_b.py', {status: 'added'}]).oldTargets).toEqual([]);
		expect(split(['src/a.py'])).toEqual({paths: [], oldTargets: [], newTargets: []});
	});
});

describe('old tests on the new code', () => {
	const base = measured({passed: ['t/test_a.py::one', 't/test_a.py::two', 't/test_b.py::three'], failed: ['t/test_a.py::known']});
	const compare = (old: Partial<Measurement>, from: Measurement | undefined = base) => {
		const {status, newFailures} = compareOldTests(measured(old), from, ['t/test_a.py']);
		return {status, newFailures};
	};

	test('fail where they passed on the old code', () => {
		expect(compare({passed: ['t/test_a.py::one'], failed: ['t/test_a.py::two', 't/test_a.py::known']})).toEqual({status: 'failed', newFailures: ['t/test_a.py::two']});
	});

	test('fail when they cannot be collected any more', () => {
		expect(compare({collectionErrors: ['t/test_a.py']})).toEqual({status: 'failed', newFailures: ['t/test_a.py::one', 't/test_a.py::two']});
		expect(compare({problem: {status: 'error', text: 'no tests', isEmpty: true}}).status).toBe('failed');
	});

	test('pass when they pass: one that skips itself on the new code does not', () => {
		expect(compare({passed: ['t/test_a.py::one', 't/test_a.py::two']})).toEqual({status: 'passed', newFailures: []});
		expect(compare({passed: ['t/test_a.py::one'], skipped: ['t/test_a.py::two']})).toEqual({status: 'failed', newFailures: ['t/test_a.py::two']});
	});

	test('are unknown without a base, and no evidence when they hang', () => {
		expect(compareOldTests(measured({passed: ['t/test_a.py::one']}), undefined, ['t']).status).toBe('unknown');
		expect(compare({}, measured({problem: {status: 'error', text: 'crash'}})).status).toBe('unknown');
		expect(compare({problem: {status: 'timeout', text: 'hung'}}).status).toBe('timeout');
	});
});

describe('new tests on the old code', () => {
	const result = measured({passed: ['t/test_a.py::new[1]', 't/test_a.py::new[2]', 't/test_a.py::old'], failed: ['t/test_a.py::broken']});
	const compare = (witness: Partial<Measurement>) => {
		const {status, summary, fixed} = compareWitness(measured(witness), result, ['t/test_a.py']);
		return {status, summary, fixed};
	};

	test('are witnesses where they fail there and pass here', () => {
		expect(compare({passed: ['t/test_a.py::old'], failed: ['t/test_a.py::new[1]', 't/test_a.py::new[2]', 't/test_a.py::broken']})).toEqual({
			status: 'passed', summary: '1 test fails on the old code and passes on the new', fixed: ['t/test_a.py::new[1]', 't/test_a.py::new[2]'],
		});
	});

	test('are witnesses when there is nothing to import there', () => {
		expect(compare({collectionErrors: ['t/test_a.py'], problem: {status: 'error', text: 'collection error'}}).fixed).toHaveLength(3);
	});

	test('are none when they pass, or are skipped, there as well', () => {
		expect(compare({passed: ['t/test_a.py::old', 't/test_a.py::new[1]'], skipped: ['t/test_a.py::new[2]']})).toEqual({
			status: 'failed', summary: 'the 3 tests in the files that it touches pass on the old code as well', fixed: [],
		});
	});

	test('say nothing when they hang', () => {
		expect(compare({problem: {status: 'timeout', text: 'hung'}}).status).toBe('timeout');
	});
});

test('coverage of changed lines counts what coverage calls executable, in the files that it measured', () => {
	const added = [1, 2, 3, 4, 7].map(line => ({path: 'a.py', line, text: ''}));
	expect(changedCoverage({'a.py': {executed: [1, 9], missing: [2, 3, 7, 8]}}, [...added, {path: 'readme.md', line: 1, text: ''}])).toEqual({
		lines: 4, covered: 1, uncovered: [{path: 'a.py', from: 2, to: 3}, {path: 'a.py', from: 7, to: 7}],
	});
	expect(changedCoverage({}, added)).toBeUndefined();
});
