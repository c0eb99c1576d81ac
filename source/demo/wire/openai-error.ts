/**
The body of a 404 from OpenAI.
*/
export const openaiError = (message: string) => ({
	error: {
		message, type: 'invalid_request_error', param: null, code: 'scripted_reply_missing',
	},
});
