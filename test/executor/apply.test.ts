import {createHash} from 'node:crypto';
import path from 'node:path';
import {expect, test} from 'vitest';
import type {EventOf, ShownFile} from '../../source/domain/event.ts';
import {executeRun} from '../../source/executor/execute-run.ts';
import {executorServices, sessionOptions, startAt} from '../helpers/executor-services.ts';
import {randomText} from '../helpers/made-up-secrets.ts';
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
	const [first] = await outcomesOf({'old.py': text, 'other.py': text}, {text: '*** Begin Patch\n*** Delete File: old.py\n*** End Patch\n', ...shown && {shown}});
	expect([first!.type, ...first!.type === 'patch.rejected' ? [first!.code] : []].join(' ')).toBe(outcome);
});

test('a reply that secrets were taken out of is not applied, though it could be', async () => {
	const [first] = await outcomesOf({'a.py': text}, {text: 'a.py\n```\nKEY = "[redacted]"\n```\n', secrets: [{kind: 'an AWS key', line: 3, path: 'a.py'}, {kind: 'a GitHub token', line: 9}]});
	expect(first).toMatchObject({
		type: 'patch.rejected',
		code: 'secret',
		message: expect.stringMatching(/: an AWS key at line 3 of your reply, for a\.py; a GitHub token at line 9 of your reply\. Secrets must not be committed: read them from the environment/v) as string,
	});
});

test('a secret that only shows once the reply is applied is in no event after that', async () => {
	const secret = `glsa_${randomText(32, 'token')}_0a1b2c3f`;
	const [first, events] = await outcomesOf({'a.py': text}, {text: `a.py\n\`\`\`\nOLD = 1\nNEW = "${secret}"\n\`\`\`\n`});
	expect(first).toMatchObject({type: 'patch.rejected', code: 'secret', message: expect.stringContaining(': a Grafana token at line 2 of a.py. ') as string});
	expect(events.filter(event => JSON.stringify(event).includes(secret)).map(({type}) => type)).toEqual(['builder.replied']);
});

/**
What came of a reply that the journal has and that was not applied yet, and all events.
*/
async function outcomesOf(files: Record<string, string>, reply: Pick<EventOf<'builder.replied'>, 'text' | 'shown' | 'secrets'>) {
	const journalPath = await temporaryPath();
	const journal = await temporaryJournal(journalPath);
	const {root, head} = await temporaryRepository(files);
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
		finish: 'stop',
		...reply,
	});
	await executeRun(sessionOptions('r', 1), start, services);
	const events = await journal.events('r');
	return [events.find(event => event.type === 'patch.applied' || event.type === 'patch.rejected'), events] as const;
}
