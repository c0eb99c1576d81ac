type ConflictCode = 'exists' | 'unsafe_path' | 'changed' | 'too_large';

/**
Why files are not written although the patch is right: what is on disk forbids it. Nothing was changed.
*/
export type Conflict = {ok: false; code: ConflictCode; message: string; path: string};

/**
Ends the writing of files, which is then undone. `path` is relative to the directory.
*/
export class FileConflictError extends Error {
	override readonly name = 'FileConflictError';
	readonly code: ConflictCode;
	readonly path: string;

	constructor(code: ConflictCode, path: string, reason: string) {
		super(`${path} ${reason}`);
		this.code = code;
		this.path = path;
	}
}

export const changed = (path: string): FileConflictError =>
	new FileConflictError('changed', path, 'was changed by somebody else while the patch was applied. Nothing of the patch was applied; try again.');

/**
Runs `act` and turns a FileConflictError into a Conflict, which is a patch's refusal. Other errors pass: a full disk, missing rights.
*/
export async function orConflict<Result>(act: () => Promise<Result>): Promise<Result | Conflict> {
	try {
		return await act();
	} catch (error) {
		if (error instanceof FileConflictError) {
			const {code, message, path} = error;
			return {
				ok: false, code, message, path,
			};
		}

		throw error;
	}
}
