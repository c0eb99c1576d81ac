import {createReadStream} from 'node:fs';
import path from 'node:path';
import {Buffer} from 'node:buffer';
import type {CommandContext} from '../compose/command-context.ts';
import {UsageError} from '../exit-code.ts';
import type {PatchLimits} from '../patch/limits.ts';
import type {Refusal} from '../patch/refusal.ts';

/**
The bytes of the patch, from the file or without one (or with "-") from standard input. Of one that is larger than `maxBytes`, it stops after one byte more.
*/
export async function readPatch({config, stdin, stderr}: Pick<CommandContext, 'config' | 'stdin' | 'stderr'>, file: string | undefined, maxBytes: number): Promise<Uint8Array> {
	if (file !== undefined && file !== '-') {
		return readFirst(createReadStream(path.resolve(config.cwd, file)), maxBytes + 1, file);
	}

	if (stdin.isTTY) {
		stderr.write('Reading the patch from standard input; end it with Ctrl-D on a line of its own.\n');
	}

	const bytes = await readFirst(stdin, maxBytes + 1, 'standard input');
	if (stdin.isTTY && bytes.length === 0) {
		throw new UsageError('no patch was given. Name its file, or pipe it in: git diff | autopack patch apply --dir DIR');
	}

	return bytes;
}

async function readFirst(stream: AsyncIterable<Uint8Array>, length: number, name: string): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	try {
		for await (const chunk of stream) {
			chunks.push(chunk);
			size += chunk.length;
			if (size >= length) {
				break;
			}
		}
	} catch (error) {
		throw new UsageError(describeFailure(error, name), {cause: error});
	}

	return Buffer.concat(chunks).subarray(0, length);
}

function describeFailure(error: unknown, name: string): string {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'ENOENT') {
		return `there is no file ${name}.`;
	}

	return code === 'EISDIR' ? `${name} is a directory, not a patch.` : `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
}

/**
The patch as text. Bytes that are not UTF-8 are refused, never replaced: they would land in the files.
*/
export function decodePatch(bytes: Uint8Array, {maxBytes}: PatchLimits): Refusal | {ok: true; text: string} {
	if (bytes.length > maxBytes) {
		return {ok: false, code: 'too_large', message: `The patch is larger than ${maxBytes} bytes. Split it, or raise maxPatchBytes.`};
	}

	try {
		return {ok: true, text: new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)};
	} catch {
		return {ok: false, code: 'binary', message: 'The patch is not UTF-8 text. Convert it, for example with iconv.'};
	}
}
