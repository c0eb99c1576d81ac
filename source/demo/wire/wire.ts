import type {ScriptedReply} from '../scripted-reply.ts';

/**
Tokens as a provider would count them; `promptTokens` includes `cachedTokens`.
*/
export type ScriptedUsage = {promptTokens: number; cachedTokens: number; outputTokens: number};

export type ScriptedAnswer = ScriptedReply & {id: string; model: string; usage: ScriptedUsage; createdAt: number};

/**
A server-sent event: `data` is sent as it is if it is a text, else as JSON.
*/
export type ServerSentEvent = {event?: string; data: unknown};

/**
A provider's streaming format, as a function of an answer and the pieces that its text comes in.
*/
export type Wire = {
	stream: (answer: ScriptedAnswer, pieces: readonly string[]) => ServerSentEvent[];
	error: (message: string) => unknown;
};

export const formatEvent = ({event, data}: ServerSentEvent): string =>
	`${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
