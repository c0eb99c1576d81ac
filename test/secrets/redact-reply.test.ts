import {expect, test} from 'vitest';
import {redactReply} from '../../source/secrets/redact-reply.ts';
import {
	awsKeyId,
	awsSecretKey,
	privateKey,
	randomText,
} from '../helpers/made-up-secrets.ts';

const key = privateKey().trim();

test('a whole file, an envelope, a diff and SEARCH/REPLACE: all of the secret goes, wherever the reply repeats it', async () => {
	const prefixed = key.split('\n').map(line => `+${line}`).join('\n');
	expect(await redactReply(`We use ${awsKeyId}.\n\napp/key.pem\n\`\`\`\n${key}\n\`\`\`\n\na.py\n\`\`\`\nKEY = "${awsKeyId}"\n\`\`\`\n`, [])).toEqual({
		text: 'We use [redacted].\n\napp/key.pem\n```\n[redacted]\n```\n\na.py\n```\nKEY = "[redacted]"\n```\n',
		secrets: [{kind: 'an AWS key', line: 1, path: 'a.py'}, {kind: 'a private key', line: 5, path: 'app/key.pem'}, {kind: 'an AWS key', line: expect.any(Number) as number, path: 'a.py'}],
	});
	expect(await redactReply(`*** Begin Patch\n*** Add File: key.pem\n${prefixed}\n*** Update File: a.py\n@@\n X = 1\n+aws_secret_access_key = "${awsSecretKey}"\n*** End Patch\n`, [])).toMatchObject({
		text: '*** Begin Patch\n*** Add File: key.pem\n+[redacted]\n*** Update File: a.py\n@@\n X = 1\n+aws_secret_access_key = "[redacted]"\n*** End Patch\n',
		secrets: [{kind: 'a private key', line: 3, path: 'key.pem'}, {kind: 'an AWS secret key', path: 'a.py'}],
	});
	expect(await redactReply(`--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-X = 1\n+X = "${awsKeyId}"\n`, [])).toEqual({
		text: '--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-X = 1\n+X = "[redacted]"\n', secrets: [{kind: 'an AWS key', line: 5, path: 'a.py'}],
	});
	expect(await redactReply(`a.py\n<<<<<<< SEARCH\nX = 1\n=======\nX = "glsa_${randomText(32, 'a')}_0a1b2c3f"\n>>>>>>> REPLACE\n`, [])).toEqual({
		text: 'a.py\n<<<<<<< SEARCH\nX = 1\n=======\nX = "[redacted]"\n>>>>>>> REPLACE\n', secrets: [{kind: 'a Grafana token', line: 5, path: 'a.py'}],
	});
});

test('a reply that cannot be read, or breaks off within a key, keeps nothing of it', async () => {
	const cut = key.slice(0, 400);
	expect(await redactReply(`key.pem\n\`\`\`\n${cut}`, [])).toEqual({text: 'key.pem\n```\n[redacted]', secrets: [{kind: 'a private key', line: 3}]});
});

test('the password of a URL is judged by the file that it is for', async () => {
	const reply = (path: string) => `${path}\n\`\`\`\nURL = "https://deploy:hunter2@git.acme.io"\n\`\`\`\n`;
	expect(await redactReply(reply('app/a.py'), [])).toEqual({
		text: 'app/a.py\n```\nURL = "https://[redacted]"\n```\n', secrets: [{kind: 'a password in a URL', line: 3, path: 'app/a.py'}],
	});
	expect(await redactReply(reply('tests/test_a.py'), [])).toEqual({text: reply('tests/test_a.py'), secrets: []});
});

test('what the model was shown, and what stands for a secret, stays', async () => {
	const reply = '*** Begin Patch\n*** Update File: a.py\n@@\n-URL = "postgres://app:SuperSecret123@prod-db.internal/app"\n+URL = os.environ["URL"]\n+KEY = "AKIAIOSFODNN7EXAMPLE"\n*** End Patch\n';
	expect(await redactReply(reply, ['X = 1\nURL = "postgres://app:SuperSecret123@prod-db.internal/app"\n'])).toEqual({text: reply, secrets: []});
});

test('a megabyte of secrets', async () => {
	const lines = Array.from({length: 20_000}, (_, index) => `K${index} = "ghp_${randomText(36, String(index))}"`).join('\n');
	const {text, secrets} = await redactReply(`a.py\n\`\`\`\n${lines}\n\`\`\`\n`, []);
	expect({text, count: secrets.length, last: secrets.at(-1)}).toEqual({text: '[redacted]', count: 100, last: {kind: 'a GitHub token', line: 102}});
});
