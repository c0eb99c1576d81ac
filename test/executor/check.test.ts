import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {fold} from '../../source/domain/reduce.ts';
import {check} from '../../source/executor/check.ts';
import {executorServices, sessionOptions, startAt} from '../helpers/executor-services.ts';
import {planOf} from '../helpers/scripted-run.ts';
import {temporaryJournal, temporaryPath} from '../helpers/temporary-journal.ts';
import {temporaryRepository} from '../helpers/temporary-repository.ts';

test('a journal that fails while a check runs fails the checks when they have ended, and nothing before', async () => {
	const file = await temporaryPath();
	const journal = await temporaryJournal(file);
	const {root, head} = await temporaryRepository();
	const services = executorServices(journal, {root, directory: path.dirname(file)});
	const ids = {phaseId: 'p1', attempt: 1};
	await journal.append('r', startAt(head, planOf([{}])));
	await journal.append('r', {
		type: 'attempt.started', ...ids, base: head, feedback: [],
	});
	await journal.append('r', {
		type: 'patch.applied', ...ids, change: {
			tree: await services.workspace.treeOf(head), diff: '', files: [], notes: [],
		},
	});
	const state = fold('r', await journal.events('r'));
	const options = sessionOptions('r', 1000);
	await expect(check({
		...options,
		services: {
			...services,
			checks: {
				...services.checks,
				async run(change, signal, observer) {
					const results = await services.checks.run(change, signal, observer);
					// An unhandled rejection would be noticed in the meantime.
					await delay(0);
					return results;
				},
			},
		},
		state: () => state,
		async record({type}) {
			throw new Error(`no room for ${type}`);
		},
		settled: async () => undefined,
		signalOf: () => options.signal,
	}, ids)).rejects.toThrow(/^no room for check\./v);
});
