import {generateKeyPairSync} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {findSecrets, redactSecrets} from '../../source/domain/secrets.ts';
import {
	awsKeyId,
	awsSecretKey,
	privateKey,
	randomText,
} from '../helpers/made-up-secrets.ts';

const kindsIn = (text: string, path = 'app/settings.py') => findSecrets(text, path).map(({kind}) => kind);

// Put together here, so that no scanner takes this file for a leak.
const letters = 'Ab3'.repeat(20);
const pem = (kind: string, isWhole: boolean) => `-----BEGIN ${kind}-----\nMIIB${letters}\n${isWhole ? `-----END ${kind}-----` : ''}`;

test.each([
	{secret: `sk-${letters}`, kind: 'an OpenAI or Anthropic key'},
	{secret: `sk-proj-${letters}_-x`, kind: 'an OpenAI or Anthropic key'},
	{secret: `sk-ant-api03-${letters}`, kind: 'an OpenAI or Anthropic key'},
	{secret: `sk-${'0a1b'.repeat(8)}`, kind: 'an OpenAI or Anthropic key'},
	{secret: `sk_live_${letters}`, kind: 'a Stripe key'},
	{secret: `ghp_${letters}`, kind: 'a GitHub token'},
	{secret: `github_pat_${letters}`, kind: 'a GitHub token'},
	{secret: `glpat-${letters}`, kind: 'a GitLab token'},
	{secret: `npm_${letters.slice(0, 36)}`, kind: 'an npm token'},
	{secret: `pypi-AgEIcHlwaS5vcmc${letters}`, kind: 'a PyPI token'},
	{secret: `hf_${letters.slice(0, 34)}`, kind: 'a Hugging Face token'},
	{secret: `AKIA${'ABCD'.repeat(4)}`, kind: 'an AWS key'},
	{secret: `AIza${letters.slice(0, 35)}`, kind: 'a Google key'},
	{secret: `SG.${randomText(22, 'a')}.${randomText(43, 'b')}`, kind: 'a SendGrid key'},
	{secret: `dop_v1_${randomText(64, 'a', '0123456789abcdef')}`, kind: 'a DigitalOcean token'},
	{secret: `xoxb-${letters}`, kind: 'a Slack token'},
	{secret: pem('PRIVATE KEY', true), kind: 'a private key'},
	{secret: pem('RSA PRIVATE KEY', true), kind: 'a private key'},
	{secret: pem('OPENSSH PRIVATE KEY', false), kind: 'a private key'},
])('$kind', ({secret, kind}) => {
	const text = `before\nvalue = "${secret}`;
	expect(redactSecrets(text)).toBe('before\nvalue = "[redacted]');
	expect(findSecrets(text, 'a.py')).toEqual([{kind, text: secret, index: 16}]);
	expect(findSecrets(text, 'a.py')).toEqual([{kind, text: secret, index: 16}]);
});

test('a pair of AWS keys', () => {
	const text = `AWS_ACCESS_KEY_ID = "${awsKeyId}"\nAWS_SECRET_ACCESS_KEY = "${awsSecretKey}"\n`;
	expect(findSecrets(text, 'a.py')).toEqual([
		{kind: 'an AWS key', text: awsKeyId, index: text.indexOf(awsKeyId)},
		{kind: 'an AWS secret key', text: awsSecretKey, index: text.indexOf(awsSecretKey)},
	]);
	expect(redactSecrets(text)).toBe('AWS_ACCESS_KEY_ID = "[redacted]"\nAWS_SECRET_ACCESS_KEY = "[redacted]"\n');
	expect(kindsIn(`aws_secret_access_key=${awsSecretKey}`)).toEqual(['an AWS secret key']);
	expect(kindsIn(`{"secretAccessKey": "${awsSecretKey}"}`)).toEqual(['an AWS secret key']);
});

describe('private keys', () => {
	const key = privateKey();
	test.each([
		['PKCS#8', key.trim()],
		['PKCS#1', privateKey('pkcs1').trim()],
		['SEC 1', privateKey('sec1').trim()],
		['encrypted', privateKey('pkcs1', true).trim()],
		['Ed25519', generateKeyPairSync('ed25519').privateKey.export({type: 'pkcs8', format: 'pem'}).trim()],
		['in JSON', JSON.stringify(key.trim()).slice(1, -1)],
		['in a list of strings', key.trim().split('\n').map(line => JSON.stringify(line)).join(',\n    ').slice(1, -1)],
		['in strings side by side', key.trim().split('\n').map(line => JSON.stringify(`${line}\n`)).join('\n    ').slice(1, -3)],
		['indented', key.trim().replaceAll('\n', '\n    ')],
	])('%s', (_, secret) => {
		const text = `KEY = "${secret}"\nX = 1\n`;
		expect(findSecrets(text, 'a.py')).toEqual([{kind: 'a private key', text: secret, index: 7}]);
	});

	test('a block that was cut off ends where it no longer looks like one', () => {
		const cut = key.split('\n').slice(0, 4).join('\n');
		expect(findSecrets(`${cut}\n`, 'a.pem')).toMatchObject([{index: 0}]);
		expect(findSecrets(`${cut}\n`, 'a.pem')[0]!.text.trim()).toBe(cut);
		expect(kindsIn('-----BEGIN RSA PRIVATE KEY-----\n')).toEqual(['a private key']);
	});

	test.each([
		'if "-----BEGIN RSA PRIVATE KEY-----" in text:\n    raise ValueError("a key")\nreturn None\n',
		'HEADERS = [\n    "-----BEGIN PRIVATE KEY-----",\n    "-----BEGIN RSA PRIVATE KEY-----",\n]\n',
		'-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw...\n-----END PRIVATE KEY-----\n',
		'-----BEGIN PRIVATE KEY-----\nYOUR_PRIVATE_KEY_GOES_HERE\n-----END PRIVATE KEY-----\n',
		'-----BEGIN PRIVATE KEY-----\n<base64 of the key>\n-----END PRIVATE KEY-----\n',
		`-----BEGIN PRIVATE KEY-----\n${'x'.repeat(64)}\n-----END PRIVATE KEY-----\n`,
		'-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7vbqajDw4o6gJy8UtmIbkcpnk\n-----END PUBLIC KEY-----\n',
		'-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----\n',
	])('none in %j', text => {
		expect(kindsIn(text)).toEqual([]);
	});
});

