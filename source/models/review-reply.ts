import * as z from 'zod';
import {type Review, severitySchema} from '../domain/finding.ts';
import type {JsonSchema} from './completion.ts';

/**
A review as the model writes it. OpenAI's strict mode knows no optional properties: a missing suggestion is null.
*/
const wireSchema = z.strictObject({
	approved: z.boolean(),
	issues: z.array(z.strictObject({
		severity: severitySchema,
		category: z.string(),
		description: z.string(),
		location: z.string(),
		suggestion: z.string().nullable(),
	})),
	messages: z.array(z.string()),
});

const {$schema, ...schema} = z.toJSONSchema(wireSchema);

export const reviewJsonSchema: JsonSchema = {name: 'review', schema};

/**
Where the schema did not bind the model, a missing suggestion may be left out, and there may be more properties than asked for.
*/
const replySchema = z.object({
	approved: z.boolean(),
	issues: z.array(z.object({...wireSchema.shape.issues.element.shape, suggestion: z.string().nullish()})),
	messages: z.array(z.string()),
});

/**
Reads an auditor's reply, with or without a code fence around it; a string is what is wrong with it.
*/
export function parseReview(text: string): Review | string {
	const result = replySchema.safeParse(parseJson(text));
	if (!result.success) {
		return z.prettifyError(result.error);
	}

	const {approved, issues, messages} = result.data;
	return {
		approved,
		issues: issues.map(({suggestion, ...issue}) => suggestion ? {...issue, suggestion} : issue),
		messages,
	};
}

/**
Undefined when the text is not JSON, which no schema accepts.
*/
function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.trim().replace(/^```(?:json)?\n/v, '').replace(/\n```$/v, ''));
	} catch {
		return undefined;
	}
}
