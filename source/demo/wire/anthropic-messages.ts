import type {ServerSentEvent, Wire} from './wire.ts';

/**
`POST /v1/messages` with `stream: true`.
*/
export const anthropicMessages: Wire = {
	stream({id, model, finish, usage}, pieces) {
		const input = {
			input_tokens: usage.promptTokens - usage.cachedTokens,
			cache_creation_input_tokens: 0,
			cache_read_input_tokens: usage.cachedTokens,
		};
		const message = {
			id: `msg_${id}`,
			type: 'message',
			role: 'assistant',
			model,
			content: [],
			stop_reason: null,
			stop_sequence: null,
			usage: {...input, output_tokens: 1, service_tier: 'standard'},
		};
		return [
			event('message_start', {message}),
			event('content_block_start', {index: 0, content_block: {type: 'text', text: ''}}),
			event('ping', {}),
			...pieces.map(text => event('content_block_delta', {index: 0, delta: {type: 'text_delta', text}})),
			event('content_block_stop', {index: 0}),
			event('message_delta', {
				delta: {stop_reason: finish === 'stop' ? 'end_turn' : 'max_tokens', stop_sequence: null},
				usage: {...input, output_tokens: usage.outputTokens},
			}),
			event('message_stop', {}),
		];
	},
	error: message => ({type: 'error', error: {type: 'not_found_error', message}}),
};

const event = (type: string, fields: Record<string, unknown>): ServerSentEvent => ({event: type, data: {type, ...fields}});
