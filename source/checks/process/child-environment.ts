/**
Variables of providers and tools that exist to carry keys, and autopack's own.
*/
const prefixes = [
	'ANTHROPIC_',
	'AUTOPACK_',
	'AWS_',
	'AZURE_',
	'CI_JOB_',
	'CLOUDFLARE_',
	'COHERE_',
	'DEEPSEEK_',
	'GCLOUD_',
	'GCP_',
	'GEMINI_',
	'GH_',
	'GIT_',
	'GITHUB_',
	'GITLAB_',
	'GOOGLE_',
	'GROQ_',
	'HF_',
	'MISTRAL_',
	'OPENAI_',
	'OPENROUTER_',
	'SENTRY_',
	'SLACK_',
	'STRIPE_',
	'TWILIO_',
	'VAULT_',
	'XAI_',
];

const secretAnywhere = /TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|APIKEY/v;
const secretWord = /(?:^|_)(?:KEYS?|AUTH|CREDS?|PAT|PASS|COOKIES?|DSN|PRIVATE)(?:_|$)/v;
const secretEnd = /KEY$/v;

const secretValues = [
	// A URL with a password, or any user over HTTP (where it is a token).
	/\b[a-z][\d+\-.a-z]*:\/\/[^\s\/:@]*:[^\s\/@]+@/iv,
	/\bhttps?:\/\/[^\s\/@]+@/iv,
	/-----BEGIN [ A-Z]*PRIVATE KEY-----/v,
	/^(?:sk-|gh[oprsu]_|github_pat_|glpat-|xox[abprs]-|AKIA|AIza)/v,
];

/**
Marks the processes of a check; not a secret, and a check inside a check must keep it.
*/
export const markerVariable = 'AUTOPACK_CHECK';

function isSecret(name: string, value: string): boolean {
	const upper = name.toUpperCase();
	return upper !== markerVariable && (
		prefixes.some(prefix => upper.startsWith(prefix))
		|| [secretAnywhere, secretWord, secretEnd].some(pattern => pattern.test(upper))
		|| secretValues.some(pattern => pattern.test(value))
	);
}

/**
The environment for a program that we do not trust with keys: without variables that name or look like a secret, and without `GIT_*`, which would point git at another repository.
*/
export function childEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
	const entries = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
	return Object.fromEntries(entries.filter(([name, value]) => !isSecret(name, value)));
}
