import {openaiError} from './openai-error.ts';
import type {Wire} from './wire.ts';

/**
`POST /v1/chat/completions` with `stream: true` and `stream_options.include_usage`.
*/
export const openaiChat: Wire = {
	stream({id, model, createdAt, finish, usage}, pieces) {
		const chunk = (fields: {choices: Array<Record<string, unknown>>; usage?: Record<string, unknown>}) => ({
			data: {
				id: `chatcmpl-${id}`, object: 'chat.completion.chunk', created: createdAt, model, usage: null, ...fields,
			},
		});
		const choice = (delta: Record<string, unknown>, finishReason?: string) => chunk({
			choices: [{
				index: 0, delta, logprobs: null, finish_reason: finishReason ?? null,
			}],
		});
		return [
			choice({role: 'assistant', content: '', refusal: null}),
			...pieces.map(content => choice({content})),
			choice({}, finish),
			chunk({
				choices: [],
				usage: {
					prompt_tokens: usage.promptTokens,
					completion_tokens: usage.outputTokens,
					total_tokens: usage.promptTokens + usage.outputTokens,
					prompt_tokens_details: {cached_tokens: usage.cachedTokens},
					completion_tokens_details: {reasoning_tokens: 0},
				},
			}),
			{data: '[DONE]'},
		];
	},
	error: openaiError,
};
