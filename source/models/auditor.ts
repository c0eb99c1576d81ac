import type {Review} from '../domain/finding.ts';
import {ProviderError} from '../domain/provider-error.ts';
import {type Auditor, BudgetError, type CallOptions} from '../domain/roles.ts';
import {costUsd, totalTokens, type Usage} from '../domain/usage.ts';
import {callModel, type ModelCall, type ModelReply} from './call-model.ts';
import type {Provider} from './completion.ts';
import {describeFault} from './describe-fault.ts';
import {ModelFault} from './fault.ts';
import {askAgain, auditorPrompt, auditorSystem} from './prompts/auditor.ts';
import {parseReview, reviewJsonSchema} from './review-reply.ts';
import type {ModelSettings} from './settings.ts';
import {addUsage} from './token-budget.ts';

/**
An Auditor on a provider, named after it. A reply that is no review is asked for once more, then a ProviderError of kind `invalid_reply`; a refusal is one of kind `refused`.
*/
export function createAuditor(provider: Provider, settings: ModelSettings, modelFor: Auditor['modelFor']): Auditor {
	return {
		name: provider.id,
		provider: provider.id,
		modelFor,
		async review(request, options) {
			const startedAt = performance.now();
			const call: ModelCall = {
				role: 'auditor', model: modelFor(request.phase), system: auditorSystem, prompt: auditorPrompt(request), jsonSchema: reviewJsonSchema,
			};
			const {review, usage} = await askForReview(provider, call, {settings, options});
			return {
				review,
				usage,
				costUsd: costUsd(usage, settings.prices[call.model]),
				durationMs: performance.now() - startedAt,
			};
		},
	};
}

type Reviewed = {review: Review; usage: Usage};

async function askForReview(provider: Provider, call: ModelCall, {settings, options}: {settings: ModelSettings; options: CallOptions}): Promise<Reviewed> {
	const first = await callModel(provider, call, {limits: settings, options});
	const answer = readReply(first, {provider, model: call.model});
	if (typeof answer !== 'string') {
		return {review: answer, usage: first.usage};
	}

	const tokensLeft = options.tokensLeft - totalTokens(first.usage);
	try {
		const second = await callModel(provider, {...call, prompt: askAgain(call.prompt, answer)}, {limits: settings, options: {...options, tokensLeft}});
		const secondAnswer = readReply(second, {provider, model: call.model});
		if (typeof secondAnswer === 'string') {
			throw invalidReply(secondAnswer, {provider, model: call.model, usage: second.usage});
		}

		return {review: secondAnswer, usage: addUsage(first.usage, second.usage)};
	} catch (error) {
		if (error instanceof BudgetError) {
			throw invalidReply(answer, {provider, model: call.model, usage: first.usage});
		}

		throw error instanceof ProviderError
			? new ProviderError(error.kind, error.message, {usage: addUsage(first.usage, error.usage)})
			: error;
	}
}

/**
The review in a reply, or what is wrong with it.
*/
function readReply({text, finish, usage}: ModelReply, {provider, model}: {provider: Provider; model: string}): Review | string {
	if (finish === 'refusal') {
		throw new ProviderError('refused', `${model} of ${provider.label} refused to review this change: approve it yourself, or use another model.`, {usage});
	}

	return finish === 'length' ? 'it was cut off at the token limit' : parseReview(text);
}

function invalidReply(problem: string, {provider, model, usage}: {provider: Provider; model: string; usage: Usage}): ProviderError {
	const fault = new ModelFault('invalid_reply', problem);
	return new ProviderError('invalid_reply', describeFault(fault, {
		provider, model, role: 'auditor', attempts: 2,
	}), {usage});
}
