/**
The streaming formats of the three model APIs, as far as the tests need them. Counts of a whole reply: 1000 tokens of input of which 600
were read from the cache and 100 written to it, and 50 of output.
*/
export type Wire = {
	name: string;
	/**
	Key of the settings.
	*/
	provider: 'openai' | 'anthropic';
	api?: 'responses' | 'chat';
	path: string;
	/**
	The request's parameter that caps the output.
	*/
	cap: string;
	/**
	The first events of a stream: no end.
	*/
	start: (...deltas: string[]) => string;
	whole: (...deltas: string[]) => string;
	truncated: (...deltas: string[]) => string;
	refusal: string;
	overloaded: string;
	/**
	Body of an error answer.
	*/
	error: (code: string, message: string) => unknown;
};

const named = (data: {type: string} & Record<string, unknown>): string => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const unnamed = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

const responseUsage = {
	input_tokens: 1000, input_tokens_details: {cached_tokens: 600, cache_write_tokens: 100}, output_tokens: 50, output_tokens_details: {reasoning_tokens: 20}, total_tokens: 1050,
};
const response = (status: string, content: unknown[], more: Record<string, unknown> = {}) => ({
	id: 'resp_1', object: 'response', status, error: null, incomplete_details: null, usage: responseUsage,
	output: [{type: 'reasoning', id: 'rs_1', summary: []}, {
		type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content,
	}],
	...more,
});
const outputText = (deltas: string[]) => [{type: 'output_text', text: deltas.join(''), annotations: []}];
const responsesStart = (...deltas: string[]) => [
	named({
		type: 'response.created', response: {
			id: 'resp_1', status: 'in_progress', output: [], usage: null,
		},
	}),
	...deltas.map(delta => named({
		type: 'response.output_text.delta', item_id: 'msg_1', output_index: 1, content_index: 0, delta,
	})),
].join('');

export const responsesWire: Wire = {
	name: 'OpenAI Responses',
	provider: 'openai',
	api: 'responses',
	path: '/responses',
	cap: 'max_output_tokens',
	start: responsesStart,
	whole: (...deltas) => responsesStart(...deltas) + named({type: 'response.completed', response: response('completed', outputText(deltas))}),
	truncated: (...deltas) => responsesStart(...deltas) + named({
		type: 'response.incomplete', response: response('incomplete', outputText(deltas), {incomplete_details: {reason: 'max_output_tokens'}}),
	}),
	refusal: responsesStart() + named({type: 'response.completed', response: response('completed', [{type: 'refusal', refusal: 'I cannot help with that.'}])}),
	overloaded: named({
		type: 'error', code: 'server_error', message: 'The server is overloaded', param: null,
	}),
	error: (code, message) => ({
		error: {
			message, code, type: code, param: null,
		},
	}),
};

const chunk = (choice: Record<string, unknown>) => unnamed({id: 'chatcmpl_1', object: 'chat.completion.chunk', choices: [{index: 0, finish_reason: null, ...choice}]});
const chatUsage = unnamed({
	id: 'chatcmpl_1', object: 'chat.completion.chunk', choices: [],
	usage: {
		prompt_tokens: 1000, prompt_tokens_details: {cached_tokens: 600, cache_write_tokens: 100}, completion_tokens: 50, total_tokens: 1050,
	},
});
const chatStart = (...deltas: string[]) => [
	chunk({delta: {role: 'assistant', content: ''}}),
	...deltas.map(content => chunk({delta: {content}})),
].join('');
const chatEnd = (reason: string) => `${chunk({delta: {}, finish_reason: reason})}${chatUsage}data: [DONE]\n\n`;

export const chatWire: Wire = {
	name: 'Chat Completions',
	provider: 'openai',
	api: 'chat',
	path: '/chat/completions',
	cap: 'max_tokens',
	start: chatStart,
	whole: (...deltas) => chatStart(...deltas) + chatEnd('stop'),
	truncated: (...deltas) => chatStart(...deltas) + chatEnd('length'),
	refusal: chatStart() + chunk({delta: {refusal: 'I cannot help with that.'}}) + chatEnd('stop'),
	overloaded: unnamed({error: {message: 'The server is overloaded', code: 'server_error'}}),
	error: responsesWire.error,
};

const messageStart = named({
	type: 'message_start',
	message: {
		id: 'msg_1', type: 'message', role: 'assistant', content: [], stop_reason: null,
		usage: {
			input_tokens: 300, cache_read_input_tokens: 600, cache_creation_input_tokens: 100, output_tokens: 1,
		},
	},
});
const messagesStart = (...deltas: string[]) => [
	messageStart,
	named({type: 'content_block_start', index: 0, content_block: {type: 'text', text: ''}}),
	named({type: 'ping'}),
	...deltas.map(text => named({type: 'content_block_delta', index: 0, delta: {type: 'text_delta', text}})),
].join('');
const messagesEnd = (reason: string) => [
	named({type: 'content_block_stop', index: 0}),
	named({type: 'message_delta', delta: {stop_reason: reason, stop_sequence: null}, usage: {output_tokens: 50}}),
	named({type: 'message_stop'}),
].join('');

export const messagesWire: Wire = {
	name: 'Anthropic Messages',
	provider: 'anthropic',
	path: '/v1/messages',
	cap: 'max_tokens',
	start: messagesStart,
	whole: (...deltas) => messagesStart(...deltas) + messagesEnd('end_turn'),
	truncated: (...deltas) => messagesStart(...deltas) + messagesEnd('max_tokens'),
	refusal: messagesStart() + messagesEnd('refusal'),
	overloaded: named({type: 'error', error: {type: 'overloaded_error', message: 'Overloaded'}}),
	error: (type, message) => ({type: 'error', error: {type, message}}),
};

export const wires = [responsesWire, chatWire, messagesWire];
