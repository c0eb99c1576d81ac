import * as z from 'zod';

/**
How strictly the gate judges, laxest first.
*/
export const strictnessSchema = z.enum(['lenient', 'normal', 'strict']);

export type Strictness = z.infer<typeof strictnessSchema>;
