import type {BuilderReply} from '../domain/roles.ts';
import type {Usage} from '../domain/usage.ts';
import type {ProviderId} from './settings.ts';

export type JsonSchema = {name: string; schema: Record<string, unknown>};

export type CompletionRequest = {
	model: string;
	system: string;
	prompt: string;
	maxOutputTokens: number;
	/**
	Constrains the reply, where the server can. All properties are required and no others allowed: OpenAI's strict mode asks for both.
	*/
	jsonSchema?: JsonSchema;
	signal: AbortSignal;
	onDelta: (text: string) => void;
	/**
	Called whenever the provider says what the call used so far, with the total: also before a fault.
	*/
	onUsage: (usage: Usage) => void;
	/**
	Called for every piece of the response, pings included.
	*/
	onBytes: () => void;
};

export type Completion = {text: string; finish: BuilderReply['finish']};

/**
A model provider on the wire. `complete` sends one request and never repeats it; it throws ModelFault, the SDK's errors, or the signal's reason.
*/
export type Provider = {
	id: ProviderId;
	/**
	For messages, with the address when it is not the provider's own: `OpenAI`, `OpenAI (http://localhost:11434)`.
	*/
	label: string;
	/**
	Takes the key out of a text that a server may have put it into.
	*/
	hideKey: (text: string) => string;
	complete: (request: CompletionRequest) => Promise<Completion>;
};
