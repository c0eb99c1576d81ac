/**
How a Supervisor let us down: `refused` is 401 or 403, `not_found` 404, `invalid` any other 4xx, `server` 5xx,
`slow` a time-out, 408 or 429, `not_autopack` an answer that no Autopack gives.
*/
export type SupervisorErrorKind = 'unreachable' | 'refused' | 'not_found' | 'invalid' | 'server' | 'not_autopack' | 'slow';

const permanentKinds = new Set<SupervisorErrorKind>(['not_found', 'invalid']);

/**
A request that a Supervisor did not serve. The message is one sentence for a person with the URL and the way out; it never holds the key.
*/
export class SupervisorError extends Error {
	override readonly name = 'SupervisorError';
	readonly kind: SupervisorErrorKind;
	/**
	HTTP status, if there was an answer.
	*/
	readonly status: number | undefined;
	/**
	What the server said was wrong; empty if it said nothing.
	*/
	readonly detail: string;

	constructor(kind: SupervisorErrorKind, message: string, options: ErrorOptions & {status?: number; detail?: string} = {}) {
		super(message, options);
		this.kind = kind;
		this.status = options.status;
		this.detail = options.detail ?? '';
	}

	/**
	True when the same request would be refused again. A wrong key is not: it is set right and the report still counts.
	*/
	get isPermanent(): boolean {
		return permanentKinds.has(this.kind);
	}
}
