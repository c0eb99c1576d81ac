import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import * as z from 'zod';
import type {FileWrite} from '../../source/patch/file-state.ts';

const program = path.join(import.meta.dirname, '../fixtures/write-files.ts');
const snapshotSchema = z.record(z.string(), z.string());
const outcomeSchema = z.object({before: snapshotSchema, after: snapshotSchema, error: z.string()});

/**
Writes in a process of its own, which `under` (a command with its arguments) runs. `error` is empty when the files were written.
*/
export async function writeInChild(directory: string, writes: FileWrite[], under: string[] = []): Promise<z.infer<typeof outcomeSchema>> {
	// JSON knows no undefined.
	const json = JSON.stringify(writes.map(write => ({...write, content: write.content ?? null})));
	const [file, ...args] = [...under, process.execPath, program, directory, json];
	const {stdout} = await execa(file, args);
	return outcomeSchema.parse(JSON.parse(stdout));
}
