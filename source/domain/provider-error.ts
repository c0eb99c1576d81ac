import {noUsage, type Usage} from './usage.ts';

/**
What went wrong with a model call. The first three, and `refused`, are permanent: trying again cannot help.
*/
export type ProviderErrorKind =
	| 'auth' | 'credit' | 'model' | 'refused'
	| 'rate_limit' | 'overloaded' | 'server' | 'network' | 'stalled' | 'invalid_reply';

const permanentKinds = new Set<ProviderErrorKind>(['auth', 'credit', 'model', 'refused']);

/**
A model call that failed, after its retries. The message is one sentence for a person, naming the provider and the way out; it never holds a key.
*/
export class ProviderError extends Error {
	override readonly name = 'ProviderError';
	readonly kind: ProviderErrorKind;
	/**
	What the failed call used all the same: an error in mid-stream, an answer that is no review.
	*/
	readonly usage: Usage;

	constructor(kind: ProviderErrorKind, message: string, options: ErrorOptions & {usage?: Usage} = {}) {
		super(message, options);
		this.kind = kind;
		this.usage = options.usage ?? noUsage;
	}

	get isPermanent(): boolean {
		return permanentKinds.has(this.kind);
	}
}
