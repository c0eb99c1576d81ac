import type {CompletionRequest, Provider} from './completion.ts';
import {completeChat} from './openai-chat.ts';
import {completeResponses} from './openai-responses.ts';
import {providerLabel} from './provider-label.ts';
import type {ModelSettings} from './settings.ts';
import {watchedFetch} from './watched-fetch.ts';

/**
For local servers, which ask for none: the SDK insists on a string.
*/
const noKey = 'none';
const defaultBaseUrl = 'https://api.openai.com/v1';
const allowedHeaders = new Set(['accept', 'authorization', 'content-type', 'user-agent']);

/**
OpenAI, or any server that speaks its Responses or Chat Completions API. The SDK is loaded at the first call.
*/
export function createOpenAi({apiKey, baseUrl, api}: ModelSettings['openai']): Provider {
	const isCompatible = baseUrl !== undefined && !isOpenAi(baseUrl);
	const spoken = api ?? (isCompatible ? 'chat' : 'responses');
	return {
		id: 'openai',
		label: providerLabel('OpenAI', baseUrl),
		hideKey: text => apiKey === undefined ? text : text.replaceAll(apiKey, '[redacted]'),
		async complete(request) {
			const client = await createClient(request, {apiKey: apiKey ?? noKey, baseURL: baseUrl ?? defaultBaseUrl});
			// Compatible servers know the older name of the limit; OpenAI's own models refuse it.
			return spoken === 'responses'
				? completeResponses(client, request)
				: completeChat(client, request, isCompatible ? 'max_tokens' : 'max_completion_tokens');
		},
	};
}

/**
The base URL may name OpenAI itself, or one of its regions.
*/
function isOpenAi(baseUrl: string): boolean {
	const {hostname} = new URL(baseUrl);
	return hostname === 'api.openai.com' || hostname.endsWith('.api.openai.com');
}

/**
Every option that the SDK would otherwise read from the environment is given.
*/
async function createClient({onBytes}: CompletionRequest, {apiKey, baseURL}: {apiKey: string; baseURL: string}) {
	const {OpenAI} = await import('openai');
	return new OpenAI({
		apiKey,
		baseURL,
		adminAPIKey: null,
		organization: null,
		project: null,
		webhookSecret: null,
		logLevel: 'off',
		maxRetries: 0,
		// Custom headers from the environment are laid over the SDK's own, and these over them.
		defaultHeaders: {Authorization: `Bearer ${apiKey}`},
		fetch: watchedFetch(allowedHeaders, onBytes),
	});
}
