/**
One place of a request that is wrong, as FastAPI tells it.
*/
export type Problem = {loc: Array<string | number>; msg: string; type: string};

/**
An answer other than success: `{"detail": ...}` with this status.
*/
export class HttpError extends Error {
	override readonly name = 'HttpError';
	readonly status: number;
	readonly detail: string | Problem[];
	readonly headers: Record<string, string>;

	constructor(status: number, detail: string | Problem[], headers: Record<string, string> = {}) {
		super(typeof detail === 'string' ? detail : 'invalid request');
		this.status = status;
		this.detail = detail;
		this.headers = headers;
	}
}
