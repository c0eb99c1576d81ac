import {expect, test} from 'vitest';
import {diffTrees} from '../../source/git/diff-trees.ts';
import {findSecretsInDiff} from '../../source/secrets/find-secrets-in-diff.ts';
import {
	awsKeyId,
	awsSecretKey,
	privateKey,
	randomText,
} from '../helpers/made-up-secrets.ts';
import {commitAll, temporaryRepository, writeAll} from '../helpers/temporary-repository.ts';

/**
The secrets in git's own diff of two states of a repository.
*/
async function addedSecrets(before: Record<string, string>, after: Record<string, string>) {
	const {root, head} = await temporaryRepository(before);
	await writeAll(root, after);
	const {diff} = await diffTrees(root, head, await commitAll(root));
	return findSecretsInDiff(diff);
}

const slackToken = `xoxb-${randomText(12, 'a', '0123456789')}-${randomText(13, 'b', '0123456789')}-${randomText(24, 'c')}`;
const count = (from: number, to: number) => Array.from({length: to - from + 1}, (_, index) => `line ${from + index}\n`).join('');

test('secrets are named by file, line of the new file and kind, and never quoted', async () => {
	const found = await addedSecrets({'app/a b.py': count(1, 30), 'old.py': 'X = 1\n'}, {
		'app/a b.py': `${count(1, 20)}AWS_ACCESS_KEY_ID = "${awsKeyId}"\nAWS_SECRET_ACCESS_KEY = "${awsSecretKey}"\n${count(21, 30)}`,
		'old.py': `X = 1\nTOKEN = "ghp_${randomText(36, 'a')}"`,
		'deploy/kéy.pem': `# deploy\n${privateKey()}`,
		'bot.py': `# ++ @@\n\nSLACK = "${slackToken}"\n`,
	});
	expect(found).toEqual([
		{path: 'app/a b.py', line: 21, kind: 'an AWS key'},
		{path: 'app/a b.py', line: 22, kind: 'an AWS secret key'},
		{path: 'bot.py', line: 3, kind: 'a Slack token'},
		{path: 'deploy/kéy.pem', line: 2, kind: 'a private key'},
		{path: 'old.py', line: 2, kind: 'a GitHub token'},
	]);
});

test.each([
	['a Grafana token', `glsa_${randomText(32, 'a')}_${randomText(8, 'b', '0123456789abcdef')}`],
	['a Notion token', `ntn_${randomText(11, 'a', '0123456789')}${randomText(35, 'b')}`],
	['a Shopify key', `shpat_${randomText(32, 'a', '0123456789abcdef')}`],
	['a Vault token', `hvs.${randomText(95, 'a')}`],
	['a Databricks token', `dapi${randomText(32, 'a', '0123456789abcdef')}`],
	['a Docker token', `dckr_pat_${randomText(27, 'a')}`],
	['a Figma token', `figd_${randomText(40, 'a')}`],
	['a Groq key', `gsk_${randomText(52, 'a')}`],
	['a Linear key', `lin_api_${randomText(40, 'a')}`],
	['a Vercel token', `vcp_${randomText(24, 'a')}`],
	['a Slack token or webhook', `https://hooks.slack.com/services/T${randomText(10, 'a')}/B${randomText(10, 'b')}/${randomText(24, 'c')}`],
])('secretlint knows %s', async (kind, secret) => {
	expect(await addedSecrets({'a.py': 'X = 1\n'}, {'a.py': `X = 1\nY = "${secret}"\n`})).toEqual([{path: 'a.py', line: 2, kind}]);
});

test('a token in .npmrc is a secret, a variable in its place is not', async () => {
	const token = randomText(40, 'npm');
	expect(await addedSecrets({'.npmrc': ''}, {'.npmrc': `//registry.acme.io/:_authToken=${token}\n`, 'b/.npmrc': '//registry.acme.io/:_authToken=<your token>\n//x.io/:_authToken=$TOKEN\n', 'a.py': `A = "_authToken=${token}"\n`}))
		.toEqual([{path: '.npmrc', line: 1, kind: 'an npm token'}]);
});

