import * as z from 'zod';

/**
What a person, the dashboard, an HTTP client or `--yes` may ask of a running executor; all send the same thing.
`reject` leaves a blocked phase BLOCKED: it is what `--yes` answers where a person could have overridden.
*/
export const commandSchema = z.discriminatedUnion('type', [
	z.object({type: z.literal('approve'), phaseId: z.string()}),
	z.object({type: z.literal('skip'), phaseId: z.string()}),
	z.object({type: z.literal('retry'), phaseId: z.string(), note: z.string().max(10_000).optional()}),
	z.object({type: z.literal('reject'), phaseId: z.string()}),
	z.object({type: z.literal('pause')}),
	z.object({type: z.literal('resume')}),
	z.object({type: z.literal('stop')}),
]);

export const commandSourceSchema = z.enum(['terminal', '--yes', 'http']);

export type Command = z.infer<typeof commandSchema>;
export type CommandSource = z.infer<typeof commandSourceSchema>;
