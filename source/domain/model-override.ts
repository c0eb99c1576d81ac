import * as z from 'zod';

const roleSchema = z.enum(['builder', 'auditor']);
const complexities = ['low', 'medium', 'high'] as const;
const scopeSchema = z.enum(['global', 'run']);

/**
Both mean every category or every complexity.
*/
const wildcards = ['*', 'any'] as const;
export const isWildcard = (text: string): boolean => new Set<string>(wildcards).has(text);

/**
The body of `POST /dashboard/models/override`: another model for a role and the phases of a category and complexity, in every run or in one.
*/
export const modelOverrideSchema = z.object({
	role: roleSchema,
	/**
	A phase's `task_category`, or a wildcard.
	*/
	category: z.string().trim().min(1).max(200),
	complexity: z.enum([...complexities, ...wildcards]),
	model: z.string().trim().min(1).max(200),
	scope: scopeSchema,
	run_id: z.string().nullish(),
});

/**
A row of the routing table: who is asked about the phases of a category (`*` is any) and complexity. Of the rows that fit a phase the last counts.
*/
export const modelRouteSchema = z.object({
	role: roleSchema,
	provider: z.enum(['openai', 'anthropic']),
	category: z.string(),
	complexity: z.enum(complexities),
	model: z.string(),
	scope: scopeSchema,
	/**
	Of scope `run` only.
	*/
	run_id: z.string().optional(),
});

export type ModelOverride = z.infer<typeof modelOverrideSchema>;
export type ModelRoute = z.infer<typeof modelRouteSchema>;
