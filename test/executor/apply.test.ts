import {createHash} from 'node:crypto';
import path from 'node:path';
import {expect, test} from 'vitest';
import type {ShownFile} from '../../source/domain/event.ts';
import {executeRun} from '../../source/executor/execute-run.ts';
import {executorServices, sessionOptions, startAt} from '../helpers/executor-services.ts';
import {planOf} from '../helpers/scripted-run.ts';
import {temporaryJournal, temporaryPath} from '../helpers/temporary-journal.ts';
import {temporaryRepository} from '../helpers/temporary-repository.ts';

const text = 'OLD = 1\n';
const sha256 = createHash('sha256').update(text).digest('hex');

test.each<{what: string; shown?: ShownFile[]; outcome: string}>([
	{what: 'had read the file', shown: [{path: 'old.py', sha256}], outcome: 'patch.applied'},
	{what: 'had not', shown: [{path: 'other.py', sha256}], outcome: 'patch.rejected unread'},
	{what: 'had read another text', shown: [{path: 'old.py', sha256: sha256.replaceAll(/./gv, '0')}], outcome: 'patch.rejected stale'},
	{what: 'had read nobody knows what, in a journal of an older version', outcome: 'patch.applied'},
])('killed between a reply that deletes a file and its application, the next session knows what the Builder had read: it $what', async ({shown, outcome}) => {
	const journalPath = await temporaryPath();
	const journal = await temporaryJournal(journalPath);
	const {root, head} = await temporaryRepository({'old.py': text, 'other.py': text});
	const services = executorServices(journal, {root, directory: path.dirname(journalPath)});
	const start = startAt(head, planOf([{}]));
	const ids = {phaseId: 'p1', attempt: 1};
	await services.workspace.advanceRef({ref: `refs/heads/${start.branch}`, from: '', to: head});
	await journal.append('r', start);
	await journal.append('r', {
		type: 'attempt.started', ...ids, base: head, feedback: [],
	});
	await journal.append('r', {
		type: 'builder.replied',
		...ids,
		provider: 'openai',
		model: 'm',
		usage: {
			inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1,
		},
		durationMs: 1,
		text: '*** Begin Patch\n*** Delete File: old.py\n*** End Patch\n',
		finish: 'stop',
		...shown && {shown},
	});
	await executeRun(sessionOptions('r', 1), start, services);
	const first = (await journal.events('r')).find(event => event.type === 'patch.applied' || event.type === 'patch.rejected');
	expect([first!.type, ...first!.type === 'patch.rejected' ? [first!.code] : []].join(' ')).toBe(outcome);
});