test.each([
	'class="sk-loading-animation-wrapper"',
	'class="sk-fading-circle-segment12-wrapper"',
	'task-1234567890123456789012345',
	'risk-management-2026-report-final',
	'-----BEGIN PUBLIC KEY-----\n',
	'AKIA is a prefix',
	'SG.Window.read(timeout=10)',
	'da39a3ee5e6b4b0d3255bfef95601890afd80709',
	'3f2504e0-4f89-41d3-9a0c-0305e82c3301',
	'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==',
	`data:image/png;base64,iVBORw0KGgo${randomText(4000, 'image')}==`,
])('%s is no secret', text => {
	expect(redactSecrets(text)).toBe(text);
	expect(kindsIn(text)).toEqual([]);
});

test.each([
	'AKIAIOSFODNN7EXAMPLE',
	'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
	'AKIAXXXXXXXXXXXXXXXX',
	'AKIA1234567890ABCDEF',
	`ghp_${'x'.repeat(36)}`,
	'ghp_1234567890abcdefghijklmnopqrstuvwxyz',
	'ghp_aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789',
	'github_pat_your_token_goes_here_1',
	'glpat-personal-access-token',
	'npm_abcdefghijklmnopqrstuvwxyz0123456789',
	'sk-ant-api03-your-key-goes-here-please',
	'sk-test1234567890abcdefghij',
	'sk_live_0000000000000000000000',
	'xoxb-your-slack-bot-token',
	'xoxb-123456789012-1234567890123-abcdefABCDEF',
	`SECRET_ACCESS_KEY = "${'a'.repeat(40)}"`,
])('%s stands for a secret', text => {
	expect(kindsIn(text)).toEqual([]);
});

const generated = randomText(16, 'password 2');

describe('passwords in URLs', () => {
	test.each([
		['postgres://app:SuperSecret123@prod-db.internal:5432/app', 'app/settings.py'],
		['https://deploy:hunter2@git.acme.io/x.git', 'setup.sh'],
		['redis://:correct-horse-1@cache.acme.io:6379/0', 'app/settings.py'],
		[`postgres://app:${generated}@db/app`, 'docker-compose.yml'],
		[`postgres://user:${generated}@db.acme.io/app`, 'tests/test_db.py'],
		[`amqp://app:${generated}@mq.acme.io`, 'readme.md'],
	])('%s in %s', (url, path) => {
		expect(findSecrets(`URL = "${url}"`, path)).toMatchObject([{kind: 'a password in a URL', index: 7 + url.indexOf('://') + 3}]);
	});

	test.each([
		['https://user:pass@example.com', 'app/settings.py'],
		[`https://user:${generated}@api.example.com/path`, 'app/settings.py'],
		['postgres://postgres:postgres@db.acme.io/app', 'app/settings.py'],
		['postgres://app:app123@db.acme.io/app', 'app/settings.py'],
		['postgresql://user:s3cret99@localhost:5432/test', 'app/settings.py'],
		['mysql://root:root@127.0.0.1/app', 'app/settings.py'],
		['postgres://app:app-1234@db:5432/app', 'docker-compose.yml'],
		['https://john:hunter2@proxy.acme.io:3128', 'tests/test_proxy.py'],
		['https://john:hunter2@proxy.acme.io:3128', 'docs/proxy.md'],
		['https://username:p4ssw0rd@host.com', 'app/urls.py'],
		// eslint-disable-next-line no-template-curly-in-string
		['postgres://app:${DB_PASSWORD}@db.acme.io/app', 'deploy.sh'],
		['postgres://app:{password}@db.acme.io/app', 'app/settings.py'],
		['https://host.acme.io:8443/@scope/name', 'app/settings.py'],
		['git+ssh://git@github.com:22/x.git', 'setup.py'],
	])('none in %s in %s', (url, path) => {
		expect(kindsIn(`URL = "${url}"`, path)).toEqual([]);
	});
});

test('hostile texts take no longer than honest ones', () => {
	for (const unit of ['-----BEGIN PRIVATE KEY-----', 'sk-', 'secret_access_key = ', 'http://a:', 'a'.repeat(50), '\n+', 'AKIA', String.raw` \n"`, '://:', '1']) {
		expect(findSecrets(unit.repeat(Math.ceil(300_000 / unit.length)), 'a.py').length).toBeLessThan(2);
	}
});
