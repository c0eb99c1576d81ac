import {readFile} from 'node:fs/promises';
import * as z from 'zod';
import {signSchema} from '../../domain/sign.ts';
import type {Problem} from '../measurement.ts';

const integritySchema = z.object({
	signs: z.array(signSchema),
	/**
	Tests that moved or were renamed with the same body, or became part of another: node ids without parameters.
	*/
	renamed: z.array(z.object({from: z.string(), to: z.string()})),
	/**
	True when code other than tests changed in more than comments, docstrings and formatting.
	*/
	changesCode: z.boolean(),
});

export type Integrity = z.infer<typeof integritySchema>;

/**
Reads what `autopack_integrity` wrote; a file that is not there or is something else is a problem.
*/
export async function readIntegrity(file: string): Promise<{ok: true; integrity: Integrity} | {ok: false; problem: Problem}> {
	try {
		return {ok: true, integrity: integritySchema.parse(JSON.parse(await readFile(file, 'utf8')))};
	} catch {
		return {ok: false, problem: {status: 'error', text: 'the inspection of tests left no readable result'}};
	}
}
