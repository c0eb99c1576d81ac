import {stripVTControlCharacters} from 'node:util';
import type {ProviderErrorKind} from '../domain/provider-error.ts';
import {redactSecrets} from '../domain/secrets.ts';
import type {Provider} from './completion.ts';
import type {ModelFault} from './fault.ts';
import type {Role} from './settings.ts';

type Context = {provider: Pick<Provider, 'id' | 'label' | 'hideKey'>; model: string; role: Role; attempts: number};

const keyNames = {openai: 'OPENAI_API_KEY', anthropic: 'ANTHROPIC_API_KEY'} as const;
const longestDetail = 300;

/**
One sentence for a person: who failed, how, in whose words, and the way out. Never holds a key, a line break or a control sequence.
*/
export function describeFault(fault: ModelFault, context: Context): string {
	const {what, wayOut} = sentences[fault.kind](context);
	const tries = context.attempts > 1 ? ` after ${context.attempts} attempts` : '';
	return `${what}${tries} (${detail(fault, context.provider.hideKey)}): ${wayOut}.`;
}

const sentences: Record<ProviderErrorKind, (context: Context) => {what: string; wayOut: string}> = {
	auth: ({provider: {id, label}, model}) => ({
		what: `${label} refused the API key, or its access to ${model}`,
		wayOut: `set a valid key in ${keyNames[id]}`,
	}),
	credit: ({provider: {label}, model}) => ({
		what: `${label} has no credit left for ${model}`,
		wayOut: 'add credit to the account, or use another key',
	}),
	model: ({provider: {label}, model, role}) => ({
		what: `${label} does not know the model ${model}`,
		wayOut: `name another with --${role}-model or in .autopackrc, or correct the base URL`,
	}),
	refused: ({provider: {label}, model}) => ({
		what: `${label} refused the request to ${model}`,
		wayOut: 'change the phase, or use another model',
	}),
	rate_limit: ({provider: {label}, model}) => ({
		what: `${label} limited the rate of requests to ${model}`,
		wayOut: 'run again later, or raise the limit of the account',
	}),
	overloaded: ({provider: {label}, model}) => ({what: `${label} is overloaded and did not serve ${model}`, wayOut: 'run again later, or use another model'}),
	server: ({provider: {label}, model}) => ({what: `${label} failed while serving ${model}`, wayOut: 'run again later, or use another model'}),
	network: ({provider: {label}, model}) => ({
		what: `${label} could not be reached for ${model}, or the connection broke`,
		wayOut: 'check the network and the base URL',
	}),
	stalled: ({provider: {label}, model}) => ({
		what: `${label} fell silent while serving ${model}`,
		wayOut: 'run again later, or raise idleTimeout in .autopackrc for a slow server',
	}),
	invalid_reply: ({provider: {label}, model}) => ({what: `${model} of ${label} gave a reply that cannot be used`, wayOut: 'run again, or use another model'}),
};

function detail({status, message}: ModelFault, hideKey: (text: string) => string): string {
	const plain = stripVTControlCharacters(message).replaceAll(/[\s\p{Control}]+/gv, ' ').trim();
	const words = redactSecrets(hideKey(plain));
	const text = words.length > longestDetail ? `${words.slice(0, longestDetail)}…` : words;
	return status === undefined || text.startsWith(String(status)) ? text : `${status} ${text}`;
}
