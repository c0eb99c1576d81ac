import * as z from 'zod';
import {rungNames} from '../patch/repair.ts';

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
`line` counts from 1, in the file as the hunks before left it.
*/
const repairSchema = z.object({
	path: z.string(),
	hunk: z.int(),
	line: z.int(),
	rung: z.enum(rungNames),
});

/**
A patch that was applied in the worktree: `tree` is the git tree it made, `diff` its git diff against the attempt's base.
*/
export const changeSchema = z.object({
	/**
	The git tree before, which is that of the attempt's base. Journals of older versions do not have it.
	*/
	baseTree: z.string().optional(),
	tree: z.string(),
	diff: z.string(),
	files: z.array(fileChangeSchema),
	/**
	What the applier had to be lenient about, one sentence each.
	*/
	notes: z.array(z.string()),
	/**
	The hunks that were not applied as they stand, each with the rung of the ladder that found its place. Journals of older versions do not have it.
	*/
	repairs: z.array(repairSchema).optional(),
});

export type FileChange = z.infer<typeof fileChangeSchema>;
export type Change = z.infer<typeof changeSchema>;
