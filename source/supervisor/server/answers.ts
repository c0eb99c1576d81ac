import * as z from 'zod';

/**
Shapes that more than one route answers, or that the composition root provides.
*/
export const integrationStatusSchema = z.object({
	branch: z.string(),
	exists: z.boolean(),
	commit_count: z.int(),
	latest_commit: z.string().nullable(),
	ahead_of_main: z.int(),
	behind_main: z.int(),
});

export const modelRouteSchema = z.object({
	role: z.string(),
	category: z.string(),
	complexity: z.string(),
	model: z.string(),
	scope: z.enum(['global', 'run']),
});

export const modelOverrideSchema = modelRouteSchema.extend({run_id: z.string().nullish()});

export type IntegrationStatus = z.infer<typeof integrationStatusSchema>;
export type ModelRoute = z.infer<typeof modelRouteSchema>;
export type ModelOverride = z.infer<typeof modelOverrideSchema>;
