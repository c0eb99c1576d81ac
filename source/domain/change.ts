import * as z from 'zod';

/**
One file of a landed or proposed change, as `git diff --numstat` counts it. `from` is set for renames.
*/
const fileChangeSchema = z.object({
	path: z.string(),
	from: z.string().optional(),
	status: z.enum(['added', 'modified', 'deleted', 'renamed']),
	linesAdded: z.int(),
	linesRemoved: z.int(),
});

/**
A patch that was applied in the worktree: `tree` is the git tree it made, `diff` its git diff against the attempt's base.
*/
export const changeSchema = z.object({
	tree: z.string(),
	diff: z.string(),
	files: z.array(fileChangeSchema),
	/**
	What the applier had to be lenient about, one sentence each.
	*/
	notes: z.array(z.string()),
});

export type FileChange = z.infer<typeof fileChangeSchema>;
export type Change = z.infer<typeof changeSchema>;
