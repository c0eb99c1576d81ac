const patterns: ReadonlyArray<[RegExp, string]> = [
	[/-----BEGIN (?:[A-Z]{2,12} )?PRIVATE KEY-----/v, 'a private key'],
	[/\bAKIA(?![0-9A-Z]*EXAMPLE)[0-9A-Z]{16}\b/v, 'an AWS access key'],
	[/\bgh[oprsu]_[0-9A-Za-z]{36}/v, 'a GitHub token'],
	[/\bgithub_pat_\w{60}/v, 'a GitHub token'],
	[/\bsk-ant-[\w\-]{40}/v, 'an Anthropic key'],
	[/\bsk-(?:proj-)?[\w\-]{40}/v, 'an OpenAI key'],
	[/\bxox[abprs]-\d[\w\-]{30}/v, 'a Slack token'],
];

/**
What kind of secret a line holds, by the fixed shapes that providers give their keys; undefined when none.
*/
export const secretIn = (line: string): string | undefined => patterns.find(([pattern]) => pattern.test(line))?.[1];
