import {execa} from 'execa';
import {expect, test} from 'vitest';
import {
	awsKeyId,
	awsSecretKey,
	privateKey,
	randomText,
} from '../helpers/made-up-secrets.ts';
import {approval, startModels} from '../helpers/models-server.ts';
import {
	ends,
	eventsOf,
	landed,
	smallWorkspace,
	stateOf,
} from '../helpers/small-workspace.ts';
import {git} from '../helpers/temporary-repository.ts';

const key = privateKey().trim();
const secretLines = [awsKeyId, awsSecretKey, ...key.split('\n').slice(1, -1)];
const leaky = [
	`I made a key pair and used ${awsKeyId}.`,
	'',
	'*** Begin Patch',
	'*** Add File: app/settings.py',
	`+AWS_ACCESS_KEY_ID = "${awsKeyId}"`,
	`+AWS_SECRET_ACCESS_KEY = "${awsSecretKey}"`,
	'*** Add File: app/key.pem',
	...key.split('\n').map(line => `+${line}`),
	'*** End Patch',
	'',
].join('\n');
const clean = '*** Begin Patch\n*** Add File: app/settings.py\n+import os\n+\n+AWS_ACCESS_KEY_ID = os.environ["AWS_ACCESS_KEY_ID"]\n*** End Patch\n';

/**
Files below the directory, and objects of its repository, that hold one of the texts: git keeps what it has packed or compressed where grep does not see it.
*/
async function filesWith(root: string, texts: string[]): Promise<string[]> {
	const patterns = texts.flatMap(text => ['-e', text]);
	const {stdout} = await execa('grep', ['-r', '-l', '-a', '-F', ...patterns, '.'], {cwd: root, reject: false});
	const objects = await execa('git', ['cat-file', '--batch', '--batch-all-objects', '--unordered'], {cwd: root, encoding: 'latin1'});
	return [...stdout.split('\n').filter(Boolean), ...texts.filter(text => objects.stdout.includes(text))];
}

test('secrets in a reply are in no file, no output and no later request; the Builder is told, and its second reply lands', async () => {
	const {url, asked} = await startModels(({role, attempt}) => role === 'builder' ? [leaky, clean][attempt - 1]! : approval);
	const {run, root, head, planFile, sandbox} = await smallWorkspace({url});
	const {exitCode, stdout, stderr} = await run(['run', planFile, '--json']);
	expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
	expect(await landed(root, head)).toEqual(['one']);
	expect(await git(root, 'ls-tree', '-r', '--name-only', 'autonomous/small')).toBe('.autopackrc\napp/settings.py\nreadme.md');

	const events = await eventsOf(root);
	const replies = events.filter(event => event.type === 'builder.replied');
	expect(replies.map(({text, secrets}) => ({text, secrets}))).toEqual([
		{
			text: [
				'I made a key pair and used [redacted].',
				'',
				'*** Begin Patch',
				'*** Add File: app/settings.py',
				'+AWS_ACCESS_KEY_ID = "[redacted]"',
				'+AWS_SECRET_ACCESS_KEY = "[redacted]"',
				'*** Add File: app/key.pem',
				'+[redacted]',
				'*** End Patch',
				'',
			].join('\n'),
			secrets: [
				{kind: 'an AWS key', line: 1, path: 'app/settings.py'},
				{kind: 'an AWS key', line: 5, path: 'app/settings.py'},
				{kind: 'an AWS secret key', line: 6, path: 'app/settings.py'},
				{kind: 'a private key', line: 8, path: 'app/key.pem'},
			],
		},
		{text: clean, secrets: undefined},
	]);
	const rejected = events.find(event => event.type === 'patch.rejected')!;
	expect(rejected).toMatchObject({attempt: 1, code: 'secret'});
	expect(rejected.message).toMatch(/an AWS secret key at line 6 of your reply, for app\/settings\.py; a private key at line 8 of your reply, for app\/key\.pem\..+environment/v);
	const prompts = asked.map(({prompt}) => prompt);
	expect(prompts[1]).toContain(rejected.message);

	expect(secretLines.length).toBeGreaterThan(10);
	expect(secretLines.filter(line => [stdout, JSON.stringify(events), ...prompts].some(text => text.includes(line)))).toEqual([]);
	expect(await filesWith(root, ['I made a key pair'])).toContain('./.autopack/journal.sqlite');
	expect(await filesWith(root, secretLines)).toEqual([]);
	expect((await execa('grep', ['-r', '-l', '-a', '-F', ...secretLines.flatMap(line => ['-e', line]), '.'], {cwd: sandbox.home, reject: false})).stdout).toBe('');
	for (const command of [['show', 'small', 'one'], ['runs']]) {
		const shown = await run(command);
		expect(secretLines.filter(line => `${shown.stdout}${shown.stderr}`.includes(line))).toEqual([]);
	}
});

test('a phase whose Builder cannot do without a secret fails, and a later session applies nothing of it', async () => {
	const token = `ghp_${randomText(36, 'token')}`;
	const {url, asked} = await startModels(({role}) => role === 'builder' ? `app/a.py\n\`\`\`\nTOKEN = "${token}"\n\`\`\`\n` : approval);
	const {run, root, planFile} = await smallWorkspace({url, settings: {maxAttempts: 2}});
	expect(await run(['run', planFile])).toMatchObject({exitCode: 1});
	const state = await stateOf(root);
	expect(ends(state)).toEqual(['one FAILED']);
	expect(state.phases[0]!.attempts.map(({rejection}) => rejection!.code)).toEqual(['secret', 'secret']);
	expect(asked.map(({role}) => role)).toEqual(['builder', 'builder']);
	expect(await filesWith(root, [token])).toEqual([]);
});

test('what only stands for a secret lands at the first attempt', async () => {
	const file = 'KEY = "AKIAIOSFODNN7EXAMPLE"\nURL = "https://user:pass@example.com"\nHEADER = "-----BEGIN PRIVATE KEY-----"';
	const {url} = await startModels(({role}) => role === 'builder' ? `tests/keys.py\n\`\`\`\n${file}\n\`\`\`\n` : approval);
	const {run, root, planFile} = await smallWorkspace({url});
	expect(await run(['run', planFile])).toMatchObject({exitCode: 0, stderr: ''});
	expect(await git(root, 'show', 'autonomous/small:tests/keys.py')).toBe(file);
});
