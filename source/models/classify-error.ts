import * as z from 'zod';
import type {ProviderErrorKind} from '../domain/provider-error.ts';
import {ModelFault} from './fault.ts';
import {retryAfterMs} from './retry-after.ts';

/**
What the SDKs' API errors have in common. An error event in mid-stream has no status; a lost connection has neither status nor code.
Recognized by shape: the SDKs are imported late, and a bundler may rename their classes.
*/
const apiErrorSchema = z.object({
	message: z.string(),
	/**
	Anthropic's: the words alone, where `message` is the whole body.
	*/
	apiMessage: z.string().nullish().catch(undefined),
	status: z.number().optional(),
	code: z.string().nullish().catch(undefined),
	type: z.string().nullish().catch(undefined),
	headers: z.instanceof(Headers).optional(),
});

const kindByCode = new Map<string, ProviderErrorKind>([
	['insufficient_quota', 'credit'],
	['billing_not_active', 'credit'],
	['billing_error', 'credit'],
	['model_not_found', 'model'],
	['not_found_error', 'model'],
	['authentication_error', 'auth'],
	['permission_error', 'auth'],
	['invalid_api_key', 'auth'],
	['rate_limit_exceeded', 'rate_limit'],
	['rate_limit_error', 'rate_limit'],
	['overloaded_error', 'overloaded'],
	['invalid_request_error', 'refused'],
	['invalid_prompt', 'refused'],
	['context_length_exceeded', 'refused'],
	['bio_policy', 'refused'],
	['misalignment_policy_violation', 'refused'],
]);

const kindByStatus = new Map<number, ProviderErrorKind>([
	[401, 'auth'],
	[402, 'credit'],
	[403, 'auth'],
	[404, 'model'],
	[408, 'server'],
	[409, 'server'],
	[429, 'rate_limit'],
	[503, 'overloaded'],
	[529, 'overloaded'],
]);

/**
Anthropic says an empty account with status 400 and the general `invalid_request_error`; only the words tell.
*/
const creditWords = /credit balance is too low|insufficient (?:balance|credit|funds)/iv;

/**
Kind of an answer that is an error: by its words and code where they are more exact than its status, such as `insufficient_quota`, a 429 that no waiting mends.
*/
export function kindOf({status, codes, message}: {status?: number; codes: string[]; message: string}): ProviderErrorKind {
	if (creditWords.test(message)) {
		return 'credit';
	}

	const byCode = codes.map(code => kindByCode.get(code)).filter(kind => kind !== undefined);
	const permanent = byCode.find(kind => kind === 'credit' || kind === 'model');
	const byStatus = status === undefined ? undefined : kindByStatus.get(status) ?? (status >= 500 ? 'server' : 'refused');
	return permanent ?? byStatus ?? byCode[0] ?? 'server';
}

/**
The fault behind whatever an SDK threw. An error that comes from neither the provider nor the network is a bug and is thrown on.
*/
export function classifyError(error: unknown): ModelFault {
	if (error instanceof ModelFault) {
		return error;
	}

	if (error instanceof z.ZodError || error instanceof SyntaxError) {
		return new ModelFault('server', 'the reply is not in the format of this API');
	}

	if (!(error instanceof Error)) {
		throw error;
	}

	if ('status' in error) {
		return classifyApiError(error);
	}

	const code = systemCode(error);
	if (code === undefined) {
		throw error;
	}

	return new ModelFault('network', `the connection was lost: ${code}`);
}

function classifyApiError(error: Error): ModelFault {
	const {status, code, type, headers, apiMessage, message: fullMessage} = apiErrorSchema.parse(error);
	const message = apiMessage ?? fullMessage;
	const codes = [code, type].filter(name => typeof name === 'string');
	if (status === undefined && codes.length === 0) {
		return new ModelFault('network', connectionMessage(error));
	}

	return new ModelFault(kindOf({status, codes, message}), message, {
		status, retryAfterMs: headers && retryAfterMs(headers, Date.now()),
	});
}

function connectionMessage(error: Error): string {
	const code = systemCode(error);
	return code === undefined ? error.message : `no connection: ${code}`;
}

/**
The system's or undici's code, such as ECONNREFUSED or UND_ERR_SOCKET, from the error or what caused it.
*/
function systemCode(error: Error): string | undefined {
	if ('code' in error && typeof error.code === 'string') {
		return error.code;
	}

	return error.cause instanceof Error ? systemCode(error.cause) : undefined;
}
