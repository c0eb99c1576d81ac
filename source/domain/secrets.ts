const shapes: Array<{kind: string; pattern: RegExp}> = [
	// With a digit, and a known prefix, a capital or no hyphen: `sk-` also begins names of style classes
	{kind: 'an OpenAI or Anthropic key', pattern: /\bsk-(?=[\w\-]{0,200}\d)(?:(?:ant|proj)-[\w\-]{16,}|(?=[\w\-]{0,200}[A-Z])[\w\-]{20,}|\w{20,})/gv},
	{kind: 'a Stripe key', pattern: /\b[rs]k_live_[0-9A-Za-z]{16,}/gv},
	{kind: 'a GitHub token', pattern: /\b(?:gh[oprsu]_[0-9A-Za-z]{36,}|github_pat_\w{22,})/gv},
	{kind: 'a GitLab token', pattern: /\bglpat-[\w\-]{20,}/gv},
	{kind: 'an npm token', pattern: /\bnpm_[0-9A-Za-z]{36}/gv},
	{kind: 'an AWS key', pattern: /\b(?:AKIA|ASIA)(?![0-9A-Z]*EXAMPLE)[0-9A-Z]{16}\b/gv},
	{kind: 'a Google key', pattern: /\bAIza[\w\-]{35}/gv},
	{kind: 'a Slack token', pattern: /\bxox[a-z]-[\-0-9A-Za-z]{10,}/gv},
	// To the end of the text when the block was cut off
	{
		kind: 'a private key',
		pattern: /-----BEGIN (?:[0-9A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[0-9A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----|$)/gv,
	},
];

/**
Replaces keys of well-known shapes by `[redacted]`. A net under the rules that keep secret files out, not a promise that no secret passes.
*/
export const redactSecrets = (text: string): string =>
	shapes.reduce((result, {pattern}) => result.replaceAll(pattern, '[redacted]'), text);

/**
What a text holds that looks like a secret, in words such as `an AWS key`; undefined when nothing does.
*/
export const findSecret = (text: string): string | undefined =>
	shapes.find(({pattern}) => text.replace(pattern, '') !== text)?.kind;
