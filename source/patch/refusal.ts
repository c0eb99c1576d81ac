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
	| 'unread'
	| 'stale'
	| 'mode'
	| 'secret';

/**
Which edit was refused: its file, the number of the hunk there (from 1), and the line of the file (from 1) that it is about or nearest to.
*/
type RefusedPlace = {path?: string; hunk?: number; line?: number};

/**
Why nothing of a patch was applied. `message` is written for the model that must do better, and quotes file and place.
*/
export type Refusal = {ok: false; code: RefusalCode; message: string} & RefusedPlace;

/**
Ends the reading or applying of a patch; never leaves this folder (see `orRefusal`).
*/
export class RefusedError extends Error {
	override readonly name = 'RefusedError';
	readonly code: RefusalCode;

	readonly place: RefusedPlace;

	constructor(code: RefusalCode, message: string, place: RefusedPlace = {}) {
		super(message);
		this.code = code;
		this.place = place;
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
			return {
				ok: false, code: error.code, message: withoutControls(error.message), ...error.place,
			};
		}

		throw error;
	}
}

/**
Quoted model output and file lines must not reach a terminal or a prompt with control characters in them.
*/
const withoutControls = (text: string): string => text.replaceAll(/[^\P{Control}\t\n]/gv, '\u{FFFD}');
