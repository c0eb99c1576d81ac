type RefusalCode =
	| 'ambiguous'
	| 'truncated'
	| 'elided'
	| 'conflict_markers'
	| 'not_found'
	| 'exists'
	| 'missing_file'
	| 'unsafe_path'
	| 'too_large'
	| 'empty'
	| 'unchanged'
	| 'already_applied'
	| 'partly_applied'
	| 'binary'
	| 'malformed'
	| 'fragment'
	| 'mode'
	| 'secret';

/**
Why nothing of a patch was applied. `message` is written for the model that must do better, and quotes file and place.
*/
export type Refusal = {ok: false; code: RefusalCode; message: string};

/**
Ends the reading or applying of a patch; never leaves this folder (see `orRefusal`).
*/
export class RefusedError extends Error {
	override readonly name = 'RefusedError';
	readonly code: RefusalCode;

	constructor(code: RefusalCode, message: string) {
		super(message);
		this.code = code;
	}
}

/**
Runs `read` and turns a RefusedError that it throws into a Refusal. Other errors are bugs and pass.
*/
export function orRefusal<Result>(read: () => Result): Result | Refusal {
	try {
		return read();
	} catch (error) {
		if (error instanceof RefusedError) {
			return {ok: false, code: error.code, message: withoutControls(error.message)};
		}

		throw error;
	}
}

/**
Quoted model output and file lines must not reach a terminal or a prompt with control characters in them.
*/
const withoutControls = (text: string): string => text.replaceAll(/[^\P{Control}\t\n]/gv, '\u{FFFD}');
