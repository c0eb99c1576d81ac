import path from 'node:path';
import {expect, test} from 'vitest';
import {approval, startModels, type Models} from '../helpers/models-server.ts';
import {
	ends,
	landed,
	smallPlan,
	smallWorkspace,
	stateOf,
} from '../helpers/small-workspace.ts';
import {writeAll} from '../helpers/temporary-repository.ts';

const files = {
	'prices.py': 'def total(prices: list[int]) -> int:\n    return sum(prices)\n',
	'tests/test_prices.py': 'from prices import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n',
};
const replace = (file: string, text: string) => `${file}\n\`\`\`\n${text}\`\`\`\n`;
const cheat = [
	'Done.\n',
	replace('prices.py', 'def total(prices: list[int]) -> int:\n    return sum(prices[1:])\n'),
	replace('tests/test_prices.py', 'from prices import total\n\n\ndef test_total():\n    assert total([1, 2]) == 2\n'),
].join('\n');
const honest = [
	'Done, with the test as it was.\n',
	replace('prices.py', 'def total(prices: list[int]) -> int:\n    """Sums, and refuses what is below zero."""\n    if min(prices, default=0) < 0:\n        raise ValueError("a price is below zero")\n    return sum(prices)\n'),
	replace('tests/test_prices.py', 'import pytest\n\nfrom prices import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n\n\ndef test_total_refuses_negative_prices():\n    with pytest.raises(ValueError, match="below zero"):\n        total([-1])\n'),
].join('\n');
const settings = {checks: undefined, mypy: false};
const plan = smallPlan([{name: 'Refuse negative prices', task_category: 'backend'}]);

const build = (replies: string[]): Models => ({role, nth}) => role === 'builder' ? replies[Math.min(nth, replies.length) - 1]! : approval;

test('a regression that the edit of its test hides goes back once with the evidence; an honest second reply lands', async () => {
	const {url, asked} = await startModels(build([cheat, honest]));
	const {run, root, head, planFile} = await smallWorkspace({
		url, settings, files, plan,
	});
	const {exitCode, stdout} = await run(['run', planFile, '--yes']);
	expect({exitCode, ends: ends(await stateOf(root)), landed: await landed(root, head)}).toEqual({exitCode: 0, ends: ['one COMPLETE ok'], landed: ['one']});
	expect(stdout).toMatch(/check pytest passed[\s\S]*check old tests failed: 1 of 1 old test/v);
	const {prompt} = asked.filter(({role}) => role === 'builder')[1]!;
	expect(prompt).toContain('1 test that this change edited or deleted fails as it was: tests/test_prices.py::test_total');
	expect(prompt).toContain('unless the task itself asks for this');
	const shown = await run(['show', 'small', 'one']);
	expect(shown.stdout).toMatch(/issue old_tests_fail: [\s\S]*cleared by: code that passes them, or a person/v);
	expect(shown.stdout).toMatch(/output: .*old-tests\.log/v);
});

test('done again it is for a person: with --yes it stays open; another policy would have let it pass', async () => {
	const {url, asked} = await startModels(build([cheat]));
	const {run, root, head, planFile, directory} = await smallWorkspace({
		url, settings, files, plan,
	});
	const {exitCode} = await run(['run', planFile, '--yes']);
	expect(exitCode).toBe(1);
	expect(asked.filter(({role}) => role === 'builder')).toHaveLength(2);
	const [end] = ends(await stateOf(root));
	expect(end).toMatch(/^one (?:BLOCKED|FAILED) needs_review$/v);
	expect(await landed(root, head)).toEqual([]);

	const same = await run(['gate', '--run', 'small']);
	expect(same.stdout).toMatch(/2 verdicts, all of the same level\./v);
	await writeAll(directory, {
		'lax.yaml': 'gate:\n  weights: {old_tests_fail: warning, no_witness: warning, uncovered_lines: warning}\n', 'bad.yaml': 'weights: {old_test_fails: warning}\n',
	});
	const lax = await run(['gate', '--run', 'small', '--policy', path.join(directory, 'lax.yaml'), '--json']);
	expect(lax.stdout.trim().split('\n').map(line => JSON.parse(line) as {recorded: {level: string}; judged: {level: string}}).map(({recorded, judged}) => [recorded.level, judged.level])).toEqual([['needs_review', 'ok'], ['needs_review', 'ok']]);
	const table = await run(['gate', '--run', 'small', '--policy', path.join(directory, 'lax.yaml')]);
	expect(table.stdout).toMatch(/one, attempt 1: needs_review would be ok; no longer of weight:\n {2}issue old_tests_fail: /v);
	const bad = await run(['gate', '--run', 'small', '--policy', path.join(directory, 'bad.yaml')]);
	expect(bad).toMatchObject({exitCode: 2, stderr: expect.stringMatching(/bad\.yaml is no gate policy: .*weights.*docs\/gate\.md/v) as string});
	expect(await run(['gate'])).toMatchObject({exitCode: 2, stderr: expect.stringMatching(/needs a run: autopack gate --run X/v) as string});
	expect(await run(['gate', '--run', 'smal'])).toMatchObject({exitCode: 2, stderr: expect.stringMatching(/"smal" is not in the journal of this workspace; the nearest: small/v) as string});
	expect(await run(['gate', '--run', 'small', '--policy', 'none.yaml'])).toMatchObject({exitCode: 2, stderr: expect.stringMatching(/there is no policy file none\.yaml/v) as string});
});
