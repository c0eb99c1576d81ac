import {isPlaceholder} from './placeholder.ts';
import {findPrivateKeys} from './private-keys.ts';
import type {Secret} from './secret.ts';
import {findUrlPasswords} from './url-passwords.ts';

const shapes: Array<{kind: string; pattern: RegExp}> = [
	// With a digit, and a known prefix, a capital or no hyphen: `sk-` also begins names of style classes
	{kind: 'an OpenAI or Anthropic key', pattern: /(?<![\w\-])sk-(?=[\w\-]{0,200}\d)(?:(?:ant|proj)-[\w\-]{16,}|(?=[\w\-]{0,200}[A-Z])[\w\-]{20,}|\w{20,})/gv},
	{kind: 'a Stripe key', pattern: /\b[rs]k_live_[0-9A-Za-z]{16,}/gv},
	{kind: 'a GitHub token', pattern: /\b(?:gh[oprsu]_[0-9A-Za-z]{36,}|github_pat_\w{22,})/gv},
	{kind: 'a GitLab token', pattern: /\bglpat-[\w\-]{20,}/gv},
	{kind: 'an npm token', pattern: /\bnpm_[0-9A-Za-z]{36}/gv},
	{kind: 'a PyPI token', pattern: /\bpypi-AgE[\w\-]{50,}/gv},
	{kind: 'a Hugging Face token', pattern: /\bhf_[0-9A-Za-z]{34}\b/gv},
	{kind: 'an AWS key', pattern: /\b(?:AKIA|ASIA)(?![0-9A-Z]*EXAMPLE)[0-9A-Z]{16}\b/gv},
	{kind: 'an AWS secret key', pattern: /(?<=secret_?access_?key["']?\s{0,9}(?::|=>|=)\s{0,9}["']?)[+\/0-9a-z]{40}(?![+\/0-9=a-z])/giv},
	{kind: 'a Google key', pattern: /(?<![\w+\-\/])(?:AIza[\w\-]{35}|GOCSPX-[\w\-]{28})(?![\w\-])/gv},
	{kind: 'a SendGrid key', pattern: /\bSG\.[\w\-]{22}\.[\w\-]{43}(?![\w\-])/gv},
	{kind: 'a DigitalOcean token', pattern: /\bdo[opr]_v1_[0-9a-f]{64}\b/gv},
	{kind: 'an Azure storage key', pattern: /(?<=AccountKey=)[+\/0-9A-Za-z]{86}==/gv},
	{kind: 'a Slack token', pattern: /(?<![\w\-])xox[a-z]-[\-0-9A-Za-z]{10,}/gv},
];

// To the end of the text when the block was cut off
const keyBlock = /-----BEGIN (?:[0-9A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[0-9A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----|$)/gv;

/**
Replaces all that has the shape of a well-known key by `[redacted]`, real or not. A net under the rules that keep secret files out, not a promise that no secret passes.
*/
export const redactSecrets = (text: string): string =>
	[...shapes.map(({pattern}) => pattern), keyBlock].reduce((result, pattern) => result.replaceAll(pattern, '[redacted]'), text);

/**
What a text holds that looks like a secret and not like an example of one. Passwords in URLs are judged by the kind of file that `path` names.
Pure, and the lesser half: secretlint knows more shapes (`source/secrets/`).
*/
export const findSecrets = (text: string, path: string): Secret[] => [
	...shapes.flatMap(({kind, pattern}) => text.matchAll(pattern).map(({0: secret, index}) => ({kind, text: secret, index})).filter(found => !isPlaceholder(found.text)).toArray()),
	...findPrivateKeys(text),
	...findUrlPasswords(text, path),
];
