import {Buffer} from 'node:buffer';
import {startGit} from './run-git.ts';

/**
Reads files at a commit, one after the other, through one git process: a prompt shows dozens of files, and a process for each would take longer than the rest of a phase.
*/
export type FileReader = {
	/**
	The text of a file; undefined when there is none, or when it is no text: not UTF-8, or with a NUL in it.
	*/
	read: (path: string) => Promise<string | undefined>;
	/**
	Resolves when the process has ended.
	*/
	close: () => Promise<void>;
};

export function openFileReader(root: string, commit: string): FileReader {
	const git = startGit(root, ['cat-file', '--batch']);
	const output = createByteReader(git.stdout);
	return {
		async read(path) {
			if (path.includes('\n')) {
				// The request is a line; such a file is not worth a process of its own.
				return undefined;
			}

			git.stdin.write(`${commit}:${path}\n`);
			const header = await output.line();
			const size = / blob (?<bytes>\d+)$/v.exec(header)?.groups?.bytes;
			if (size === undefined) {
				const skipped = / (?:tree|commit|tag) (?<bytes>\d+)$/v.exec(header)?.groups?.bytes;
				await (skipped === undefined ? undefined : output.bytes(Number(skipped) + 1));
				return undefined;
			}

			const bytes = await output.bytes(Number(size) + 1);
			return decode(bytes.subarray(0, -1));
		},
		async close() {
			git.stdin.end();
			await git;
		},
	};
}

/**
Takes lines and counted bytes off a stream; what the process no longer says counts as an empty line or fewer bytes.
*/
function createByteReader(stream: AsyncIterable<Uint8Array>) {
	const chunks = stream[Symbol.asyncIterator]();
	let buffer = Buffer.from([]);
	const more = async (): Promise<boolean> => {
		const next = await chunks.next();
		buffer = next.done ? buffer : Buffer.concat([buffer, next.value]);
		return !next.done;
	};

	const take = (length: number) => {
		const taken = buffer.subarray(0, length);
		buffer = buffer.subarray(length);
		return taken;
	};

	return {
		async line(): Promise<string> {
			while (!buffer.includes(10) && await more()) {
				// More of the line is on its way.
			}

			return take(buffer.indexOf(10) + 1).toString().trimEnd();
		},
		async bytes(length: number): Promise<Uint8Array> {
			while (buffer.length < length && await more()) {
				// More of the file is on its way.
			}

			return take(length);
		},
	};
}

function decode(bytes: Uint8Array): string | undefined {
	if (bytes.includes(0)) {
		return undefined;
	}

	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		return undefined;
	}
}
