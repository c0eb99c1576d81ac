import {expect, test} from 'vitest';
import {findSecret, redactSecrets} from '../../source/domain/secrets.ts';

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
	{secret: `AKIA${'ABCD'.repeat(4)}`, kind: 'an AWS key'},
	{secret: `AIza${letters.slice(0, 35)}`, kind: 'a Google key'},
	{secret: `xoxb-${letters}`, kind: 'a Slack token'},
	{secret: pem('PRIVATE KEY', true), kind: 'a private key'},
	{secret: pem('RSA PRIVATE KEY', true), kind: 'a private key'},
	{secret: pem('OPENSSH PRIVATE KEY', false), kind: 'a private key'},
])('$kind', ({secret, kind}) => {
	const text = `before\nvalue = "${secret}`;
	expect(redactSecrets(text)).toBe('before\nvalue = "[redacted]');
	expect(findSecret(text)).toBe(kind);
	expect(findSecret(text)).toBe(kind);
});

test.each([
	'class="sk-loading-animation-wrapper"',
	'class="sk-fading-circle-segment12-wrapper"',
	'task-1234567890123456789012345',
	'risk-management-2026-report-final',
	'-----BEGIN PUBLIC KEY-----',
	'AKIA is a prefix',
])('%s is no secret', text => {
	expect(redactSecrets(text)).toBe(text);
	expect(findSecret(text)).toBeUndefined();
});
