import type {rules} from '@secretlint/secretlint-rule-preset-recommend';
import {isPlaceholder} from '../domain/placeholder.ts';
import type {Secret} from '../domain/secret.ts';

/**
Rules of secretlint's recommended preset, with what they find in words. Left out are the comments that switch rules off, which a patch could write itself,
and what `source/domain/` judges with more care: passwords in URLs, SendGrid's keys, JSON with a private key (that rule also reads files).
*/
const kinds: Record<string, string> = {
	aws: 'an AWS secret key',
	npm: 'an npm token',
	slack: 'a Slack token or webhook',
	openai: 'an OpenAI or Anthropic key',
	anthropic: 'an OpenAI or Anthropic key',
	groq: 'a Groq key',
	huggingface: 'a Hugging Face token',
	linear: 'a Linear key',
	notion: 'a Notion token',
	privatekey: 'a private key',
	shopify: 'a Shopify key',
	github: 'a GitHub token',
	gitlab: 'a GitLab token',
	grafana: 'a Grafana token',
	'1password': 'a 1Password token',
	'hashicorp-vault': 'a Vault token',
	vercel: 'a Vercel token',
	databricks: 'a Databricks token',
	docker: 'a Docker token',
	figma: 'a Figma token',
};

type SourceCode = Parameters<NonNullable<ReturnType<typeof rules[number]['create']>['file']>>[0];

/**
What secretlint finds in a text, less examples. Its rules are called without its core, which keeps every measure of its own run time for as long as the process lives.
*/
export async function lintSecrets(text: string, path: string): Promise<Secret[]> {
	const preset = await import('@secretlint/secretlint-rule-preset-recommend');
	const secrets: Secret[] = [];
	for (const rule of preset.rules) {
		const kind = kinds[rule.meta.id.replace('@secretlint/secretlint-rule-', '')];
		if (kind === undefined) {
			continue;
		}

		await rule.create({
			sharedOptions: {},
			createTranslator: () => (messageId, data) => ({message: '', messageId: String(messageId), data}),
			report({message, range}) {
				secrets.push(...secretIn(text, message.data, range[0]).map(secret => ({kind, ...secret})));
			},
			ignore() {
				// No rule here switches another off
			},
		}, {}).file!(createSource(text, path));
	}

	return secrets;
}

/**
What rules may ask of a text. It has a name and no file behind it, so that none reads one.
*/
function createSource(content: string, filePath: string): SourceCode {
	const noPosition = () => {
		throw new Error('The positions of secretlint are not used');
	};

	return {
		content, filePath, physicalFilePath: undefined, contentType: 'text', ext: '', hasBOM: false,
		getFilePath: () => filePath,
		getPhysicalFilePath: () => undefined,
		locationToRange: noPosition,
		rangeToLocation: noPosition,
		positionToIndex: noPosition,
		indexToPosition: noPosition,
	};
}

/**
The secret among the data of a message. The range of some rules begins before it and ends before its end.
*/
function secretIn(text: string, data: unknown, from: number): Array<Omit<Secret, 'kind'>> {
	const values = Object.values(data as Record<string, unknown>).filter(value => typeof value === 'string');
	const secret = values.find(value => text.includes(value, from));
	return secret !== undefined && isKey(secret) && !isPlaceholder(secret) ? [{text: secret, index: text.indexOf(secret, from)}] : [];
}

/**
Not an expression such as `" + token`, or `<token>`.
*/
const isKey = (secret: string): boolean => /^[\w+\-.\/:=]{12,}$/v.test(secret) || secret.startsWith('-----BEGIN');
