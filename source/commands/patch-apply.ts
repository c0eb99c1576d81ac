import {stat} from 'node:fs/promises';
import path from 'node:path';
import type {CommandContext} from '../compose/command-context.ts';
import {followSignals} from '../compose/interruption.ts';
import {patchLimits} from '../compose/module-settings.ts';
import {UsageError} from '../exit-code.ts';
import {orConflict} from '../files/file-conflict.ts';
import {checkWrites, writeFiles} from '../files/write-files.ts';
import {applyEdits} from '../patch/apply-edits.ts';
import type {PatchLimits} from '../patch/limits.ts';
import {parseReply} from '../patch/parse-reply.ts';
import {pathsOf} from '../patch/paths-of.ts';
import {decodePatch, readPatch} from './patch-input.ts';
import {describeWrites} from './patch-files.ts';
import type {PatchOutcome} from './patch-outcome.ts';
import {reportPatch} from './patch-report.ts';
import {readStates} from './patch-states.ts';

/**
`autopack patch apply [FILE]`: applies a patch in any format to `--dir`, all of it or nothing. Needs neither git nor settings, and leaves nothing behind.
Exit code 0 when it was applied (with `--check`: could be), 1 when it was refused.
*/
export async function applyPatch(context: CommandContext, file: string | undefined): Promise<number> {
	const {config: {settings, cwd}, flags} = context;
	const directory = await directoryOf(flags.dir ?? '.', cwd);
	const limits = patchLimits(settings);
	const bytes = await readPatch(context, file, limits.maxBytes);
	const outcome = await orConflict(async () => applyBytes(bytes, {directory, limits, check: flags.check ?? false}));
	await reportPatch(outcome, context);
	return outcome.ok ? 0 : 1;
}

async function directoryOf(name: string, cwd: string): Promise<string> {
	const directory = path.resolve(cwd, name);
	try {
		const stats = await stat(directory);
		if (!stats.isDirectory()) {
			throw new UsageError(`${name} is not a directory.`);
		}
	} catch (error) {
		throw error instanceof Error && 'code' in error && error.code === 'ENOENT' ? new UsageError(`there is no directory ${name}.`) : error;
	}

	return directory;
}

async function applyBytes(bytes: Uint8Array, {directory, limits, check}: {directory: string; limits: PatchLimits; check: boolean}): Promise<PatchOutcome> {
	const text = decodePatch(bytes, limits);
	const parsed = text.ok ? parseReply(text.text, limits) : text;
	if (!parsed.ok) {
		return parsed;
	}

	const before = await readStates(directory, pathsOf(parsed.edits));
	const applied = applyEdits(parsed.edits, before, {limits});
	if (!applied.ok) {
		return applied;
	}

	const {writes, ...rest} = applied;
	await (check ? checkWrites(directory, {writes, before}) : writeUninterrupted(directory, {writes, before}));
	return {...rest, files: describeWrites(writes, before), check};
}

/**
A signal that comes while the files are written does not leave them half written.
*/
async function writeUninterrupted(...write: Parameters<typeof writeFiles>): Promise<void> {
	const interruption = followSignals();
	try {
		await writeFiles(...write);
	} finally {
		interruption.dispose();
	}
}
