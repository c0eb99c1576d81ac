import path from 'node:path';
import {expect, test} from 'vitest';
import {openJournal} from '../../source/journal/open-journal.ts';
import {bodies} from '../helpers/run-events.ts';
import {smallWorkspace} from '../helpers/small-workspace.ts';

test('watching a run that has ended ends too, with its exit code, whatever was reported after its end', async () => {
	const workspace = await smallWorkspace();
	const journal = await openJournal(path.join(workspace.root, '.autopack/journal.sqlite'));
	const reason = 'all phases are COMPLETE';
	for (const body of [...bodies, {
		type: 'run.ended', outcome: 'incomplete', reason, exitCode: 1,
	} as const, {type: 'supervisor.found'} as const]) {
		await journal.append('demo', body);
	}

	await journal.close();
	const {exitCode, stdout} = await workspace.run(['tui', '--run-id', 'demo', '--read-only']);
	expect(exitCode).toBe(1);
	expect(stdout).toContain(reason);
});
