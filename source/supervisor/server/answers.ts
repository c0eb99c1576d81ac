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

export type IntegrationStatus = z.infer<typeof integrationStatusSchema>;
