import type {ScriptedAnswer, ServerSentEvent, Wire} from './wire.ts';
import {openaiError} from './openai-error.ts';

/**
`POST /v1/responses` with `stream: true`.
*/
export const openaiResponses: Wire = {
	stream(answer, pieces) {
		const itemId = `msg_${answer.id}`;
		const place = {item_id: itemId, output_index: 0, content_index: 0};
		const part = {
			type: 'output_text', text: answer.text, annotations: [], logprobs: [],
		};
		const item = {
			id: itemId, type: 'message', role: 'assistant', status: answer.finish === 'stop' ? 'completed' : 'incomplete', content: [part],
		};
		const final = answer.finish === 'stop' ? 'completed' : 'incomplete';
		return numbered([
			['response.created', {response: response(answer, 'in_progress')}],
			['response.in_progress', {response: response(answer, 'in_progress')}],
			['response.output_item.added', {output_index: 0, item: {...item, status: 'in_progress', content: []}}],
			['response.content_part.added', {...place, part: {...part, text: ''}}],
			...pieces.map(delta => ['response.output_text.delta', {...place, delta, logprobs: []}] as const),
			['response.output_text.done', {...place, text: answer.text, logprobs: []}],
			['response.content_part.done', {...place, part}],
			['response.output_item.done', {output_index: 0, item}],
			[`response.${final}`, {response: {...response(answer, final), output: [item], usage: usageOf(answer)}}],
		]);
	},
	error: openaiError,
};

const numbered = (events: ReadonlyArray<readonly [string, Record<string, unknown>]>): ServerSentEvent[] =>
	events.map(([type, fields], index) => ({event: type, data: {type, sequence_number: index, ...fields}}));

const response = ({id, model, createdAt}: ScriptedAnswer, status: 'in_progress' | 'completed' | 'incomplete') => ({
	id: `resp_${id}`,
	object: 'response',
	created_at: createdAt,
	status,
	error: null,
	incomplete_details: status === 'incomplete' ? {reason: 'max_output_tokens'} : null,
	instructions: null,
	max_output_tokens: null,
	metadata: {},
	model,
	output: [],
	parallel_tool_calls: true,
	previous_response_id: null,
	reasoning: {effort: null, summary: null},
	store: false,
	temperature: 1,
	text: {format: {type: 'text'}},
	tool_choice: 'auto',
	tools: [],
	top_p: 1,
	truncation: 'disabled',
	usage: null,
	user: null,
});

const usageOf = ({usage: {promptTokens, cachedTokens, outputTokens}}: ScriptedAnswer) => ({
	input_tokens: promptTokens,
	input_tokens_details: {cached_tokens: cachedTokens},
	output_tokens: outputTokens,
	output_tokens_details: {reasoning_tokens: 0},
	total_tokens: promptTokens + outputTokens,
});
