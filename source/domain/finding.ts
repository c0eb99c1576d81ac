import * as z from 'zod';

export const severitySchema = z.enum(['minor', 'major']);

/**
What an auditor found. `location` is `path`, `path:line` or a name, as the auditor wrote it.
*/
const findingSchema = z.object({
	severity: severitySchema,
	category: z.string(),
	description: z.string(),
	location: z.string(),
	suggestion: z.string().optional(),
});

/**
The JSON an auditor answers; its JSON Schema constrains the model, and this validates what comes back.
*/
export const reviewSchema = z.object({
	approved: z.boolean(),
	issues: z.array(findingSchema),
	messages: z.array(z.string()),
});

export type Finding = z.infer<typeof findingSchema>;
export type Review = z.infer<typeof reviewSchema>;

/**
A finding after the reviews were merged: which auditors reported it.
*/
export type MergedFinding = Finding & {sources: string[]};
