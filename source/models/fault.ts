import type {ProviderErrorKind} from '../domain/provider-error.ts';

const transientKinds = new Set<ProviderErrorKind>(['rate_limit', 'overloaded', 'server', 'network', 'stalled']);

/**
One failed attempt at a call, before it is decided whether to repeat it. The message is the provider's own words, not for a person's eyes as it is.
*/
export class ModelFault extends Error {
	override readonly name = 'ModelFault';
	readonly kind: ProviderErrorKind;
	readonly status: number | undefined;
	/**
	What the provider asked to wait, in milliseconds.
	*/
	readonly retryAfterMs: number | undefined;

	constructor(kind: ProviderErrorKind, message: string, details: {status?: number; retryAfterMs?: number} = {}) {
		super(message);
		this.kind = kind;
		this.status = details.status;
		this.retryAfterMs = details.retryAfterMs;
	}

	get isTransient(): boolean {
		return transientKinds.has(this.kind);
	}
}
