import {stripVTControlCharacters} from 'node:util';
import type {ProviderErrorKind} from '../domain/provider-error.ts';
import type {ModelFault} from './fault.ts';
import {redactSecrets} from './redact-secrets.ts';
import type {Role} from './settings.ts';

type Context = {label: string; model: string; role: Role; attempts: number; hideKey: (text: string) => string};

const longestDetail = 300;

/**
One sentence for a person: who failed, how, in whose words, and the way out. Never holds a key, a line break or a control sequence.
*/
export function describeFault(fault: ModelFault, context: Context): string {
	const {what, wayOut} = sentences[fault.kind](context);
	const times = context.attempts > 1 ? `, ${context.attempts} times in a row` : '';
	return `${what}${times} (${detail(fault, context.hideKey)}): ${wayOut}.`;
}

const sentences: Record<ProviderErrorKind, (context: Context) => {what: string; wayOut: string}> = {
	auth: ({label, model}) => ({
		what: `${label} refused the API key, or its access to ${model}`,
		wayOut: 'set a valid key in the environment',
	}),
	credit: ({label, model}) => ({
		what: `${label} has no credit left for ${model}`,
		wayOut: 'add credit to the account, or use another key',
	}),
	model: ({label, model, role}) => ({
		what: `${label} does not know the model ${model}`,
		wayOut: `name another with --${role}-model or in .autopackrc, or correct the base URL`,
	}),
	refused: ({label, model}) => ({
		what: `${label} refused the request to ${model}`,
		wayOut: 'change the phase, or use another model',
	}),
	rate_limit: ({label, model}) => ({
		what: `${label} limited the rate of requests to ${model}`,
		wayOut: 'run again later, or raise the limit of the account',
	}),
	overloaded: ({label, model}) => ({what: `${label} is overloaded and did not serve ${model}`, wayOut: 'run again later, or use another model'}),
	server: ({label, model}) => ({what: `${label} failed while serving ${model}`, wayOut: 'run again later, or use another model'}),
	network: ({label, model}) => ({
		what: `${label} could not be reached for ${model}, or the connection broke`,
		wayOut: 'check the network and the base URL',
	}),
	stalled: ({label, model}) => ({
		what: `${label} fell silent while serving ${model}`,
		wayOut: 'run again later, or raise idleTimeoutMs for a slow server',
	}),
	invalid_reply: ({label, model}) => ({what: `${model} of ${label} gave a reply that cannot be used`, wayOut: 'run again, or use another model'}),
};

function detail({status, message}: ModelFault, hideKey: (text: string) => string): string {
	const plain = stripVTControlCharacters(message).replaceAll(/[\s\p{Control}]+/gv, ' ').trim();
	const words = redactSecrets(hideKey(plain));
	const text = words.length > longestDetail ? `${words.slice(0, longestDetail)}…` : words;
	return status === undefined || text.startsWith(String(status)) ? text : `${status} ${text}`;
}
