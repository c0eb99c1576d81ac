import type {Writable} from 'node:stream';

export type LineWriter = {
	/**
	Resolves when the stream is ready for more; never rejects. Lines for a reader that is gone are dropped.
	*/
	write: (line: string) => Promise<void>;
	/**
	Resolves when all lines are written, or the reader is gone (`autopack ... | head`); rejects if the stream failed otherwise, such as on a full disk.
	*/
	flush: () => Promise<void>;
};

const readerGone = new Set<unknown>(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE']);

/**
Writes lines to standard output or a file without ever failing a run for it. The stream's error handler stays: an EPIPE can come at any later moment.
*/
export function createLineWriter(stream: Writable): LineWriter {
	let failure: Error | undefined;
	let lastWritten = Promise.resolve();
	const keep = (error: unknown) => {
		failure ??= error instanceof Error && !isReaderGone(error, stream) ? error : undefined;
	};

	stream.on('error', keep);

	return {
		async write(line) {
			if (!stream.writable) {
				return;
			}

			const {promise, resolve} = Promise.withResolvers<void>();
			lastWritten = promise;
			const isReady = stream.write(`${line}\n`, error => {
				keep(error);
				resolve();
			});
			await (isReady ? undefined : promise);
		},
		async flush() {
			await lastWritten;
			if (failure) {
				throw failure;
			}
		},
	};
}

/**
A terminal that was closed fails with EIO; for a file that is a failure.
*/
const isReaderGone = (error: Error, stream: Writable): boolean =>
	'code' in error && (readerGone.has(error.code) || (error.code === 'EIO' && 'isTTY' in stream));
