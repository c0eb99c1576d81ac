import {expect, test} from 'vitest';
import {startModels} from '../helpers/models-server.ts';
import {
	ends, landed, smallWorkspace, snapshot, stateOf, smallPlan,
} from '../helpers/small-workspace.ts';

test('a small run ends with every phase landed, and the checkout as it was', async () => {
	const {url} = await startModels();
	const workspace = await smallWorkspace({url, plan: smallPlan([{}, {}])});
	const before = await snapshot(workspace.root);
	const {exitCode, stdout, stderr} = await workspace.run(['run', workspace.planFile]);
	console.log(stdout, stderr);
	expect(exitCode).toBe(0);
	expect(await snapshot(workspace.root)).toEqual(before);
	expect(await landed(workspace.root, workspace.head)).toEqual(['one', 'two']);
	expect(ends(await stateOf(workspace.root))).toEqual(['one COMPLETE ok', 'two COMPLETE ok']);
});