test('a comment that would switch secretlint off does not', async () => {
	const secret = `glsa_${randomText(32, 'a')}_${randomText(8, 'b', '0123456789abcdef')}`;
	expect(await addedSecrets({'a.py': 'X = 1\n'}, {'a.py': `# secretlint-disable\nX = 1\nY = "${secret}" # secretlint-disable-line\n`})).toEqual([{path: 'a.py', line: 3, kind: 'a Grafana token'}]);
});

test('a key that takes the place of another between the same first and last line is new', async () => {
	expect(await addedSecrets({'key.pem': privateKey()}, {'key.pem': privateKey()})).toEqual([{path: 'key.pem', line: 2, kind: 'a private key'}]);
});

test('what was there before is no added secret: beside the change, removed, moved to another place or file', async () => {
	const settings = `KEY = "${awsKeyId}"\nURL = "postgres://app:SuperSecret123@prod-db.internal/app"\n`;
	const before = {'a.py': `${settings}${count(1, 9)}`, 'key.pem': privateKey(), 'b.py': 'X = 1\n'};
	expect(await addedSecrets(before, {'a.py': `${settings}X = 2\n${count(1, 9)}`, 'key.pem': `${before['key.pem']}# end\n`})).toEqual([]);
	expect(await addedSecrets(before, {'a.py': count(1, 9)})).toEqual([]);
	expect(await addedSecrets(before, {'a.py': `${count(1, 9)}if True:\n    KEY = "${awsKeyId}"\n`, 'b.py': `X = 1\n${settings}`})).toEqual([]);
});

test('honest changes have none', async () => {
	expect(await addedSecrets({'a.py': ''}, {
		'tests/test_client.py': [
			'KEY = "AKIAIOSFODNN7EXAMPLE"',
			'SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"',
			'URL = "https://user:pass@example.com/feed"',
			'DATABASE = "postgres://postgres:postgres@localhost:5432/test"',
			'PROXY = "https://john:hunter2@proxy.acme.io:3128"',
			'BOT = "xoxb-not-a-real-token"',
			'HOOK = "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"',
			`TOKEN = "ghp_${'x'.repeat(36)}"`,
			'API_KEY = os.environ["API_KEY"]',
		].join('\n'),
		'uv.lock': `[[package]]\nsdist = {hash = "sha256:${randomText(64, 'hash', '0123456789abcdef')}"}\n`,
		'package-lock.json': `{"integrity": "sha512-${randomText(86, 'integrity')}=="}\n`,
		'ids.py': 'ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"\nHEAD = "da39a3ee5e6b4b0d3255bfef95601890afd80709"\n',
		'logo.svg': `<image href="data:image/png;base64,${randomText(20_000, 'image', '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/')}"/>\n`,
		'ca.crt': `-----BEGIN CERTIFICATE-----\n${randomText(64, 'certificate')}\n-----END CERTIFICATE-----\n`,
		'detect.py': 'def is_key(text):\n    return "-----BEGIN RSA PRIVATE KEY-----" in text\n',
		'window.py': 'import PySimpleGUI as SG\nSG.Window.read.timeout1\n',
		'readme.md': 'Put your key into `.env`:\n\n    OPENAI_API_KEY=sk-your-key-here\n    GITHUB_TOKEN=ghp_1234567890abcdefghijklmnopqrstuvwxyz\n',
		'docker-compose.yml': 'environment:\n  DATABASE_URL: postgres://app:app-dev-1@db:5432/app\n',
	})).toEqual([]);
});

test('of very many a hundred are named', async () => {
	const lines = Array.from({length: 20_000}, (_, index) => `K${index} = "ghp_${randomText(36, String(index))}"\n`).join('');
	const found = await addedSecrets({'a.py': ''}, {'a.py': lines});
	expect({count: found.length, last: found.at(-1)}).toEqual({count: 100, last: {path: 'a.py', line: 100, kind: 'a GitHub token'}});
});
