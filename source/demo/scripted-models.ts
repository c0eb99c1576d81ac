import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {text as readText} from 'node:stream/consumers';
import {setTimeout as delay} from 'node:timers/promises';
import * as z from 'zod';
import plan from './plan.json' with {type: 'json'};
import {
	phaseOf,
	type Question,
	readQuestion,
	requestSchema,
} from './question.ts';
import {chooseReply, readScripts, type ScriptedReply} from './scripted-reply.ts';
import {anthropicMessages} from './wire/anthropic-messages.ts';
import {openaiChat} from './wire/openai-chat.ts';
import {openaiResponses} from './wire/openai-responses.ts';
import {formatEvent, type ScriptedUsage, type Wire} from './wire/wire.ts';

export type ScriptedModels = {
	/**
	`http://127.0.0.1:<port>`: the base URL for Anthropic; OpenAI's is this and `/v1`.
	*/
	url: string;
	/**
	What was asked so far, oldest first. `phaseId` is undefined where the server had no script.
	*/
	requests: () => Array<Pick<Question, 'provider' | 'role' | 'model' | 'attempt'> & {phaseId: string | undefined}>;
	close: () => Promise<void>;
};

const routes = new Map<string, {provider: Question['provider']; wire: Wire}>([
	['/v1/responses', {provider: 'openai', wire: openaiResponses}],
	['/v1/chat/completions', {provider: 'openai', wire: openaiChat}],
	['/v1/messages', {provider: 'anthropic', wire: anthropicMessages}],
]);

/**
Models that say what a script says: a server on a loopback port that speaks the streaming formats of OpenAI (Responses, Chat Completions) and Anthropic
(Messages), so that the demo and the tests go through the same SDKs as a real run. It keeps no state: which reply is due is told by the prompt
(its phase, its attempt, the diff under review), also after a restart.

`replies` is a folder as `readScripts` reads it. Every `paceMsPerChunk` milliseconds a piece of about four tokens is sent; 0 sends at once.
*/
export async function createScriptedModels({replies, paceMsPerChunk, port = 0}: {
	replies: string;
	paceMsPerChunk: number;
	port?: number;
}): Promise<ScriptedModels> {
	const scripts = await readScripts(replies);
	const phases = knownPhases(scripts);
	const requests: ReturnType<ScriptedModels['requests']> = [];

	const handle: Handle = async (request, response) => {
		const route = request.method === 'POST' ? routes.get(request.url!.split('?', 1)[0]!) : undefined;
		if (!route) {
			sendJson(response, 404, openaiResponses.error(`The scripted models have no ${request.method} ${request.url}.`));
			return;
		}

		const question = readQuestion(route.provider, requestSchema.parse(JSON.parse(await readText(request))));
		const {prompt, ...asked} = question;
		const phaseId = phaseOf(prompt, phases);
		requests.push({...asked, phaseId});
		if (phaseId === undefined) {
			sendJson(response, 404, route.wire.error(`The scripted models know these phases only: ${[...new Set(phases.values())].join(', ')}.`));
			return;
		}

		const reply = chooseReply(scripts.get(phaseId)!, question);
		const answer = {
			...reply, id: `scripted${requests.length}`, model: question.model, usage: usageOf(prompt, reply), createdAt: Math.floor(Date.now() / 1000),
		};
		await sendStream(response, route.wire.stream(answer, piecesOf(reply.text)).map(event => formatEvent(event)), paceMsPerChunk);
	};

	const server = createServer((request, response) => {
		void answerOrExplain(handle, request, response);
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') {
		throw new TypeError('A TCP server has an address with a port.');
	}

	return {
		url: `http://127.0.0.1:${address.port}`,
		requests: () => requests,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
A request that cannot be read is answered with why; one whose client went away needs no answer.
*/
async function answerOrExplain(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<void> {
	try {
		await handle(request, response);
	} catch (error) {
		if (error instanceof z.ZodError || error instanceof SyntaxError) {
			sendJson(response, 400, openaiResponses.error(`The request cannot be read: ${error.message}`));
		} else if (!response.destroyed) {
			throw error;
		}
	}
}

/**
Ids of the phases that have a script, by id and, for those of the demo's plan, by name.
*/
function knownPhases(scripts: ReadonlyMap<string, unknown>): Map<string, string> {
	const phases = new Map<string, string>();
	for (const {phase_id: phaseId, name} of plan.phases) {
		if (scripts.has(phaseId)) {
			phases.set(name, phaseId);
		}
	}

	for (const phaseId of scripts.keys()) {
		phases.set(phaseId, phaseId);
	}

	return phases;
}

const piecesOf = (text: string): string[] => text.match(/.{1,16}/gsv) ?? [];

/**
An eighth of what a real model would count for the prompt (at four characters a token), half of it cached: nine scripted phases stay below the plan's token cap,
which was set for a real run.
*/
function usageOf(prompt: string, {text}: ScriptedReply): ScriptedUsage {
	const promptTokens = Math.ceil(prompt.length / 32);
	return {promptTokens, cachedTokens: Math.floor(promptTokens / 256) * 128, outputTokens: Math.ceil(text.length / 4)};
}

function sendJson(response: ServerResponse, status: number, content: unknown): void {
	response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(content));
}

async function sendStream(response: ServerResponse, events: string[], paceMs: number): Promise<void> {
	response.writeHead(200, {'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache'});
	if (paceMs === 0) {
		response.end(events.join(''));
		return;
	}

	for (const event of events) {
		if (response.destroyed) {
			return;
		}

		response.write(event);
		await delay(paceMs);
	}

	response.end();
}
