import * as z from 'zod';

/**
Who asks a scripted model for what.
*/
export type Question = {
	provider: 'openai' | 'anthropic';
	role: 'builder' | 'auditor';
	model: string;
	/**
	1 unless the prompt says otherwise; a review fits what it reviews instead.
	*/
	attempt: number;
	/**
	Everything that the model was told, in order.
	*/
	prompt: string;
};

const contentSchema = z.union([z.string(), z.array(z.object({text: z.string()}))]).optional();
const turnsSchema = z.union([z.string(), z.array(z.object({content: contentSchema}))]).optional();
const present = z.object({}).optional();

/**
What the three requests have in common, and where each of them says that it wants JSON of a given schema.
*/
export const requestSchema = z.object({
	model: z.string(),
	instructions: z.string().optional(),
	system: contentSchema,
	input: turnsSchema,
	messages: turnsSchema,
	text: z.object({format: z.object({type: z.string()}).optional()}).optional(),
	response_format: present,
	output_config: z.object({format: present}).optional(),
});

const attemptNumber = /(?<=^\W{0,3}Attempt:?\s)\d+/gmv;
const phaseLine = /^\W{0,3}Phase:\s(?<phase>.+)$/gmv;

/**
A question for JSON of a given schema is an auditor's; any other is a builder's.
*/
export function readQuestion(provider: Question['provider'], body: z.infer<typeof requestSchema>): Question {
	const {model, instructions, system, input, messages} = body;
	const isConstrained = body.text?.format?.type === 'json_schema'
		|| body.response_format !== undefined
		|| body.output_config?.format !== undefined;
	const prompt = [instructions, textOf(system), turnsText(input), turnsText(messages)].filter(Boolean).join('\n\n');
	return {
		provider,
		role: isConstrained ? 'auditor' : 'builder',
		model,
		attempt: Number(prompt.match(attemptNumber)?.at(-1) ?? 1),
		prompt,
	};
}

const textOf = (content: z.infer<typeof contentSchema>): string =>
	typeof content === 'object' ? content.map(part => part.text).join('\n') : content ?? '';

const turnsText = (turns: z.infer<typeof turnsSchema>): string =>
	typeof turns === 'object' ? turns.map(turn => textOf(turn.content)).join('\n\n') : turns ?? '';

/**
The phase that a prompt is about: the first line `Phase: <id or name>` whose value is known. `phases` has ids by id and by name.
*/
export function phaseOf(prompt: string, phases: ReadonlyMap<string, string>): string | undefined {
	for (const match of prompt.matchAll(phaseLine)) {
		const phaseId = phases.get(match.groups!.phase!.trim());
		if (phaseId !== undefined) {
			return phaseId;
		}
	}

	return undefined;
}
