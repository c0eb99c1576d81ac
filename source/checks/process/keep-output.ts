import {Buffer} from 'node:buffer';
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import type {CheckResult} from '../../domain/check.ts';
import {redactSecrets} from '../../domain/secrets.ts';

/**
Bytes of one check's output that are kept, which is more than anybody reads: a flood must not fill the disk.
*/
const maxBytes = 16 * 1024 * 1024;

export type OutputFile = {write: (text: string) => void; close: () => void};

/**
The file for the whole output of a part of the evidence; undefined where none is to be kept.
*/
export const outputFileFor = (directory: string | undefined, name: string): string | undefined =>
	directory === undefined ? undefined : path.join(directory, `${name.replaceAll(/[^\w\-]+/gv, '-')}.log`);

/**
The part with the name of that file, if it printed anything.
*/
export function withOutputFile(check: CheckResult, directory: string | undefined): CheckResult {
	const outputFile = outputFileFor(directory, check.name);
	return outputFile !== undefined && existsSync(outputFile) ? {...check, outputFile} : check;
}

/**
Appends what a check prints to a file, as it comes, keys redacted. A disk that is full is no reason for a check to fail: then the end is missing.
*/
export function keepOutput(file: string): OutputFile {
	let descriptor = attempt(() => {
		mkdirSync(path.dirname(file), {recursive: true});
		return openSync(file, 'a', 0o600);
	});
	let left = maxBytes;
	const close = () => {
		const open = descriptor;
		descriptor = undefined;
		if (open !== undefined) {
			attempt(() => {
				closeSync(open);
			});
		}
	};

	return {
		write(text) {
			const open = descriptor;
			if (open === undefined) {
				return;
			}

			const bytes = Buffer.from(redactSecrets(text));
			const isWritten = attempt(() => writeSync(open, bytes.subarray(0, left)));
			left -= bytes.length;
			if (isWritten === undefined || left <= 0) {
				attempt(() => writeSync(open, '\n[later output left out]\n'));
				close();
			}
		},
		close,
	};
}

function attempt<Result>(work: () => Result): Result | undefined {
	try {
		return work();
	} catch {
		return undefined;
	}
}
