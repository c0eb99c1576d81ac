import * as z from 'zod';
import type {RunEvent} from '../../domain/event.ts';
import type {Usage} from '../../domain/usage.ts';
import type {Journal} from '../../journal/journal.ts';

export const periodSchema = z.enum(['day', 'week', 'month']);

const tokens = {prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int()};

export const tokenUsageSchema = z.object({
	providers: z.array(z.object({provider: z.string(), period: periodSchema, ...tokens})),
	models: z.array(z.object({provider: z.string(), model: z.string(), ...tokens})),
});

const days = {day: 1, week: 7, month: 30};

type Call = {provider: string; model: string; usage: Usage};
type Period = z.infer<typeof periodSchema>;

/**
Tokens of the model calls in this journal in the last day, 7 or 30 days, by provider and by model. Prompt tokens include cached ones; a call that failed counts too.
*/
export async function readTokenUsage(journal: Journal, {period, now}: {period: Period; now: Date}): Promise<z.infer<typeof tokenUsageSchema>> {
	const since = new Date(now.getTime() - (days[period] * 86_400_000)).toISOString();
	const calls: Call[] = [];
	for (const runId of await journal.runIds()) {
		const events = await journal.events(runId);
		calls.push(...events.filter(({at}) => at >= since).flatMap(event => callsIn(event)));
	}

	const providers = Map.groupBy(calls, ({provider}) => provider);
	const models = Map.groupBy(calls, ({provider, model}) => `${provider}\n${model}`);
	return {
		providers: Array.from(providers, ([provider, group]) => ({provider, period, ...sumUsage(group)})),
		models: Array.from(models.values(), group => ({provider: group[0]!.provider, model: group[0]!.model, ...sumUsage(group)})),
	};
}

function callsIn(event: RunEvent): Call[] {
	switch (event.type) {
		case 'builder.replied':
		case 'builder.failed':
		case 'auditor.reviewed':
		case 'auditor.failed': {
			return [{provider: event.provider, model: event.model, usage: event.usage}];
		}

		default: {
			return [];
		}
	}
}

function sumUsage(calls: Call[]) {
	const prompt = calls.reduce((sum, {usage}) => sum + usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens, 0);
	const completion = calls.reduce((sum, {usage}) => sum + usage.outputTokens, 0);
	return {prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion};
}
