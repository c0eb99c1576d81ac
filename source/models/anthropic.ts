import type {MessageCreateParamsStreaming} from '@anthropic-ai/sdk/resources/messages';
import {readMessage} from './anthropic-message.ts';
import type {CompletionRequest, Provider} from './completion.ts';
import {providerLabel} from './provider-label.ts';
import type {ModelSettings} from './settings.ts';
import {watchedFetch} from './watched-fetch.ts';

/**
For local servers, which ask for none: the SDK insists on a string.
*/
const noKey = 'none';
const defaultBaseUrl = 'https://api.anthropic.com';
const allowedHeaders = new Set(['accept', 'anthropic-version', 'content-type', 'user-agent', 'x-api-key']);

/**
Anthropic, or any server that speaks its Messages API. The SDK is loaded at the first call.
*/
export function createAnthropic({apiKey, baseUrl}: ModelSettings['anthropic']): Provider {
	return {
		id: 'anthropic',
		label: providerLabel('Anthropic', baseUrl),
		hideKey: text => apiKey === undefined ? text : text.replaceAll(apiKey, '[redacted]'),
		async complete(request) {
			const client = await createClient(request, {apiKey: apiKey ?? noKey, baseURL: baseUrl ?? defaultBaseUrl});
			return readMessage(await client.messages.create(messageParameters(request), {signal: request.signal}), request);
		},
	};
}

/**
Every option that the SDK would otherwise read from the environment or from its own configuration files is given.
*/
async function createClient({onBytes}: CompletionRequest, {apiKey, baseURL}: {apiKey: string; baseURL: string}) {
	const {Anthropic} = await import('@anthropic-ai/sdk');
	return new Anthropic({
		apiKey,
		authToken: null,
		baseURL,
		webhookKey: null,
		openTelemetry: false,
		logLevel: 'off',
		maxRetries: 0,
		// Custom headers from the environment are laid over the SDK's own, and these over them.
		defaultHeaders: {'X-Api-Key': apiKey},
		fetch: watchedFetch(allowedHeaders, onBytes),
	});
}

const messageParameters = (request: CompletionRequest): MessageCreateParamsStreaming => ({
	model: request.model,
	max_tokens: request.maxOutputTokens,
	system: [{type: 'text', text: request.system, cache_control: {type: 'ephemeral', ttl: '1h'}}],
	messages: [{role: 'user', content: request.prompt}],
	stream: true,
	...(request.jsonSchema && {output_config: {format: {type: 'json_schema', schema: request.jsonSchema.schema}}}),
});
